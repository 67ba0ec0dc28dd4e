import { SqlError } from '../../errors.js';
import type { NativeStatement } from '../native.js';
import { keepContexts, runHeld } from '../call-context.js';
import type { DriverSockets } from '../sockets.js';
import { hasLostChunk, readChunkList } from './chunk-list.js';
import type { ChunkRequests } from './chunk-request.js';
import { readDirectly } from './direct-reader.js';
import { readWithDriver } from './driver-reader.js';
import { invalidResult } from './invalid-result.js';
import { RequestScope } from './request-scope.js';
import type { ReaderOptions, ResultReader, RowBatches } from './result-reader.js';

/** How the results of a connection are read. */
export interface ResultReading {
  readonly reader: ResultReader;
  /** False when only the driver may fetch: a proxy or a check of certificates is its business. */
  readonly mayDownload: boolean;
  readonly requests: ChunkRequests;
  readonly sockets: DriverSockets;
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
  { reader, mayDownload, requests, sockets }: ResultReading,
  options: ReaderOptions,
): RowBatches {
  const list = reader === 'driver' ? undefined : readChunkList(context);
  if (list?.urls.length === 0) {
    return readDirectly(list, requests, options);
  }
  if (list !== undefined && mayDownload) {
    const { fetchUrls } = list;
    // Its requests are its own, and end with the signal; only for fresh addresses it asks the driver.
    return readDirectly(
      fetchUrls === undefined ? list : { ...list, fetchUrls: async () => sockets.follow(fetchUrls) },
      requests,
      options,
    );
  }
  if (reader === 'direct') {
    throw new SqlError('result_reader direct does not know how this version of snowflake-sdk keeps its results.', {
      code: 'RESULT_INVALID',
      queryId: options.queryId,
      hint: 'Use result_reader auto.',
    });
  }
  if (hasLostChunk(context)) {
    throw invalidResult('has a part without rows and without an address', options.queryId);
  }
  const waiting = { ...options, progress: () => sockets.bytesRead };
  return ownRequests(readWithDriver(statement, waiting, context), sockets);
}

/** The driver's longest pause before it asks for a chunk again, and a little more, in milliseconds. */
const LONGEST_PAUSE_MS = 17_000;

/** Takes hold of what the driver requests while rows are read: it ends with the reading, and with the connection. */
async function* ownRequests(rows: RowBatches, sockets: DriverSockets): RowBatches {
  const scope = new RequestScope();
  const giveUpContexts = keepContexts();
  // The driver asks for a chunk whenever a row is wanted; so each row is wanted within the scope.
  const next = (): ReturnType<RowBatches['next']> => sockets.run(() => runHeld(scope, () => rows.next()));
  let isLeft = true;
  try {
    for (let batch = await next(); batch.done !== true; batch = await next()) {
      yield batch.value;
    }
    isLeft = false;
  } finally {
    await sockets.run(() => rows.return());
    scope.end();
    if (isLeft) {
      // A try that follows a pause is known by its context alone; let go, the driver would try on for minutes.
      setTimeout(giveUpContexts, LONGEST_PAUSE_MS).unref();
    } else {
      giveUpContexts();
    }
  }
}
