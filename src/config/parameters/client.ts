import type { ParameterRows } from './parameter.js';

/** Where options come from, and what the client says and writes of itself. */
export const clientParameters = {
  connection_name: {
    type: 'text',
    about: 'Entry of `connections.toml` or `config.toml` that gives every parameter not given by a call.',
    effect: { kind: 'ours', how: 'chooses the entry' },
  },
  connections_file_path: {
    type: 'text',
    about: 'File with connections to read in place of `connections.toml`.',
    effect: { kind: 'ours', how: 'chooses the file' },
  },
  unsafe_skip_config_file_permissions_check: {
    type: 'boolean',
    default: false,
    aliases: ['unsafe_skip_file_permissions_check'],
    about: 'Reads files with connections, keys and tokens even when other users may write to them.',
    effect: { kind: 'ours', how: 'switches the check off' },
  },
  application: {
    type: 'text',
    about: 'Name of the application, as the server’s login history shows it: 2 to 51 letters, digits, `.`, `-`, `_`.',
    effect: { kind: 'driver', name: 'application' },
  },
  logger: {
    type: 'object',
    about: 'Object with `debug`, `info`, `warn` and `error`, such as `console` or a pino logger.',
    effect: { kind: 'ours', how: 'receives what the session reports' },
  },
} as const satisfies ParameterRows;
