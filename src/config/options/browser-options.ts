// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { Callback } from '../parameters.js';
import type { Given } from './given.js';

/** Options of the topic `browser`, under their canonical names. */
export interface BrowserOptions {
  /**
   * Longest time for the person to sign in at the browser. In seconds.
   *
   * @defaultValue `120`
   */
  readonly authentication_timeout?: Given<number | string>;
  /**
   * Port on which the browser’s answer is awaited; 0 takes a free one.
   *
   * @defaultValue `0`
   */
  readonly browser_redirect_port?: Given<number | string>;
  /** Makes the page that the browser shows at the end. */
  readonly browser_response_renderer?: Given<Callback>;
  /** Opens the address it is called with, in place of the system’s browser. When it throws or rejects, the login fails. */
  readonly open_external_browser_callback?: Given<Callback>;
  /**
   * Signs in at the identity provider directly, not on Snowflake’s own page.
   *
   * @defaultValue `true`
   */
  readonly disable_console_login?: Given<boolean | string>;
  /**
   * Skips comparing the address in Okta’s answer with the account’s.
   *
   * @defaultValue `false`
   */
  readonly disable_saml_url_check?: Given<boolean | string>;
  /**
   * Keeps the token of a login in a file of this user, so that the next login needs no browser.
   *
   * @defaultValue `false`
   */
  readonly client_store_temporary_credential?: Given<boolean | string>;
  /**
   * Agrees to keeping the token of a login. No effect here. Tokens are kept only when client_store_temporary_credential
   * is true.
   *
   * @defaultValue `true`
   */
  readonly consent_cache_id_token?: Given<boolean | string>;
  /**
   * Keeps the token of the second factor, so that the next login does not ask for it.
   *
   * @defaultValue `false`
   */
  readonly client_request_mfa_token?: Given<boolean | string>;
  /** Directory of the file with kept tokens. */
  readonly credential_cache_dir?: Given<string>;
  /**
   * Lets logins of the same user wait for one another instead of asking at the same time. No effect here. The driver
   * always lets them wait.
   *
   * @defaultValue `true`
   */
  readonly disable_parallel_user_prompt?: Given<boolean | string>;
  /**
   * Identifier of a session of another system, for `PAT_WITH_EXTERNAL_SESSION`. Refused here. The driver cannot sign in
   * with PAT_WITH_EXTERNAL_SESSION.
   */
  readonly external_session_id?: Given<string>;
  /** Function that gives the password. Refused here. Give the function as "password": any secret may be a function. */
  readonly password_callback?: Given<unknown>;
  /**
   * Function that asks for the second factor. Refused here. Give a function as "passcode": any secret may be a
   * function.
   */
  readonly mfa_callback?: Given<unknown>;
  /** Python object that signs in. Refused here. It is a Python object; choose one of the ways of "authenticator". */
  readonly auth_class?: Given<unknown>;
}
