import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';

/** What the permission rules need to know of a file. */
export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'other';
  /** Permission bits, such as `0o600`. */
  readonly mode: number;
  /** Number of the owning user. */
  readonly owner: number;
}

/**
 * Everything {@link resolveConnection} may learn from outside its arguments. A test hands in plain objects.
 */
export interface ConfigurationSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  /** As `process.platform` names it; decides directories, separators and whether permissions are looked at. */
  readonly platform: string;
  /** Number of the user that runs the process; undefined where the platform has no such number. */
  readonly userId: number | undefined;
  /** The text of a file; undefined when there is no such file. Throws when it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
  /** What stands at a path, symbolic links followed; undefined when nothing does. */
  readonly fileStatus: (path: string) => FileStatus | undefined;
}

/** The real environment, home directory and files of this process. */
export function systemSources(): ConfigurationSources {
  return {
    env: process.env,
    homeDir: homedir(),
    platform: process.platform,
    userId: process.getuid?.(),
    readFile: readText,
    fileStatus: readStatus,
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return undefinedIfMissing(error);
  }
}

function readStatus(path: string): FileStatus | undefined {
  try {
    const status = statSync(path);
    const kind = status.isFile() ? 'file' : status.isDirectory() ? 'directory' : 'other';
    return { kind, mode: status.mode & 0o777, owner: status.uid };
  } catch (error) {
    return undefinedIfMissing(error);
  }
}

function undefinedIfMissing(error: unknown): undefined {
  // Told by its field: Node's own errors may come from another realm.
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  // ENOTDIR: a parent of the path is a file, so nothing can stand below it.
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return undefined;
  }
  throw error;
}
