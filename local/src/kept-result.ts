import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import type { Cell, FileTransfer, ResultColumn, StatementResult } from './statement.js';
import { newToken } from './ids.js';

type Row = readonly Cell[];

/** A later piece of a result: its rows as JSON, joined by commas, without the outer brackets. */
export interface ResultChunk {
  readonly rowCount: number;
  /** Bytes before compression. */
  readonly uncompressedSize: number;
  readonly gzipped: Buffer;
}

/** How large a piece of a result may get. */
export interface PieceLimits {
  readonly chunkRows: number;
  /** Characters of cells, approximately. */
  readonly chunkBytes: number;
}

/** The result of a statement that ended well, kept so that it can be asked for more than once. */
export interface KeptResult {
  readonly columns: readonly ResultColumn[];
  readonly statementTypeId: number;
  readonly transfer: FileTransfer | undefined;
  readonly rowCount: number;
  /** The first piece, as a JSON array: it travels inline. Bytes, for the rows themselves would weigh many times that. */
  readonly firstRows: Buffer;
  /** The pieces after it, in order. */
  readonly chunks: readonly ResultChunk[];
  /** What a client must show to be given a chunk, for chunks are asked for without a session token. */
  readonly chunkKey: string;
  /** What it costs to keep, in bytes, approximately. */
  readonly size: number;
}

const compress = promisify(gzip);
const decompress = promisify(gunzip);
const SPEED = { level: constants.Z_BEST_SPEED };
/** What a cell costs beside its characters: quotes and a comma. */
const CELL_OVERHEAD = 3;
/** What a result costs beside its rows: its columns and itself. */
const RESULT_OVERHEAD = 1024;

/**
 * Reads a statement's rows to the end.
 *
 * @throws the signal's reason when it aborts between two batches; a result of one batch has happened and is kept
 */
export async function keepResult(
  result: StatementResult,
  limits: PieceLimits,
  signal: AbortSignal,
): Promise<KeptResult> {
  const pieces = new PieceWriter(limits);
  for await (const batch of result.rows) {
    if (pieces.begun) {
      signal.throwIfAborted();
    }
    await pieces.write(batch);
  }
  return {
    ...(await pieces.end()),
    columns: result.columns,
    statementTypeId: result.statementTypeId,
    transfer: result.transfer,
    chunkKey: newToken(),
  };
}

/** The kept result as the SQL room reads it, for RESULT_SCAN. */
export function readKeptResult(kept: KeptResult): StatementResult {
  return {
    columns: kept.columns,
    statementTypeId: kept.statementTypeId,
    rows: readBatches(kept),
  };
}

async function* readBatches({ firstRows, chunks }: KeptResult): AsyncGenerator<readonly Row[]> {
  yield parseRows(firstRows.toString());
  for (const { gzipped } of chunks) {
    yield parseRows(`[${(await decompress(gzipped)).toString()}]`);
  }
}

function parseRows(text: string): readonly Row[] {
  const rows: readonly Row[] = JSON.parse(text);
  return rows;
}

/** Cuts rows into pieces as they come, so that no more than one piece stands uncompressed. */
class PieceWriter {
  readonly #limits: PieceLimits;
  readonly #chunks: ResultChunk[] = [];
  #firstRows: Buffer | undefined;
  #rows: Row[] = [];
  #bytes = 0;
  #rowCount = 0;
  #size = RESULT_OVERHEAD;
  begun = false;

  constructor(limits: PieceLimits) {
    this.#limits = limits;
  }

  async write(batch: readonly Row[]): Promise<void> {
    this.begun = true;
    for (const row of batch) {
      this.#rows.push(row);
      this.#bytes += measure(row);
      if (this.#rows.length >= this.#limits.chunkRows || this.#bytes >= this.#limits.chunkBytes) {
        await this.#endPiece();
      }
    }
  }

  async end(): Promise<Pick<KeptResult, 'rowCount' | 'firstRows' | 'chunks' | 'size'>> {
    if (this.#rows.length > 0) {
      await this.#endPiece();
    }
    const firstRows = this.#firstRows ?? Buffer.from('[]');
    return { rowCount: this.#rowCount, firstRows, chunks: this.#chunks, size: this.#size };
  }

  async #endPiece(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    this.#bytes = 0;
    this.#rowCount += rows.length;
    if (this.#firstRows === undefined) {
      this.#firstRows = Buffer.from(JSON.stringify(rows));
      this.#size += this.#firstRows.byteLength;
      return;
    }
    const text = Buffer.from(JSON.stringify(rows).slice(1, -1));
    const gzipped = await compress(text, SPEED);
    this.#chunks.push({ rowCount: rows.length, uncompressedSize: text.byteLength, gzipped });
    this.#size += gzipped.byteLength;
  }
}

function measure(row: Row): number {
  return row.reduce((bytes, cell) => bytes + (cell === null ? 4 : cell.length) + CELL_OVERHEAD, 0);
}
