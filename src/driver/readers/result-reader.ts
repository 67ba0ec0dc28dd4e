import type { RowBatch, TransferCount } from '../port.js';

/**
 * Who fetches the rows of a large result: `direct` this package itself, `driver` the driver's row stream, `auto` the
 * first where it may and can, else the second.
 */
export type ResultReader = 'direct' | 'driver' | 'auto';

/** What every reader needs to know of the result it reads. */
export interface ReaderOptions {
  readonly queryId: string;
  /** How many rows the server has announced. */
  readonly rowCount: number;
  /** How many cells a row has. */
  readonly width: number;
  /** How long the result may send neither row nor byte while it is waited for, in milliseconds. */
  readonly stallMs: number;
  /** Ends the reading with its reason. */
  readonly signal: AbortSignal;
  /** To be kept up to date; undefined when nobody wants to know. */
  readonly transfer?: TransferCount | undefined;
}

/** The rows of a result as they stand on the wire, in order, in batches that do not hold the event loop for long. */
export type RowBatches = AsyncGenerator<RowBatch, void, undefined>;
