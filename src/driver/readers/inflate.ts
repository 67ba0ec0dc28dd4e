import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The first byte of everything gzip writes, and of no text of rows. */
const GZIP_MARK = 0x1f;

/** Text is inflated in parts of at most so many bytes: the most that is parsed at once. */
const PART_BYTES = 256 * 1024;

type Parts = AsyncIterator<Buffer, unknown, undefined>;

/**
 * Decompresses a chunk on its way. A chunk that is not compressed passes as it is.
 *
 * @throws Error zlib's, with its code, when the chunk is damaged or cut off.
 */
export async function* inflate(compressed: Parts): AsyncGenerator<Buffer, void, undefined> {
  const first = await compressed.next();
  if (first.done === true) {
    return;
  }
  const parts = prepend(first.value, compressed);
  if (first.value[0] !== GZIP_MARK) {
    yield* parts;
    return;
  }
  const gunzip = createGunzip({ chunkSize: PART_BYTES });
  // What fails destroys both ends, and the loop over the second tells of it.
  pipeline(parts, gunzip, () => undefined);
  yield* gunzip as AsyncIterable<Buffer>;
}

async function* prepend(first: Buffer, rest: Parts): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}
