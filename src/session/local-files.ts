import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { SqlError } from '../errors.js';

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

/**
 * Writes what a stream or bytes give to a file that others cannot read; returns its path.
 *
 * @throws SqlError `ARGUMENT_INVALID` when the source is neither, or gives something else.
 */
export async function writeFile(
  directory: string,
  name: string,
  source: Readable | Uint8Array,
  signal: AbortSignal,
): Promise<string> {
  const file = join(directory, name);
  const isBytes = source instanceof Uint8Array;
  if (!isBytes && typeof Reflect.get(Object(source), Symbol.asyncIterator) !== 'function') {
    throw notBytes('source must be a stream or a Uint8Array');
  }
  const stream = isBytes ? Readable.from([source]) : source;
  await pipeline(stream, onlyBytes, createWriteStream(file, { mode: 0o600 }), { signal });
  return file;
}

/** A file's own stream throws what is no bytes where nothing catches it. */
async function* onlyBytes(chunks: AsyncIterable<unknown>): AsyncGenerator<string | Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
      throw notBytes('source must give text or bytes, not objects');
    }
    yield chunk;
  }
}

function notBytes(problem: string): SqlError {
  return new SqlError(`putStream: ${problem}.`, { code: 'ARGUMENT_INVALID' });
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
