import type { ParameterRows } from './parameter.js';

/** Which server, and under which address. */
export const serverParameters = {
  account: {
    type: 'text',
    about:
      'Account identifier: `organization-account`, or an account locator with its region, such as `xy12345.eu-central-1`.',
    effect: { kind: 'driver', name: 'account' },
  },
  host: {
    type: 'text',
    aliases: ['server'],
    about: 'Host name of the server. Made from `account` when it is not given.',
    effect: { kind: 'driver', name: 'host' },
  },
  port: {
    type: 'integer',
    minimum: 1,
    maximum: 65535,
    about: 'Port of the server. 443, or 80 when `protocol` is `http`.',
    effect: { kind: 'ours', how: 'becomes part of the driver’s `accessUrl`' },
  },
  protocol: {
    type: 'choice',
    choices: ['https', 'http'],
    about: 'How the server is spoken to; `https` when it is not given. `http` is for servers on this machine.',
    effect: { kind: 'ours', how: 'becomes part of the driver’s `accessUrl`' },
  },
  ssl: {
    type: 'boolean',
    deprecated: 'protocol',
    about: 'Older form of `protocol`: `true` is `https`, `false` is `http`.',
    effect: { kind: 'ours', how: 'becomes part of the driver’s `accessUrl`' },
  },
  server_url: {
    type: 'text',
    aliases: ['access_url'],
    about: 'Address of the server in one piece, instead of `protocol`, `host` and `port`.',
    effect: { kind: 'driver', name: 'accessUrl' },
  },
  region: {
    type: 'text',
    deprecated: 'account',
    about: 'Region of the account; write it into `account` instead, after a dot.',
    effect: { kind: 'driver', name: 'region' },
  },
  preserve_underscores_in_hostname: {
    type: 'boolean',
    default: false,
    aliases: ['allow_underscores_in_host'],
    about: 'Keeps underscores of the account in the host name, where otherwise hyphens replace them.',
    effect: { kind: 'ours', how: 'decides the host name that is made from `account`' },
  },
} as const satisfies ParameterRows;
