import type { DuckDBDataChunk, DuckDBMaterializedResult } from '@duckdb/node-api';
import type { Outcome } from '../commands/command.js';
import { encodeChunk } from '../encode/cells.js';
import { toResultColumn } from '../encode/columns.js';
import type { Cell, StatementResult } from '../statement.js';
import type { RowStream } from './runner.js';

/** Adds up what two runs of one statement counted. */
export function addCounts(left: Outcome, right: Outcome): Outcome {
  if (!('cells' in left.rows) || !('cells' in right.rows)) {
    return right;
  }
  const [a, b] = [left.rows.cells[0] ?? [], right.rows.cells[0] ?? []];
  return { ...left, rows: { cells: [a.map((cell, at) => String(Number(cell) + Number(b[at] ?? 0)))] } };
}

/** An outcome as the wire room takes it; but for the rows of a stream, it may be read again and again. */
export function toResult({ columns, typeId, rows, transfer }: Outcome): StatementResult {
  const described = columns.map(toResultColumn);
  if (transfer !== undefined) {
    return { columns: described, rows: readCells([]), statementTypeId: typeId, transfer };
  }
  if ('cells' in rows) {
    return { columns: described, rows: readCells(rows.cells), statementTypeId: typeId };
  }
  const chunks = 'chunks' in rows ? rows.chunks : chunksOf(rows.result);
  return { columns: described, rows: encodeChunks(chunks, columns), statementTypeId: typeId };
}

/** The chunks of a result, which can be read again. */
export function* chunksOf(result: DuckDBMaterializedResult): Generator<DuckDBDataChunk> {
  for (let at = 0; at < result.chunkCount; at += 1) {
    yield result.getChunk(at);
  }
}

async function* readCells(cells: readonly (readonly Cell[])[]): AsyncGenerator<readonly (readonly Cell[])[]> {
  if (cells.length > 0) {
    yield cells;
  }
}

async function* encodeChunks(
  chunks: RowStream | Iterable<DuckDBDataChunk>,
  columns: Outcome['columns'],
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for await (const chunk of chunks) {
    yield encodeChunk(chunk, columns);
    await new Promise(setImmediate);
  }
}
