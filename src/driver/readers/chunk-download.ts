import { setTimeout as sleep } from 'node:timers/promises';

import type { TransferCount } from '../port.js';
import type { ChunkAddresses } from './chunk-addresses.js';
import { type ChunkRequests, ChunkStatusError } from './chunk-request.js';
import { DownloadProgress } from './download-progress.js';
import { invalidResult, stalledResult } from './invalid-result.js';

/** How a chunk is downloaded. */
export interface DownloadOptions {
  readonly requests: ChunkRequests;
  readonly addresses: ChunkAddresses;
  readonly queryId: string;
  /** How long no byte may arrive while one is waited for, over all attempts, in milliseconds. */
  readonly stallMs: number;
  readonly signal: AbortSignal;
  readonly transfer?: TransferCount | undefined;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
const MOST_ATTEMPTS = 10;

/**
 * Downloads one chunk as it is stored, compressed. An attempt that breaks is followed by another, which leaves out what
 * has been handed over: a chunk never changes.
 *
 * @throws SqlError `RESULT_INVALID` when no attempt helps, or no byte arrives for too long.
 */
export async function* downloadChunk(place: number, options: DownloadOptions): AsyncGenerator<Buffer, void, undefined> {
  const { addresses, signal, stallMs, queryId } = options;
  const progress = new DownloadProgress(stallMs);
  for (let attempt = 1; ; attempt++) {
    const { version } = addresses;
    try {
      yield* downloadOnce(place, progress, options);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (attempt === MOST_ATTEMPTS || !isPassing(error)) {
        throw invalidResult(`could not be downloaded: ${describe(error)}`, queryId);
      }
      const hasHelped = await prepareAnother(error, attempt, version, progress.left, options);
      signal.throwIfAborted();
      if (!hasHelped) {
        throw stalledResult(stallMs, queryId, describe(error));
      }
    }
  }
}

async function* downloadOnce(
  place: number,
  progress: DownloadProgress,
  { requests, addresses, signal, transfer }: DownloadOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const attempt = new AbortController();
  let leaveOut = progress.bytes;
  try {
    progress.watch(attempt);
    const response = await requests.send(
      addresses.urlOf(place),
      addresses.headers,
      AbortSignal.any([signal, attempt.signal]),
    );
    for await (const part of response as AsyncIterable<Buffer>) {
      const fresh = part.subarray(leaveOut);
      leaveOut -= part.length - fresh.length;
      progress.arrived(fresh.length);
      if (transfer !== undefined) {
        transfer.bytes = (transfer.bytes ?? 0) + fresh.length;
      }
      if (fresh.length > 0) {
        yield fresh;
      }
      progress.watch(attempt);
    }
  } catch (error) {
    throw attempt.signal.aborted ? attempt.signal.reason : error;
  } finally {
    progress.pause();
  }
}

/** Waits, or gets fresh addresses; false when the time is over. */
async function prepareAnother(
  error: unknown,
  attempt: number,
  version: number,
  leftMs: number,
  { addresses, signal, queryId }: DownloadOptions,
): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(leftMs)]);
  try {
    if (isLapsed(error)) {
      await addresses.refresh(version, limit);
    } else {
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
      // Spread, so that chunks that failed together do not come back together.
      await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal: limit });
    }
    return true;
  } catch (failure) {
    if (limit.aborted) {
      return false;
    }
    throw invalidResult(`could not be downloaded: ${describe(failure)}`, queryId);
  }
}

/** The way storage says that an address is no longer valid. */
function isLapsed(error: unknown): boolean {
  return error instanceof ChunkStatusError && error.status === 403;
}

/** Failures that the next attempt would meet again: our own end, an address or a certificate that is no good. */
const LASTING = /^ERR_(CANCELED|INVALID|TLS)|CERT|SELF_SIGNED|UNABLE_TO/;

function isPassing(error: unknown): boolean {
  if (error instanceof ChunkStatusError) {
    return error.isPassing || isLapsed(error);
  }
  return !LASTING.test(describe(error));
}

/** Never the address: it holds a signature. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return 'unknown reason';
  }
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
