import type { DriverBind } from '../driver/port.js';
import { SqlError } from '../errors.js';
import { HALF_PAIR, oddityOf, toJson } from './json-bind.js';

/**
 * A value for a `?` or `:1` in a statement.
 *
 * - `string` is sent as TEXT, `boolean` as BOOLEAN, `null` as NULL;
 * - `number` as an integer or a REAL; `bigint` as an integer, or as its digits where it has more than a double holds:
 *   the server turns those into a NUMBER wherever one is wanted;
 * - `Date` as ISO 8601 text in UTC, which the server turns into any date or timestamp type;
 * - `Uint8Array` (a `Buffer` too) as hexadecimal text, for a BINARY column or `TO_BINARY`;
 * - arrays and plain objects as VARIANT.
 */
export type BindValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly unknown[]
  | { readonly [key: string]: unknown };

/** Rows for a bulk statement. Made by {@link bindRows}. */
export class BindRows {
  /** One array of values for each row. */
  readonly rows: readonly (readonly BindValue[])[];

  /** @internal */
  constructor(rows: readonly (readonly BindValue[])[]) {
    this.rows = rows;
  }
}

/**
 * Marks rows for a bulk statement: `insert into t values (?, ?)` runs once for all of them, in one request.
 *
 * Without the mark an array of arrays is one row of ARRAY values, so that a list which happens to hold only arrays
 * never turns a statement into a bulk insert.
 */
export function bindRows(rows: readonly (readonly BindValue[])[]): BindRows {
  return new BindRows(rows);
}

/** What `session.sql` takes for its placeholders: a value for each, or rows of them. */
export type Binds = readonly BindValue[] | BindRows;

/**
 * Converts one bind.
 *
 * @param place - Names it in an error.
 * @throws SqlError `BIND_INVALID` when it cannot be sent.
 */
export function toDriverBind(value: unknown, place: string): DriverBind {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) {
        throw invalid(place, HALF_PAIR);
      }
      return value;
    case 'boolean':
      return value;
    case 'number':
      return fromNumber(value, place);
    case 'bigint':
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value.toString();
    case 'object':
      return value === null ? null : fromObject(value, place);
    case 'undefined':
      throw invalid(place, 'is undefined; pass null for SQL NULL');
    case 'symbol':
    case 'function':
    default:
      throw invalid(place, `is a ${typeof value}, which has no SQL value`);
  }
}

function fromNumber(value: number, place: string): DriverBind {
  if (!Number.isFinite(value)) {
    throw invalid(place, `is ${value}, which cannot be bound; pass the text and cast it: ?::float`);
  }
  // The driver calls every whole number an integer and writes this one as 1e+21.
  return Math.abs(value) >= 1e21 ? BigInt(value).toString() : value;
}

function fromObject(value: object, place: string): DriverBind {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) {
      throw invalid(place, 'is an invalid Date');
    }
    return value.toISOString();
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex').toUpperCase();
  }
  if (value instanceof BindRows) {
    throw invalid(place, 'is bindRows(…), which stands for all binds and not for one');
  }
  const oddity = oddityOf(value);
  if (oddity !== undefined) {
    throw invalid(place, `${oddity}; pass a plain object, an array or a Uint8Array`);
  }
  return toVariant(value, place);
}

/**
 * The driver reads a leading array as rows of a bulk insert, so JSON goes in an object that only knows its JSON. It is
 * a copy: what the caller changes later is not sent.
 */
function toVariant(value: object, place: string): DriverBind {
  const copy: unknown = JSON.parse(toJson(value, place));
  return { toJSON: () => copy };
}

function invalid(place: string, problem: string): SqlError {
  return new SqlError(`${place} ${problem}.`, { code: 'BIND_INVALID' });
}
