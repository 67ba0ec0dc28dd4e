import type { DuckDBDataChunk, DuckDBValue } from '@duckdb/node-api';
import type { Outcome } from '../commands/command.js';
import { chunksOf } from '../session/statement-result.js';
import type { OutputColumn } from '../compile/compiler.js';
import { nullOf, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { physicalType } from '../types/physical.js';

/** The value a one-row, one-column statement answered. */
export async function readValue(outcome: Outcome): Promise<Typed> {
  const [row] = await rowsAsValues(outcome);
  const [first] = [...(row ?? [])];
  return first?.[1] ?? nullOf();
}

/** How many rows a statement of a block has answered; such a one never gives them chunk by chunk. */
export function rowCountOf({ rows }: Outcome): number {
  return 'cells' in rows ? rows.cells.length : 'result' in rows ? rows.result.rowCount : 0;
}

/** Every row of a statement's answer, its values by column. */
export async function rowsAsValues({ columns, rows }: Outcome): Promise<readonly ReadonlyMap<string, Typed>[]> {
  const lines: readonly (readonly DuckDBValue[])[] =
    'cells' in rows ? rows.cells : await readAll('result' in rows ? chunksOf(rows.result) : rows.chunks);
  return lines.map((line) => new Map(columns.map((column, at) => [column.name, toValue(line[at] ?? null, column)])));
}

/** A result is read by its chunks: its rows are given once alone. */
async function readAll(
  chunks: AsyncIterable<DuckDBDataChunk> | Iterable<DuckDBDataChunk>,
): Promise<readonly (readonly DuckDBValue[])[]> {
  const rows: DuckDBValue[][] = [];
  for await (const chunk of chunks) {
    rows.push(...chunk.getRows());
  }
  return rows;
}

/** A cell as a literal whose content is known. */
function toValue(cell: DuckDBValue, { type }: OutputColumn): Typed {
  if (cell === null) {
    return nullOf(type);
  }
  const literal = String(cell);
  const sql = `CAST(${quoteString(literal)} AS ${physicalType(type)})`;
  return { sql, type, nullable: false, aggregate: false, literal };
}

/** Variables with one more. */
export function withLocals(locals: ReadonlyMap<string, Typed>, name: string, value: Typed): ReadonlyMap<string, Typed> {
  return new Map([...locals, [name, value]]);
}
