// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { Choice, Given } from './given.js';

/** Options of the topic `server`, under their canonical names. */
export interface ServerOptions {
  /** Account identifier: `organization-account`, or an account locator with its region, such as `xy12345.eu-central-1`. */
  readonly account?: Given<string>;
  /** Host name of the server. Made from `account` when it is not given. */
  readonly host?: Given<string>;
  /** Port of the server. 443, or 80 when `protocol` is `http`. */
  readonly port?: Given<number | string>;
  /** How the server is spoken to; `https` when it is not given. `http` is for servers on this machine. */
  readonly protocol?: Given<Choice<'https' | 'http'>>;
  /**
   * Older form of `protocol`: `true` is `https`, `false` is `http`.
   *
   * @deprecated Write `protocol`.
   */
  readonly ssl?: Given<boolean | string>;
  /** Address of the server in one piece, instead of `protocol`, `host` and `port`. */
  readonly server_url?: Given<string>;
  /**
   * Region of the account; write it into `account` instead, after a dot.
   *
   * @deprecated Write `account`.
   */
  readonly region?: Given<string>;
  /**
   * Keeps underscores of the account in the host name, where otherwise hyphens replace them.
   *
   * @defaultValue `false`
   */
  readonly preserve_underscores_in_hostname?: Given<boolean | string>;
}
