import type { AuthenticatorName } from '../config/authenticators.js';
import type { OpenBrowser } from './browser.js';

/** What the driver takes, complete, under its own names. */
export interface DriverOptions {
  /** The options of `createConnection`. The driver writes into them, so each attempt gets a copy. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** Options the driver only knows for the whole process; applied just before connecting. */
  readonly process: Readonly<Record<string, unknown>>;
  /** Where it goes, for messages. */
  readonly host: string;
  /** How it signs in, to explain a refusal. */
  readonly signIn: SignInDescription;
  /** Opens the browser; undefined when this way of signing in needs none. */
  readonly browser: OpenBrowser | undefined;
  /** How long a result may send neither row nor byte, in milliseconds. */
  readonly stallMs: number;
  /** Who fetches the rows of large results. */
  readonly resultReader: 'direct' | 'driver' | 'auto';
}

/** What may be said of a way of signing in. */
export interface SignInDescription {
  readonly way: AuthenticatorName;
  /** Of the key pair's public half, to compare with `DESC USER`. */
  readonly fingerprint: string | undefined;
  /** Host of the identity provider that is asked before Snowflake is; undefined when none is. */
  readonly provider: string | undefined;
}
