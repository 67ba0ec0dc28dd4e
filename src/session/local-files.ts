import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

export { checkSource, checkTarget, toFileUrl } from './local-paths.js';

/** Runs work in a directory of its own, which is removed afterwards. */
export async function withDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const { directory, remove } = await makeDirectory();
  try {
    return await work(directory);
  } finally {
    await remove();
  }
}

/** Makes a directory of its own that others cannot read. */
export async function makeDirectory(): Promise<{ readonly directory: string; readonly remove: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), `snowpark-transfer-${process.pid}-`));
  return { directory, remove: async () => rm(directory, { recursive: true, force: true }) };
}

/** Writes what a stream or bytes give to a file that others cannot read; returns its path. */
export async function writeFile(
  directory: string,
  name: string,
  source: Readable | Uint8Array,
  signal: AbortSignal | undefined,
): Promise<string> {
  const file = join(directory, name);
  const stream = source instanceof Uint8Array ? Readable.from([source]) : source;
  await pipeline(stream, createWriteStream(file, { mode: 0o600 }), signal === undefined ? {} : { signal });
  return file;
}

/** The names of a directory's files. */
export async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory);
}

/** Reads a file as a stream, unpacked or as it is; `onClose` is called once nothing reads it any more. */
export function readFile(directory: string, name: string, isPacked: boolean, onClose: () => Promise<void>): Readable {
  const file = createReadStream(join(directory, name));
  file.once('close', () => void onClose().catch(() => undefined));
  if (!isPacked) {
    return file;
  }
  const unpacked = createGunzip();
  pipeline(file, unpacked).catch(() => undefined);
  return unpacked;
}
