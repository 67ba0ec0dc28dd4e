import type { DriverOptions } from '../authentication/driver-options.js';
import { AuthenticationError, SnowparkError } from '../errors.js';
import { toLoginError } from './login-errors.js';
import type { NativeConnection } from './native.js';
import type { DriverSockets } from './sockets.js';

/** What the driver is given in place of a browser: it calls it and looks at nothing that comes back. */
export type OpenAddress = (address: string) => void;

/** Makes the driver's connection, with what opens its browser when it wants one. */
export type MakeConnection = (openAddress: OpenAddress) => NativeConnection;

/**
 * Signs in with the driver, or tries the session that is to be taken over.
 *
 * @throws SnowparkError of this package, whatever went wrong.
 */
export async function signIn(
  make: MakeConnection,
  options: DriverOptions,
  sockets: DriverSockets,
): Promise<NativeConnection> {
  const attempt = async (): Promise<NativeConnection> =>
    new Promise((resolve, reject) => {
      let isOver = false;
      const fail = (error: unknown): void => {
        // What opened the browser may fail when the person is long signed in; the session is none of its business.
        if (isOver) {
          return;
        }
        isOver = true;
        reject(error instanceof SnowparkError ? error : toLoginError(error, options));
        // A failed connection keeps its sockets until it is destroyed.
        connection.destroy(() => sockets.destroy());
        sockets.destroy();
      };
      const openAddress: OpenAddress = (address) => {
        sockets.browserAsked();
        options.browser?.(address).catch((error: unknown) => fail(unopened(error)));
      };
      const connection = make(openAddress);
      const done = (error: unknown): void => {
        if (error === undefined || error === null) {
          isOver = true;
          resolve(connection);
        } else {
          fail(error);
        }
      };
      // The driver takes a session that is open already for connected, and refuses to connect it.
      if (options.signIn.way === 'SESSION') {
        connection.heartbeat(done);
      } else {
        connection.connect(done);
      }
    });
  return sockets.follow(attempt);
}

/** Of the caller's own error its name and message are told; what else it holds may be secret. */
function unopened(error: unknown): AuthenticationError {
  const reason =
    error instanceof Error ? `${error.name}: ${error.message}` : `it threw a value of type ${typeof error}`;
  return new AuthenticationError(
    `The browser could not be opened: open_external_browser_callback failed (${reason}).`,
    {
      hint: 'Let it open the address it is called with, or remove it to use the system’s browser.',
    },
  );
}
