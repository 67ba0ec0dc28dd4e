// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { PrivateKeyInput } from '../parameters.js';
import type { SecretSource } from '../secret-value.js';
import type { Given } from './given.js';

/** Options of the topic `credentials`, under their canonical names. */
export interface CredentialsOptions {
  /** Name of the user. */
  readonly user?: Given<string>;
  /** Password of the user. */
  readonly password?: Given<string | SecretSource>;
  /**
   * Way of signing in: `SNOWFLAKE` (password), `SNOWFLAKE_JWT` (key pair; chosen when a private key is given),
   * `PROGRAMMATIC_ACCESS_TOKEN`, `OAUTH`, `OAUTH_AUTHORIZATION_CODE`, `OAUTH_CLIENT_CREDENTIALS`, `EXTERNALBROWSER`,
   * `USERNAME_PASSWORD_MFA`, `WORKLOAD_IDENTITY`, or the `https://` address of an Okta account.
   *
   * @defaultValue `"SNOWFLAKE"`
   */
  readonly authenticator?: Given<string>;
  /** Private key: PEM text, base64 of PEM or DER, DER bytes, or a `KeyObject`. */
  readonly private_key?: Given<PrivateKeyInput | SecretSource<PrivateKeyInput>>;
  /** File that holds the private key. */
  readonly private_key_file?: Given<string>;
  /** Passphrase of an encrypted private key. */
  readonly private_key_password?: Given<string | SecretSource>;
  /** Programmatic access token, OAuth access token, or OpenID Connect token. */
  readonly token?: Given<string | SecretSource>;
  /** File that holds the token; it is read anew at every login, and takes the place of `token`. */
  readonly token_file_path?: Given<string>;
  /** Passcode of the second factor. */
  readonly passcode?: Given<string | SecretSource>;
  /**
   * The passcode stands at the end of the password.
   *
   * @defaultValue `false`
   */
  readonly passcode_in_password?: Given<boolean | string>;
  /**
   * Name of the user at Okta, where it differs from `user`. Refused here. The driver signs in to Okta with `user`; give
   * the name that both know as `user`.
   */
  readonly okta_username?: Given<string>;
  /**
   * How long the proof made with the private key counts. In seconds. No effect here. The driver makes proofs that count
   * for 120 seconds, and a new one for every login.
   *
   * @defaultValue `120`
   */
  readonly jwt_timeout?: Given<number | string>;
  /** Token of a session that is already open; the session is taken over, and nobody signs in. */
  readonly session_token?: Given<string | SecretSource>;
  /** Master token of the session that is taken over; it renews the session token. */
  readonly master_token?: Given<string | SecretSource>;
  /** How long the master token counts. No effect here. The server knows how long its tokens count. */
  readonly master_validity_in_seconds?: Given<unknown>;
  /** When the session token ends. No effect here. The server knows how long its tokens count. */
  readonly session_token_expiration_time?: Given<unknown>;
  /** When the master token ends. No effect here. The server knows how long its tokens count. */
  readonly master_token_expiration_time?: Given<unknown>;
}
