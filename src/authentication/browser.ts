import type { AuthenticatorName } from '../config/authenticators.js';
import type { ParameterValues } from '../config/parameters.js';
import { sessionLogger } from '../diagnostics/session-logger.js';
import type { Logger } from '../log.js';

/**
 * Brings the person who signs in to an address. When it throws or rejects, the login fails with that; the driver
 * would die of the one and hang on the other.
 */
export type OpenBrowser = (address: string) => Promise<void>;

/** How a browser is opened for this way of signing in; undefined when it needs none. */
export function browserOf(way: AuthenticatorName, values: ParameterValues): OpenBrowser | undefined {
  if (way !== 'EXTERNALBROWSER' && way !== 'OAUTH_AUTHORIZATION_CODE') {
    return undefined;
  }
  const logger = sessionLogger(values);
  const { open_external_browser_callback: callback } = values;
  return async (address) => {
    // A host without a browser can still be signed in from, by whoever reads this.
    logger.info(`Sign in at ${address}`);
    await (callback === undefined ? openSystemBrowser(address, logger) : callback(address));
  };
}

/** Without a browser nothing is lost yet: the person may open the address that was logged. */
async function openSystemBrowser(address: string, logger: Logger): Promise<void> {
  const warn = (): void => logger.warn('No browser could be opened. Open the address above in one on this machine.');
  try {
    const { default: open } = await import('open');
    const launcher = await open(address);
    launcher.once('error', warn);
    launcher.once('exit', (code) => {
      if (code !== 0 && code !== null) {
        warn();
      }
    });
  } catch {
    warn();
  }
}
