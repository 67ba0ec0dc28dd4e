import { SqlError } from '../errors.js';
import type { BindValue } from './binds.js';
import { exactJson } from './exact-json.js';
import { columnIdentifier } from './identifiers.js';
import { oddityOf, readGiven } from './json-bind.js';
import { type LocalColumn, toLocalColumn } from './local-column.js';

/** A row to make a frame of: values by column name, or in the order of the schema. */
export type LocalRow = Readonly<Record<string, BindValue | undefined>> | readonly (BindValue | undefined)[];

/** The columns of such a frame: their names, or each one's SQL type by name. */
export type LocalSchema = readonly string[] | Readonly<Record<string, string>>;

/** A text goes to the server in one piece, and no account takes a longer one for sure. */
const LONGEST_TEXT = 16 * 1024 * 1024;

/**
 * Writes rows of this process as a query. They go as one JSON text, from which the server takes each cell with its type:
 * nothing is made on the server, and every digit arrives.
 *
 * @throws SqlError `ARGUMENT_INVALID` that names what is wrong: the schema, a row, a column, or too much data.
 */
export function localRowsQuery(rows: readonly LocalRow[], schema?: LocalSchema): { sqlText: string; json: string } {
  checkRows(rows);
  const { names, types } = readSchema(rows, schema);
  const keys = keysOf(rows, names);
  const columns = names.map((name, index) =>
    toLocalColumn(
      name,
      rows.map((row, at) => cellOf(row, keys[index] ?? [], index, names.length, at)),
      Object.hasOwn(types, name) ? types[name] : undefined,
    ),
  );
  const json = toJson(rows.length, columns);
  if (Buffer.byteLength(json) > LONGEST_TEXT) {
    throw invalid(
      'the rows are more than 16 MB of text',
      'Create a table, and insert them with bindRows(rows) in several statements.',
    );
  }
  const items = columns.map((column, index) => `${column.expression(`r.value['${index}']`)} as ${column.identifier}`);
  // With the table's name before, so that no column of the caller's is taken for the one that orders.
  return {
    sqlText: `select ${items.join(', ')} from table(flatten(input => parse_json(?))) as r order by r.index`,
    json,
  };
}

function checkRows(rows: readonly unknown[]): void {
  if (!Array.isArray(rows)) {
    throw invalid('rows must be an array of objects or arrays');
  }
  // Not `forEach`, which passes over holes.
  for (const [at, row] of rows.entries()) {
    checkRow(row, at);
  }
}

function checkRow(row: unknown, at: number): void {
  if (typeof row !== 'object' || row === null) {
    throw invalid(`row ${at + 1} must be an object or an array, not ${row === null ? 'null' : typeof row}`);
  }
  const oddity = row instanceof Date ? 'is a Date' : oddityOf(row);
  if (oddity !== undefined) {
    throw invalid(`row ${at + 1} must be an object or an array, but it ${oddity}`);
  }
}

function readSchema(
  rows: readonly LocalRow[],
  schema: LocalSchema | undefined,
): { names: readonly string[]; types: Readonly<Record<string, string>> } {
  if (schema !== undefined && (typeof schema !== 'object' || schema === null)) {
    throw invalid('schema must be an array of names, or an object with a type for each name');
  }
  const types = isTypes(schema) ? schema : {};
  const names: readonly unknown[] = isTypes(schema) ? Object.keys(schema) : (schema ?? namesOf(rows));
  const written = names.flatMap((name) => (typeof name === 'string' && name !== '' ? [name] : []));
  if (written.length === 0 || written.length < names.length) {
    throw invalid('schema must name at least one column; without one, the rows must be objects');
  }
  const identifiers = written.map(columnIdentifier);
  if (new Set(identifiers).size < identifiers.length) {
    throw invalid(`schema has a column twice: ${identifiers.join(', ')}`);
  }
  return { names: written, types };
}

function isTypes(schema: LocalSchema | undefined): schema is Readonly<Record<string, string>> {
  return schema !== undefined && !Array.isArray(schema);
}

function namesOf(rows: readonly LocalRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => (Array.isArray(row) ? [] : Object.keys(row))))];
}

/** The keys under which rows may hold each column: its name as it is written, or another that means the same in SQL. */
function keysOf(rows: readonly LocalRow[], names: readonly string[]): readonly (readonly string[])[] {
  const keysBy = new Map<string, string[]>(names.map((name) => [columnIdentifier(name), [name]]));
  for (const key of namesOf(rows)) {
    keysBy.get(columnIdentifier(key))?.push(key);
  }
  return names.map((name) => keysBy.get(columnIdentifier(name)) ?? []);
}

function cellOf(row: LocalRow, keys: readonly string[], index: number, width: number, at: number): BindValue {
  if (!Array.isArray(row)) {
    const key = keys.find((name) => Object.hasOwn(row, name));
    const fields = row as Readonly<Record<string, BindValue | undefined>>;
    return key === undefined ? null : readGiven(`createDataFrame: row ${at + 1}`, () => fields[key] ?? null);
  }
  if (row.length !== width) {
    throw invalid(`row ${at + 1} must be an array of ${width} values, as the schema has columns`);
  }
  return (row as readonly (BindValue | undefined)[])[index] ?? null;
}

/** A cell that is NULL is left out: JSON's own null is a value to the server. */
function toJson(count: number, columns: readonly LocalColumn[]): string {
  const rows = Array.from({ length: count }, (_value, row) =>
    Object.fromEntries(
      columns.flatMap(({ cells }, index) => (cells[row] === null ? [] : [[String(index), cells[row]] as const])),
    ),
  );
  return exactJson().stringify(rows) ?? '[]';
}

function invalid(problem: string, hint?: string): SqlError {
  return new SqlError(`createDataFrame: ${problem}.`, { code: 'ARGUMENT_INVALID', hint });
}
