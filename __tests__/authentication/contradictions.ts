import type { OpensslKeys } from '../helpers/openssl-keys.js';
import { CONFIGURATION, type Failure, SECRET } from './failure.js';

const plain = { user: 'plain', password: 'pw-plain' };
const service = { user: 'service' };

/** Options that are missing, impossible, or at odds with one another: told before any network. */
export function contradictions(keys: OpensslKeys, keyFile: string): Readonly<Record<string, Failure>> {
  return {
    // What is missing.
    'no user and no password': {
      options: {},
      code: CONFIGURATION,
      says: /user .*is missing.*\n.*password .*is missing/s,
    },
    'no password': { options: { user: 'plain' }, code: CONFIGURATION, says: /password \(not given\): is missing/ },
    'an empty password': {
      options: { ...plain, password: '' },
      code: CONFIGURATION,
      says: /password \(not given\): is missing/,
    },
    'no password, snowflake in lower case': {
      options: { user: 'plain', authenticator: 'snowflake' },
      code: CONFIGURATION,
      says: /password .*missing/,
    },
    'a key without user': {
      options: { private_key: keys.pkcs8 },
      code: CONFIGURATION,
      says: /user .*SNOWFLAKE_JWT needs it/,
    },
    'SNOWFLAKE_JWT without key': {
      options: { ...service, authenticator: 'snowflake_jwt' },
      code: CONFIGURATION,
      says: /private_key .*or "private_key_file"/,
    },
    'OAUTH without token': {
      options: { authenticator: 'oauth' },
      code: CONFIGURATION,
      says: /token .*or "token_file_path"/,
    },
    'a token without authenticator': {
      options: { user: 'plain', token: SECRET },
      code: CONFIGURATION,
      says: /PROGRAMMATIC_ACCESS_TOKEN or OAUTH/,
    },
    'a PAT login without PAT': {
      options: { authenticator: 'programmatic_access_token' },
      code: CONFIGURATION,
      says: /token .*missing/,
    },
    'client credentials without secret': {
      options: {
        authenticator: 'oauth_client_credentials',
        oauth_client_id: 'a',
        oauth_token_request_url: 'https://idp.example.com/t',
      },
      code: CONFIGURATION,
      says: /oauth_client_secret .*missing/,
    },
    'client credentials without address': {
      options: { authenticator: 'oauth_client_credentials', oauth_client_id: 'a', oauth_client_secret: SECRET },
      code: CONFIGURATION,
      says: /oauth_token_request_url .*missing/,
    },
    'a workload of nobody': {
      options: { authenticator: 'workload_identity' },
      code: CONFIGURATION,
      says: /workload_identity_provider .*missing/,
    },
    'a workload of OIDC without token': {
      options: { authenticator: 'workload_identity', workload_identity_provider: 'oidc' },
      code: CONFIGURATION,
      says: /provider OIDC needs it/,
    },
    'Okta without password': {
      options: { user: 'plain', authenticator: 'https://acme.okta.com' },
      code: CONFIGURATION,
      says: /signing in through Okta needs it/,
    },
    'a session token without master token': {
      options: { session_token: SECRET },
      code: CONFIGURATION,
      says: /master_token .*taking over an open session needs it/,
    },
    // What cannot be.
    'an unknown authenticator': {
      options: { ...plain, authenticator: 'kerberos' },
      code: CONFIGURATION,
      says: /"kerberos" is not known; use SNOWFLAKE, SNOWFLAKE_JWT/,
    },
    'a mistyped authenticator': {
      options: { ...plain, authenticator: 'externalbrowsr' },
      code: CONFIGURATION,
      says: /Did you mean "EXTERNALBROWSER"/,
    },
    'Okta over http': {
      options: { ...plain, authenticator: 'http://acme.okta.com' },
      code: CONFIGURATION,
      says: /is not known/,
    },
    'a password in the address of Okta': {
      options: { ...plain, authenticator: `https://u:${SECRET}@acme.okta.com` },
      code: CONFIGURATION,
      says: /holds a user or password/,
    },
    'a token address over http': {
      options: {
        authenticator: 'oauth_client_credentials',
        oauth_client_id: 'a',
        oauth_client_secret: SECRET,
        oauth_token_request_url: 'http://idp.example.com/t',
      },
      code: CONFIGURATION,
      says: /must begin with https/,
    },
    'a redirect address that is none': {
      options: { authenticator: 'oauth_authorization_code', oauth_redirect_uri: '127.0.0.1:80' },
      code: CONFIGURATION,
      says: /oauth_redirect_uri .*is not an address/,
    },
    // What contradicts itself.
    'a key beside a password': {
      options: { ...plain, authenticator: 'SNOWFLAKE', private_key: keys.pkcs8 },
      code: CONFIGURATION,
      says: /both a password and a private key/,
    },
    'a key beside a key file': {
      options: { ...service, private_key: keys.pkcs8, private_key_file: keyFile },
      code: CONFIGURATION,
      says: /private_key_file/,
    },
    'a workload’s option with a password': {
      options: { ...plain, workload_identity_provider: 'AWS' },
      code: CONFIGURATION,
      says: /needs authenticator WORKLOAD_IDENTITY/,
    },
    'two hops at Azure': {
      options: {
        authenticator: 'workload_identity',
        workload_identity_provider: 'azure',
        workload_identity_impersonation_path: 'a,b',
      },
      code: CONFIGURATION,
      says: /one identity with provider AZURE/,
    },
  };
}
