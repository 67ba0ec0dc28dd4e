import type { ParameterRows } from './parameter.js';

/** Where options come from. */
export const lookupParameters = {
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
} as const satisfies ParameterRows;
