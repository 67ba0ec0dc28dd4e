import { posix, win32 } from 'node:path';

import type { ConfigurationSources } from './environment.js';

/**
 * The directory of `config.toml` and `connections.toml`, first match wins:
 *
 * 1. `SNOWFLAKE_HOME`, `~` expanded, if that directory exists; empty counts as not set
 * 2. `~/.snowflake`, if it exists and `SNOWFLAKE_HOME` is not set
 * 3. the platform's own: `$XDG_CONFIG_HOME/snowflake` or `~/.config/snowflake`,
 *    `~/Library/Application Support/snowflake`, `%USERPROFILE%\AppData\Local\snowflake`
 */
export function configDirectory(sources: ConfigurationSources): string {
  const home = expandHome(sources.env['SNOWFLAKE_HOME'] || '~/.snowflake', sources);
  return sources.fileStatus(home)?.kind === 'directory' ? home : platformDirectory(sources);
}

/** A path under a directory, with the separators of the platform. */
export function joinPath(sources: ConfigurationSources, ...parts: readonly string[]): string {
  return pathsOf(sources).join(...parts);
}

/** Puts the home directory in place of a leading `~`. */
export function expandHome(path: string, sources: ConfigurationSources): string {
  if (path === '~') {
    return sources.homeDir;
  }
  const separators = sources.platform === 'win32' ? /^~[/\\]/ : /^~\//;
  return separators.test(path) ? joinPath(sources, sources.homeDir, path.slice(2)) : path;
}

function platformDirectory(sources: ConfigurationSources): string {
  const { env, homeDir, platform } = sources;
  if (platform === 'darwin') {
    return joinPath(sources, homeDir, 'Library', 'Application Support', 'snowflake');
  }
  if (platform === 'win32') {
    return joinPath(sources, env['LOCALAPPDATA'] || joinPath(sources, homeDir, 'AppData', 'Local'), 'snowflake');
  }
  return joinPath(sources, env['XDG_CONFIG_HOME'] || joinPath(sources, homeDir, '.config'), 'snowflake');
}

function pathsOf(sources: ConfigurationSources): typeof posix {
  return sources.platform === 'win32' ? win32 : posix;
}
