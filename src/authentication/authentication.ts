import type { Secret } from '../secret.js';
import type { PrivateKey } from './key-pair.js';

/** How a connection signs in, with everything that this way needs and nothing that another does. */
export type Authentication =
  | PasswordAuthentication
  | SecondFactorAuthentication
  | KeyPairAuthentication
  | AccessTokenAuthentication
  | OAuthTokenAuthentication
  | AuthorizationCodeAuthentication
  | ClientCredentialsAuthentication
  | BrowserAuthentication
  | OktaAuthentication
  | WorkloadIdentityAuthentication
  | SessionTakeover;

/** User and password. */
export interface PasswordAuthentication {
  readonly way: 'SNOWFLAKE';
  readonly user: string;
  readonly password: Secret;
}

/** User, password and a second factor: a passcode, one at the end of the password, or a question on the phone. */
export interface SecondFactorAuthentication {
  readonly way: 'USERNAME_PASSWORD_MFA';
  readonly user: string;
  readonly password: Secret;
  readonly passcode: Secret | undefined;
  readonly passcodeInPassword: boolean;
}

/** A proof signed with a private key, whose public half belongs to the user. */
export interface KeyPairAuthentication {
  readonly way: 'SNOWFLAKE_JWT';
  readonly user: string;
  readonly key: PrivateKey;
}

/** A programmatic access token. */
export interface AccessTokenAuthentication {
  readonly way: 'PROGRAMMATIC_ACCESS_TOKEN';
  readonly token: Secret;
}

/** An access token that somebody else got from an OAuth provider. */
export interface OAuthTokenAuthentication {
  readonly way: 'OAUTH';
  readonly token: Secret;
}

/** An OAuth provider at which a person signs in, in a browser. */
export interface AuthorizationCodeAuthentication {
  readonly way: 'OAUTH_AUTHORIZATION_CODE';
  readonly clientId: string | undefined;
  /** Snowflake's own provider needs none. */
  readonly clientSecret: Secret | undefined;
}

/** An OAuth provider at which a service signs in with credentials of its own. */
export interface ClientCredentialsAuthentication {
  readonly way: 'OAUTH_CLIENT_CREDENTIALS';
  readonly clientId: string;
  readonly clientSecret: Secret;
}

/** The identity provider of the account, in a browser. */
export interface BrowserAuthentication {
  readonly way: 'EXTERNALBROWSER';
}

/** Okta without a browser. */
export interface OktaAuthentication {
  readonly way: 'OKTA';
  /** Address of the Okta account, `https://…`. */
  readonly address: string;
  readonly user: string;
  readonly password: Secret;
}

/** What the platform says of the workload that runs on it. */
export interface WorkloadIdentityAuthentication {
  readonly way: 'WORKLOAD_IDENTITY';
  readonly provider: 'AWS' | 'AZURE' | 'GCP' | 'OIDC';
  /** The token of provider `OIDC`; the driver asks the other platforms itself. */
  readonly token: Secret | undefined;
}

/** A server session that is already open; nobody signs in. */
export interface SessionTakeover {
  readonly way: 'SESSION';
  readonly sessionToken: Secret;
  readonly masterToken: Secret;
}

/**
 * What the driver has to be told to sign in this way, under its own names. Secrets are opened here and nowhere else.
 *
 * The options that only shape a way, such as timeouts and addresses, come from the parameter table.
 */
export function toDriverCredentials(authentication: Authentication): Readonly<Record<string, unknown>> {
  switch (authentication.way) {
    case 'SNOWFLAKE':
      return named('SNOWFLAKE', { username: authentication.user, password: authentication.password.reveal() });
    case 'USERNAME_PASSWORD_MFA':
      return named('USERNAME_PASSWORD_MFA', {
        username: authentication.user,
        password: authentication.password.reveal(),
        ...given('passcode', authentication.passcode),
        ...(authentication.passcodeInPassword ? { passcodeInPassword: true } : {}),
      });
    case 'SNOWFLAKE_JWT':
      return named('SNOWFLAKE_JWT', { username: authentication.user, privateKey: authentication.key.pem.reveal() });
    case 'PROGRAMMATIC_ACCESS_TOKEN':
    case 'OAUTH':
      return named(authentication.way, { token: authentication.token.reveal() });
    case 'OAUTH_AUTHORIZATION_CODE':
      return named('OAUTH_AUTHORIZATION_CODE', {
        ...(authentication.clientId === undefined ? {} : { oauthClientId: authentication.clientId }),
        ...given('oauthClientSecret', authentication.clientSecret),
      });
    case 'OAUTH_CLIENT_CREDENTIALS':
      return named('OAUTH_CLIENT_CREDENTIALS', {
        oauthClientId: authentication.clientId,
        oauthClientSecret: authentication.clientSecret.reveal(),
      });
    case 'EXTERNALBROWSER':
      return named('EXTERNALBROWSER', {});
    case 'OKTA':
      return named(authentication.address, {
        username: authentication.user,
        password: authentication.password.reveal(),
      });
    case 'WORKLOAD_IDENTITY':
      return named('WORKLOAD_IDENTITY', {
        workloadIdentityProvider: authentication.provider,
        ...given('token', authentication.token),
      });
    case 'SESSION':
      // Nobody signs in, but the driver knows no name for that.
      return named('SNOWFLAKE', {
        sessionToken: authentication.sessionToken.reveal(),
        masterToken: authentication.masterToken.reveal(),
      });
    default:
      return authentication satisfies never;
  }
}

function named(authenticator: string, credentials: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { authenticator, ...credentials };
}

function given(name: string, secret: Secret | undefined): Readonly<Record<string, string>> {
  return secret === undefined ? {} : { [name]: secret.reveal() };
}
