import { resolve } from 'node:path';

/** The operating system's lock on a file keeps other processes out, not a second engine of the same process. */
const claimed = new Set<string>();

/**
 * Takes a database directory for one engine of this process.
 *
 * @returns what lets it go again
 * @throws Error when another engine of this process has it
 */
export function claimDirectory(directory: string | undefined): () => void {
  if (directory === undefined) {
    return () => {};
  }
  const path = resolve(directory);
  if (claimed.has(path)) {
    throw directoryInUse(directory, 'another engine of this process');
  }
  claimed.add(path);
  return () => claimed.delete(path);
}

/** A directory is for one engine at a time. */
export function directoryInUse(directory: string, who: string, cause?: unknown): Error {
  const message = `LocalSnowflake.start: databaseDirectory ${directory} is in use by ${who}; a directory is for one engine at a time.`;
  return new Error(message, { cause });
}
