import { SqlError } from '../errors.js';
import type { BindValue } from './binds.js';
import { exactJson } from './exact-json.js';
import { columnIdentifier } from './identifiers.js';
import { toExactJson } from './json-bind.js';
import { digitsFor, placeBind, readType } from './typed-bind.js';

/** One column of rows that go to the server as JSON. */
export interface LocalColumn {
  readonly identifier: string;
  /** JSON values; null for SQL NULL. */
  readonly cells: readonly unknown[];
  /** The column's value in SQL, from the JSON cell. */
  expression(cell: string): string;
}

const STRUCTURES = ['VARIANT', 'OBJECT', 'ARRAY'];
const BYTES = ['BINARY', 'VARBINARY'];
const NUMBERS = ['NUMBER', 'DECIMAL', 'NUMERIC', 'FIXED'];

const PLAIN_TYPES: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  bigint: 'NUMBER(38,0)',
};

/**
 * Prepares one column: its type is the one given, or that of its values.
 *
 * @throws SqlError for values of unlike types and for those that have no SQL value.
 */
export function toLocalColumn(name: string, values: readonly BindValue[], given: string | undefined): LocalColumn {
  const place = `createDataFrame: column ${JSON.stringify(name)}`;
  const type = given ?? inferType(values, place);
  const { base, digits } = readType(type, place);
  const identifier = columnIdentifier(name);
  if (STRUCTURES.includes(base)) {
    const cells = values.map((value, row) => toStructure(value, `${place}, row ${row + 1}`));
    return { identifier, cells, expression: (cell) => (base === 'VARIANT' ? cell : `cast(${cell} as ${base})`) };
  }
  const cells = values.map((value, row) =>
    value === null ? null : toCell(placeBind({ type, value }, `${place}, row ${row + 1}`).bind),
  );
  if (BYTES.includes(base)) {
    return { identifier, cells, expression: (cell) => `to_binary(cast(${cell} as varchar), 'HEX')` };
  }
  const scaled = NUMBERS.includes(base) ? `NUMBER${digits ?? digitsFor(cells, place)}` : `${base}${digits ?? ''}`;
  // By way of text: a JSON number may be a double to the server.
  return { identifier, cells, expression: (cell) => `cast(cast(${cell} as varchar) as ${scaled})` };
}

function toStructure(value: BindValue, place: string): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) {
    const { bind } = placeBind(value, place);
    // JSON has words for numbers of any size.
    return typeof value === 'number' || typeof value === 'bigint' ? value : bind;
  }
  return exactJson().parse(toExactJson(value, place));
}

/** Everything but what is JSON already goes as text, digit by digit. */
function toCell(bind: unknown): unknown {
  return typeof bind === 'number' ? String(bind) : bind;
}

function inferType(values: readonly BindValue[], place: string): string {
  const types = new Set(values.filter((value) => value !== null).map(typeOf));
  if (types.has('FLOAT')) {
    types.delete('NUMBER(38,0)');
  }
  const [only = 'VARCHAR', ...others] = types;
  if (others.length > 0) {
    throw new SqlError(`${place} has values of several types: ${[only, ...others].join(', ')}.`, {
      code: 'ARGUMENT_INVALID',
      hint: 'Give its SQL type in the schema: { NAME: "VARIANT" }.',
    });
  }
  return only;
}

function typeOf(value: BindValue): string {
  if (value instanceof Date) {
    return 'TIMESTAMP_NTZ(3)';
  }
  if (value instanceof Uint8Array) {
    return 'BINARY';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'NUMBER(38,0)' : 'FLOAT';
  }
  return PLAIN_TYPES[typeof value] ?? 'VARIANT';
}
