import type { OutputColumn, ResultTable } from '../compile/compiler.js';
import type { Cell, ResultColumn, StatementResult } from '../statement.js';
import {
  ARRAY,
  BOOLEAN,
  DATE,
  FLOAT,
  OBJECT,
  TIME,
  VARIANT,
  binary,
  number,
  text,
  timestamp,
  type SqlType,
} from '../types/sql-type.js';
import { listValue, VARCHAR, LIST, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';

/** Runs a DuckDB statement of the session with values. */
export type RunWithValues = (
  sql: string,
  values: readonly DuckDBValue[],
  types: readonly DuckDBType[],
) => Promise<unknown>;

let serial = 0;

/** Columns of one name are told apart by numbers. */
export function withOwnNames({ table, columns }: ResultTable): ResultTable {
  const taken = new Set<string>();
  const named = columns.map((column) => {
    let { name } = column;
    for (let number_ = 1; taken.has(name); number_ += 1) {
      name = `${column.name}_${number_}`;
    }
    taken.add(name);
    return { ...column, name };
  });
  return { table, columns: named };
}

/** Puts a result into a temporary table. */
export async function storeResult(result: StatementResult, run: RunWithValues): Promise<ResultTable> {
  const rows: (readonly Cell[])[] = [];
  for await (const batch of result.rows) {
    rows.push(...batch);
  }
  const columns = result.columns.map(toOutputColumn);
  serial += 1;
  const table = `temp.sf_result_${serial}`;
  const lists = columns.map((_, at) => listValue(rows.map((row) => row[at] ?? null)));
  const cells = columns.map(({ type }, at) => `${decodeCell(`b${at + 1}`, type)} AS c${at + 1}`).join(', ');
  const source = columns.map((_, at) => `unnest($${at + 1}) AS b${at + 1}`).join(', ');
  await run(
    `CREATE TEMP TABLE ${table} AS SELECT ${cells} FROM (SELECT ${source})`,
    lists,
    columns.map(() => LIST(VARCHAR)),
  );
  return { table, columns };
}

function toOutputColumn(column: ResultColumn): OutputColumn {
  const { name, nullable } = column;
  return { name, type: typeOfResult(column), nullable };
}

/** The type a result's column has. */
export function typeOfResult({ type, precision, scale, length }: ResultColumn): SqlType {
  return typeOf(type, precision ?? 38, scale ?? 0, length ?? undefined);
}

function typeOf(type: ResultColumn['type'], precision: number, scale: number, length: number | undefined): SqlType {
  switch (type) {
    case 'fixed':
      return number(precision, scale);
    case 'real':
      return FLOAT;
    case 'text':
      return text(length);
    case 'boolean':
      return BOOLEAN;
    case 'date':
      return DATE;
    case 'time':
      return TIME;
    case 'timestamp_ltz':
      return timestamp('ltz', scale);
    case 'timestamp_ntz':
      return timestamp('ntz', scale);
    case 'timestamp_tz':
      return timestamp('tz', scale);
    case 'binary':
      return binary(length);
    case 'variant':
      return VARIANT;
    case 'object':
    case 'map':
      return OBJECT;
    case 'vector':
    case 'array':
      return ARRAY;
    default:
      return type satisfies never;
  }
}

function decodeCell(cell: string, type: SqlType): string {
  switch (type.kind) {
    case 'number':
      return `CAST(${cell} AS DECIMAL(${type.precision},${type.scale}))`;
    case 'float':
      return `CAST(${cell} AS DOUBLE)`;
    case 'boolean':
      return `(${cell} = '1')`;
    case 'date':
      return `(DATE '1970-01-01' + CAST(${cell} AS INTEGER))`;
    case 'time':
      return `CAST(${nanoseconds(cell)} AS BIGINT)`;
    case 'timestamp':
      return type.zone === 'tz'
        ? `sf_tz_pack(${nanoseconds(`split_part(${cell}, ' ', 1)`)}, CAST(split_part(${cell}, ' ', 2) AS INTEGER) - 1440)`
        : nanoseconds(cell);
    case 'binary':
      return `unhex(${cell})`;
    case 'variant':
    case 'object':
    case 'array':
      return `sf_parse_json(${cell}, 'd')`;
    case 'text':
    case 'null':
      return cell;
    default:
      return type satisfies never;
  }
}

function nanoseconds(cell: string): string {
  return `CAST(CAST(${cell} AS DECIMAL(38,9)) * 1000000000 AS HUGEINT)`;
}
