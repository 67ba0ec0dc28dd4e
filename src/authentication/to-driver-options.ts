import { driverParameter, toDriverParameters, toDriverProcessParameters } from '../config/driver-options.js';
import { revealSecret } from '../config/secret-value.js';
import type { ConnectionSettings } from '../config/settings.js';
import { toDriverCredentials, type Authentication } from './authentication.js';
import { browserOf } from './browser.js';
import { renderBrowserPage } from './browser-page.js';
import type { DriverOptions, SignInDescription } from './driver-options.js';
import { readAuthentication } from './read-authentication.js';

/** What holds for every connection we open, whatever the settings. */
const ALWAYS = {
  // Retries of the login are ours: the driver's run for minutes and cannot be stopped.
  sfRetryMaxLoginRetries: 0,
  // Its default of 10 rows costs a turn of the stream for every ten.
  rowStreamHighWaterMark: 1024,
} as const;

/** How long a result may send neither row nor byte: longer than the driver's longest pause between two tries. */
const RESULT_STALL_MS = 60_000;

/**
 * Everything the driver needs for one login.
 *
 * @throws ConfigurationError when a function that gives a secret fails, or a key or token cannot be read.
 */
export async function toDriverOptions(settings: ConnectionSettings): Promise<DriverOptions> {
  const authentication = await readAuthentication(settings);
  const { proxy_password: proxyPassword } = settings.values;
  const proxy = proxyPassword && driverParameter('proxy_password', await revealSecret(proxyPassword));
  const { host } = new URL(settings.endpoint.url);
  return {
    connection: {
      browserResponseRenderer: renderBrowserPage,
      ...toDriverParameters(settings),
      ...(proxy === undefined ? {} : Object.fromEntries([proxy])),
      // On its way to the identity provider the driver looks at nothing but this, not even at the port.
      ...(authentication.way === 'EXTERNALBROWSER' ? { host } : {}),
      ...allowHttp(settings),
      ...toDriverCredentials(authentication),
      ...ALWAYS,
    },
    process: toDriverProcessParameters(settings),
    host,
    signIn: describe(authentication, settings),
    browser: browserOf(authentication.way, settings.values),
    stallMs: RESULT_STALL_MS,
    resultReader: settings.values.result_reader ?? 'auto',
  };
}

function describe(authentication: Authentication, { values }: ConnectionSettings): SignInDescription {
  const { way } = authentication;
  const fingerprint = way === 'SNOWFLAKE_JWT' ? authentication.key.fingerprint : undefined;
  return { way, fingerprint, provider: providerOf(authentication, values.oauth_token_request_url) };
}

function providerOf(authentication: Authentication, tokenAddress: string | undefined): string | undefined {
  if (authentication.way === 'OKTA') {
    return new URL(authentication.address).host;
  }
  const asksProvider =
    authentication.way === 'OAUTH_AUTHORIZATION_CODE' || authentication.way === 'OAUTH_CLIENT_CREDENTIALS';
  return asksProvider && tokenAddress !== undefined ? new URL(tokenAddress).host : undefined;
}

/** The rules have already refused `http` for any other machine than this one. */
function allowHttp({ values }: ConnectionSettings): Readonly<Record<string, boolean>> {
  return values.oauth_token_request_url?.startsWith('http:') === true ? { oauthHttpAllowed: true } : {};
}
