// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { SecretSource } from '../secret-value.js';
import type { Choice, Given } from './given.js';

/** Options of the topic `oauth`, under their canonical names. */
export interface OauthOptions {
  /** Identifier of the client at the provider; Snowflake’s own provider needs none for an authorization code. */
  readonly oauth_client_id?: Given<string>;
  /** Secret of the client at the provider. */
  readonly oauth_client_secret?: Given<string | SecretSource>;
  /** Address at which the person signs in; Snowflake’s own when it is not given. */
  readonly oauth_authorization_url?: Given<string>;
  /** Address that hands out tokens; Snowflake’s own when it is not given. */
  readonly oauth_token_request_url?: Given<string>;
  /** Address to which the provider sends the browser back; a free port of `http://127.0.0.1` when it is not given. */
  readonly oauth_redirect_uri?: Given<string>;
  /** Scope to ask for; `session:role:` and the role when it is not given. */
  readonly oauth_scope?: Given<string>;
  /**
   * Asks for refresh tokens that work once.
   *
   * @defaultValue `false`
   */
  readonly oauth_enable_single_use_refresh_tokens?: Given<boolean | string>;
  /**
   * How the proof of an authorization code (PKCE) is made.
   *
   * @defaultValue `"S256"`
   */
  readonly oauth_challenge_method?: Given<Choice<'S256'>>;
  /**
   * Signs in without PKCE. Refused here. The driver always uses PKCE; remove the option.
   *
   * @defaultValue `false`
   */
  readonly oauth_disable_pkce?: Given<boolean | string>;
  /**
   * Binds tokens to a key (DPoP). Refused here. The driver does not know DPoP; remove the option.
   *
   * @defaultValue `false`
   */
  readonly oauth_enable_dpop?: Given<boolean | string>;
  /**
   * Sends the client’s secret in the body of the token request. No effect here. The driver always sends it in the body.
   *
   * @defaultValue `false`
   */
  readonly oauth_credentials_in_body?: Given<boolean | string>;
  /**
   * Keeps refresh tokens, so that the next login needs no browser. No effect here. Refresh tokens are kept when
   * client_store_temporary_credential is true.
   *
   * @defaultValue `false`
   */
  readonly oauth_enable_refresh_tokens?: Given<boolean | string>;
  /**
   * Address on which the browser’s answer is awaited, where it differs from the redirect address. Refused here. The
   * driver listens on the address of oauth_redirect_uri; give that one.
   */
  readonly oauth_socket_uri?: Given<string>;
  /**
   * Lets the driver ask for tokens over `http`, from addresses of this machine.
   *
   * @defaultValue `false`
   */
  readonly oauth_http_allowed?: Given<boolean | string>;
}
