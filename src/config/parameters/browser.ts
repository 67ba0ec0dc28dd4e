import type { ParameterRows } from './parameter.js';

/** Signing in at a browser, and keeping what was handed out there. */
export const browserParameters = {
  authentication_timeout: {
    type: 'number',
    unit: 'seconds',
    minimum: 1,
    maximum: 2_000_000,
    default: 120,
    aliases: ['external_browser_timeout'],
    scaledAliases: { browser_action_timeout: 0.001 },
    about: 'Longest time for the person to sign in at the browser.',
    effect: { kind: 'driver', name: 'browserActionTimeout', convert: 'milliseconds' },
  },
  browser_redirect_port: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    default: 0,
    about: 'Port on which the browser’s answer is awaited; 0 takes a free one.',
    effect: { kind: 'driver', name: 'browserRedirectPort' },
  },
  browser_response_renderer: {
    type: 'callback',
    about: 'Makes the page that the browser shows at the end.',
    effect: { kind: 'driver', name: 'browserResponseRenderer' },
  },
  open_external_browser_callback: {
    type: 'callback',
    aliases: ['open_browser'],
    about:
      'Opens the address it is called with, in place of the system’s browser. When it throws or rejects, the login fails.',
    effect: { kind: 'ours', how: 'is called when the driver has an address to sign in at; the logger is told it, too' },
  },
  disable_console_login: {
    type: 'boolean',
    default: true,
    aliases: ['oauth_disable_console_login'],
    about: 'Signs in at the identity provider directly, not on Snowflake’s own page.',
    effect: { kind: 'driver', name: 'disableConsoleLogin' },
  },
  disable_saml_url_check: {
    type: 'boolean',
    default: false,
    about: 'Skips comparing the address in Okta’s answer with the account’s.',
    effect: { kind: 'driver', name: 'disableSamlURLCheck' },
  },
  client_store_temporary_credential: {
    type: 'boolean',
    default: false,
    about: 'Keeps the token of a login in a file of this user, so that the next login needs no browser.',
    effect: { kind: 'driver', name: 'clientStoreTemporaryCredential' },
  },
  consent_cache_id_token: {
    type: 'boolean',
    default: true,
    about: 'Agrees to keeping the token of a login.',
    effect: { kind: 'none', why: 'Tokens are kept only when client_store_temporary_credential is true.' },
  },
  client_request_mfa_token: {
    type: 'boolean',
    default: false,
    about: 'Keeps the token of the second factor, so that the next login does not ask for it.',
    effect: { kind: 'driver', name: 'clientRequestMFAToken' },
  },
  credential_cache_dir: {
    type: 'text',
    about: 'Directory of the file with kept tokens.',
    effect: { kind: 'driver', name: 'credentialCacheDir' },
  },
  disable_parallel_user_prompt: {
    type: 'boolean',
    default: true,
    about: 'Lets logins of the same user wait for one another instead of asking at the same time.',
    effect: { kind: 'none', why: 'The driver always lets them wait.' },
  },
  external_session_id: {
    type: 'text',
    about: 'Identifier of a session of another system, for `PAT_WITH_EXTERNAL_SESSION`.',
    effect: { kind: 'refused', why: 'The driver cannot sign in with PAT_WITH_EXTERNAL_SESSION.' },
  },
  password_callback: {
    type: 'anything',
    about: 'Function that gives the password.',
    effect: { kind: 'refused', why: 'Give the function as "password": any secret may be a function.' },
  },
  mfa_callback: {
    type: 'anything',
    about: 'Function that asks for the second factor.',
    effect: { kind: 'refused', why: 'Give a function as "passcode": any secret may be a function.' },
  },
  auth_class: {
    type: 'anything',
    about: 'Python object that signs in.',
    effect: { kind: 'refused', why: 'It is a Python object; choose one of the ways of "authenticator".' },
  },
} as const satisfies ParameterRows;
