// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { Given } from './given.js';

/** Options of the topic `lookup`, under their canonical names. */
export interface LookupOptions {
  /** Entry of `connections.toml` or `config.toml` that gives every parameter not given by a call. */
  readonly connection_name?: Given<string>;
  /** File with connections to read in place of `connections.toml`. */
  readonly connections_file_path?: Given<string>;
  /**
   * Reads files with connections, keys and tokens even when other users may write to them.
   *
   * @defaultValue `false`
   */
  readonly unsafe_skip_config_file_permissions_check?: Given<boolean | string>;
}
