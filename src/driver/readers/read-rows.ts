import { SqlError } from '../../errors.js';
import type { NativeStatement } from '../native.js';
import { readChunkList } from './chunk-list.js';
import type { ChunkRequests } from './chunk-request.js';
import { readDirectly } from './direct-reader.js';
import { readWithDriver } from './driver-reader.js';
import type { ReaderOptions, ResultReader, RowBatches } from './result-reader.js';

/** How the results of a connection are read. */
export interface ResultReading {
  readonly reader: ResultReader;
  /** False when only the driver may fetch: a proxy or a check of certificates is its business. */
  readonly mayDownload: boolean;
  readonly requests: ChunkRequests;
  /** Grows while bytes arrive: tells a slow download of the driver's from a dead one. */
  readonly progress: () => number;
}

/**
 * Reads a result's rows with the reader that is asked for, or the best one that this version of the driver allows.
 *
 * @param context - The driver's own record of the statement: `this` in its callback.
 * @throws SqlError `RESULT_INVALID` when rows are missing, malformed, or stop arriving.
 */
export function readRows(
  statement: NativeStatement,
  context: unknown,
  { reader, mayDownload, requests, progress }: ResultReading,
  options: ReaderOptions,
): RowBatches {
  const list = reader === 'driver' ? undefined : readChunkList(context);
  if (list !== undefined && (mayDownload || list.urls.length === 0)) {
    return readDirectly(list, requests, options);
  }
  if (reader === 'direct') {
    throw new SqlError('result_reader direct does not know how this version of snowflake-sdk keeps its results.', {
      code: 'RESULT_INVALID',
      queryId: options.queryId,
      hint: 'Use result_reader auto.',
    });
  }
  return readWithDriver(statement, { ...options, progress });
}
