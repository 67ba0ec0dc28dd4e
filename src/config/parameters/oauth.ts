import type { ParameterRows } from './parameter.js';

/** Signing in through an OAuth provider. */
export const oauthParameters = {
  oauth_client_id: {
    type: 'text',
    about: 'Identifier of the client at the provider; Snowflake’s own provider needs none for an authorization code.',
    effect: { kind: 'driver', name: 'oauthClientId' },
  },
  oauth_client_secret: {
    type: 'text',
    secret: true,
    about: 'Secret of the client at the provider.',
    effect: { kind: 'driver', name: 'oauthClientSecret' },
  },
  oauth_authorization_url: {
    type: 'text',
    about: 'Address at which the person signs in; Snowflake’s own when it is not given.',
    effect: { kind: 'driver', name: 'oauthAuthorizationUrl' },
  },
  oauth_token_request_url: {
    type: 'text',
    aliases: ['oauth_token_url'],
    about: 'Address that hands out tokens; Snowflake’s own when it is not given.',
    effect: { kind: 'driver', name: 'oauthTokenRequestUrl' },
  },
  oauth_redirect_uri: {
    type: 'text',
    about:
      'Address to which the provider sends the browser back; a free port of `http://127.0.0.1` when it is not given.',
    effect: { kind: 'driver', name: 'oauthRedirectUri' },
  },
  oauth_scope: {
    type: 'text',
    about: 'Scope to ask for; `session:role:` and the role when it is not given.',
    effect: { kind: 'driver', name: 'oauthScope' },
  },
  oauth_enable_single_use_refresh_tokens: {
    type: 'boolean',
    default: false,
    about: 'Asks for refresh tokens that work once.',
    effect: { kind: 'driver', name: 'oauthEnableSingleUseRefreshTokens' },
  },
  oauth_challenge_method: {
    type: 'choice',
    choices: ['S256'],
    default: 'S256',
    about: 'How the proof of an authorization code (PKCE) is made.',
    effect: { kind: 'driver', name: 'oauthChallengeMethod' },
  },
  oauth_disable_pkce: {
    type: 'boolean',
    default: false,
    about: 'Signs in without PKCE.',
    effect: { kind: 'refused', harmless: [false], why: 'The driver always uses PKCE; remove the option.' },
  },
  oauth_enable_dpop: {
    type: 'boolean',
    default: false,
    about: 'Binds tokens to a key (DPoP).',
    effect: { kind: 'refused', harmless: [false], why: 'The driver does not know DPoP; remove the option.' },
  },
  oauth_credentials_in_body: {
    type: 'boolean',
    default: false,
    about: 'Sends the client’s secret in the body of the token request.',
    effect: { kind: 'none', why: 'The driver always sends it in the body.' },
  },
  oauth_enable_refresh_tokens: {
    type: 'boolean',
    default: false,
    about: 'Keeps refresh tokens, so that the next login needs no browser.',
    effect: { kind: 'none', why: 'Refresh tokens are kept when client_store_temporary_credential is true.' },
  },
  oauth_socket_uri: {
    type: 'text',
    about: 'Address on which the browser’s answer is awaited, where it differs from the redirect address.',
    effect: { kind: 'refused', why: 'The driver listens on the address of oauth_redirect_uri; give that one.' },
  },
  oauth_http_allowed: {
    type: 'boolean',
    default: false,
    about: 'Lets the driver ask for tokens over `http`, from addresses of this machine.',
    effect: { kind: 'driver', name: 'oauthHttpAllowed' },
  },
} as const satisfies ParameterRows;
