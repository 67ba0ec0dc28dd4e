import type { TransferCount } from '../driver/port.js';
import { quietly } from '../quietly.js';

/** How far an action has come. */
export interface Progress {
  /** Rows handed over, or written, so far. */
  readonly rows: number;
  /** Rows in all, as the server announced them, or as many as are to be written. */
  readonly totalRows: number;
  /**
   * Bytes received so far of what is fetched from storage, compressed as they are there; 0 for a small result, whose rows
   * come with the answer. `undefined` when the driver fetches the rows, and for rows that are written.
   */
  readonly bytes: number | undefined;
  /** Parts of the result that were read to their end, or batches that were written; `undefined` when the driver fetches. */
  readonly chunks: number | undefined;
  /** How many parts or batches there are; 0 for a small result, whose rows come with the answer. */
  readonly totalChunks: number | undefined;
}

/**
 * Told how far an action has come: at its beginning, then at most ten times a second, and at its end. What it throws is
 * ignored.
 */
export type ProgressListener = (progress: Progress) => void;

/** What tells of progress, where anyone wants to know. */
export interface ProgressOptions {
  /** Told how far the action has come; see {@link ProgressListener}. */
  readonly onProgress?: ProgressListener | undefined;
}

/** At least so long between two calls, in milliseconds. */
const PAUSE_MS = 100;

/** Tells a listener how far an action has come. */
export class ProgressReport {
  /** To be kept up to date by who does the work. */
  readonly transfer: TransferCount;
  readonly #listener: ProgressListener;
  readonly #totalRows: number;
  #rows = 0;
  #told = -Infinity;

  /** @param known - With the number of parts, when the work is done in parts of one's own. */
  constructor(listener: ProgressListener, totalRows: number, known?: { readonly totalChunks: number }) {
    this.#listener = listener;
    this.#totalRows = totalRows;
    const chunks = known === undefined ? undefined : 0;
    this.transfer = { bytes: undefined, chunks, totalChunks: known?.totalChunks };
  }

  /** More rows are done; tells of them, unless it has just been told. */
  add(rows: number, chunks = this.transfer.chunks): void {
    this.#rows += rows;
    this.transfer.chunks = chunks;
    if (performance.now() - this.#told >= PAUSE_MS) {
      this.tell();
    }
  }

  /** Tells how far it is now. */
  tell(): void {
    this.#told = performance.now();
    const progress: Progress = { rows: this.#rows, totalRows: this.#totalRows, ...this.transfer };
    quietly(() => this.#listener(progress));
  }
}

/** Hands on the batches of a result, and tells a listener of their rows when the next one is asked for. */
export async function* withProgress<Batch extends { readonly length: number }>(
  listener: ProgressListener,
  result: { readonly rowCount: number; batches(transfer: TransferCount): AsyncGenerator<Batch, void, undefined> },
): AsyncGenerator<Batch, void, undefined> {
  const report = new ProgressReport(listener, result.rowCount);
  report.tell();
  for await (const batch of result.batches(report.transfer)) {
    yield batch;
    report.add(batch.length);
  }
  report.tell();
}

/** Tells a listener of rows that are all here already. */
export function tellKept(listener: ProgressListener, rows: number): void {
  const report = new ProgressReport(listener, rows, { totalChunks: 0 });
  report.transfer.bytes = 0;
  report.tell();
  report.add(rows);
  report.tell();
}
