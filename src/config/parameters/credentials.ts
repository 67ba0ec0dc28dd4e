import type { ParameterRows } from './parameter.js';

/** Who signs in, and with what. */
export const credentialParameters = {
  user: {
    type: 'text',
    aliases: ['uid', 'username'],
    about: 'Name of the user.',
    effect: { kind: 'driver', name: 'username' },
  },
  password: {
    type: 'text',
    secret: true,
    aliases: ['pwd'],
    about: 'Password of the user.',
    effect: { kind: 'driver', name: 'password' },
  },
  authenticator: {
    type: 'text',
    default: 'SNOWFLAKE',
    about:
      'Way of signing in: `SNOWFLAKE` (password), `SNOWFLAKE_JWT` (key pair; chosen when a private key is given), ' +
      '`PROGRAMMATIC_ACCESS_TOKEN`, `OAUTH`, `OAUTH_AUTHORIZATION_CODE`, `OAUTH_CLIENT_CREDENTIALS`, `EXTERNALBROWSER`, ' +
      '`USERNAME_PASSWORD_MFA`, `WORKLOAD_IDENTITY`, or the `https://` address of an Okta account.',
    effect: { kind: 'driver', name: 'authenticator' },
  },
  private_key: {
    type: 'key',
    secret: true,
    aliases: ['priv_key_base64', 'private_key_base64', 'private_key_raw'],
    about: 'Private key: PEM text, base64 of PEM or DER, DER bytes, or a `KeyObject`.',
    effect: { kind: 'driver', name: 'privateKey' },
  },
  private_key_file: {
    type: 'text',
    aliases: ['priv_key_file', 'private_key_path'],
    about: 'File that holds the private key.',
    effect: { kind: 'ours', how: 'is read at login, and handed to the driver as `privateKey`' },
  },
  private_key_password: {
    type: 'text',
    secret: true,
    aliases: [
      'priv_key_file_pwd',
      'priv_key_pwd',
      'private_key_pwd',
      'private_key_file_pwd',
      'private_key_passphrase',
      'private_key_pass',
    ],
    about: 'Passphrase of an encrypted private key.',
    effect: { kind: 'ours', how: 'opens the key, which the driver is handed decrypted' },
  },
  token: {
    type: 'text',
    secret: true,
    about: 'Programmatic access token, OAuth access token, or OpenID Connect token.',
    effect: { kind: 'driver', name: 'token' },
  },
  token_file_path: {
    type: 'text',
    about: 'File that holds the token; it is read anew at every login, and takes the place of `token`.',
    effect: { kind: 'ours', how: 'is read at login, and handed to the driver as `token`' },
  },
  passcode: {
    type: 'text',
    secret: true,
    aliases: ['mfa_passcode'],
    about: 'Passcode of the second factor.',
    effect: { kind: 'driver', name: 'passcode' },
  },
  passcode_in_password: {
    type: 'boolean',
    default: false,
    about: 'The passcode stands at the end of the password.',
    effect: { kind: 'driver', name: 'passcodeInPassword' },
  },
  okta_username: {
    type: 'text',
    about: 'Name of the user at Okta, where it differs from `user`.',
    effect: {
      kind: 'refused',
      why: 'The driver signs in to Okta with `user`; give the name that both know as `user`.',
    },
  },
  jwt_timeout: {
    type: 'integer',
    unit: 'seconds',
    minimum: 0,
    default: 120,
    about: 'How long the proof made with the private key counts.',
    effect: { kind: 'none', why: 'The driver makes proofs that count for 120 seconds, and a new one for every login.' },
  },
  session_token: {
    type: 'text',
    secret: true,
    about: 'Token of a session that is already open; the session is taken over, and nobody signs in.',
    effect: { kind: 'ours', how: 'is handed to the driver as `sessionToken`, and tried before the session is used' },
  },
  master_token: {
    type: 'text',
    secret: true,
    about: 'Master token of the session that is taken over; it renews the session token.',
    effect: { kind: 'ours', how: 'is handed to the driver as `masterToken`' },
  },
  master_validity_in_seconds: {
    type: 'anything',
    about: 'How long the master token counts.',
    effect: { kind: 'none', why: 'The server knows how long its tokens count.' },
  },
  session_token_expiration_time: {
    type: 'anything',
    about: 'When the session token ends.',
    effect: { kind: 'none', why: 'The server knows how long its tokens count.' },
  },
  master_token_expiration_time: {
    type: 'anything',
    about: 'When the master token ends.',
    effect: { kind: 'none', why: 'The server knows how long its tokens count.' },
  },
} as const satisfies ParameterRows;
