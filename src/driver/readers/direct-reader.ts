import type { PackedRows } from '../packed-rows.js';
import type { RowBatch, WireRow } from '../port.js';
import type { ChunkList, InlineChunk, RemoteChunk } from './chunk-list.js';
import type { ChunkRequests } from './chunk-request.js';
import { inflate } from './inflate.js';
import { invalidResult } from './invalid-result.js';
import { ReadAhead } from './read-ahead.js';
import type { ReaderOptions, RowBatches } from './result-reader.js';
import { type Expectation, RowScanner } from './row-scanner.js';
import { Turns } from '../turns.js';
import { toWireRows } from './wire-rows.js';

/** Rows that came with the answer are handed over so many at a time. */
const INLINE_BATCH = 1024;

/**
 * Reads a result from where the server put it: rows that came with the answer, then the chunks in storage, downloaded,
 * decompressed and parsed part by part. Memory is bounded in bytes, whatever the size of a chunk.
 *
 * @throws SqlError `RESULT_INVALID` when rows are missing, malformed, or stop arriving.
 */
export async function* readDirectly(list: ChunkList, requests: ChunkRequests, options: ReaderOptions): RowBatches {
  const { queryId, rowCount, width, transfer } = options;
  const announced = list.chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  if (announced !== rowCount) {
    throw invalidResult(`announced ${rowCount} rows, but its chunks hold ${announced}`, queryId);
  }
  if (transfer !== undefined) {
    Object.assign(transfer, { bytes: 0, chunks: 0, totalChunks: list.urls.length });
  }
  let ahead: ReadAhead | undefined;
  const open = (chunk: InlineChunk | RemoteChunk, rowsBefore: number): Iterable<RowBatch> | AsyncIterable<RowBatch> => {
    if (chunk.kind === 'inline') {
      return readInline(chunk, { width, queryId, rowsBefore });
    }
    // Not before: a small result has nothing to fetch, and should not pay for it.
    ahead ??= new ReadAhead(list, requests, options);
    return readRemote(ahead.read(chunk.place), new RowScanner({ width, queryId, rowsBefore }));
  };
  const turns = new Turns();
  let done = 0;
  try {
    for (const chunk of list.chunks) {
      let received = 0;
      for await (const batch of open(chunk, done)) {
        received += batch.length;
        yield batch;
        options.signal.throwIfAborted();
        await turns.rest();
      }
      if (received !== chunk.rowCount) {
        throw invalidResult(`has a chunk of ${chunk.rowCount} rows in which ${received} arrived`, queryId);
      }
      done += received;
      if (transfer?.chunks !== undefined && chunk.kind === 'remote') {
        transfer.chunks++;
      }
    }
  } catch (error) {
    options.signal.throwIfAborted();
    throw toInvalidResult(error, queryId);
  } finally {
    ahead?.stop();
  }
}

function* readInline(
  { rows }: InlineChunk,
  { width, queryId, rowsBefore }: Expectation,
): Generator<readonly WireRow[]> {
  for (let start = 0; start < rows.length; start += INLINE_BATCH) {
    yield toWireRows(rows.slice(start, start + INLINE_BATCH), width, queryId, rowsBefore + start);
  }
}

async function* readRemote(
  compressed: AsyncIterator<Buffer, unknown, undefined>,
  scanner: RowScanner,
): AsyncGenerator<PackedRows> {
  for await (const part of inflate(compressed)) {
    const rows = scanner.push(part);
    if (rows !== undefined) {
      yield rows;
    }
  }
  const rows = scanner.end();
  if (rows !== undefined) {
    yield rows;
  }
}

/** Names what zlib and JSON.parse complain about; the rest is already said. */
function toInvalidResult(error: unknown, queryId: string): unknown {
  if (error instanceof SyntaxError) {
    return invalidResult('has a chunk that is malformed or was cut off', queryId);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('Z_') ? invalidResult(`has a chunk that cannot be decompressed (${code})`, queryId) : error;
}
