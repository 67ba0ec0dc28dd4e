import type { DriverBind, StatementRequest } from '../driver/port.js';
import { SqlError } from '../errors.js';
import { BindRows, bindRows, type BindValue } from './binds.js';
import { toBulkBinds } from './bulk-binds.js';
import { readGiven } from './json-bind.js';
import { replaceNames, replacePositions } from './placeholders.js';
import { kindOf } from './statement-kind.js';
import { placeBind, type TypedBind } from './typed-bind.js';

/**
 * Values by name, for `:name` in a statement. A name may be used several times, and each one must be used.
 */
export type NamedBinds = Readonly<Record<string, BindValue | TypedBind>>;

/** What `session.sql` takes for a statement's placeholders: values by position or by name, or rows of values. */
export type StatementBinds = readonly (BindValue | TypedBind)[] | NamedBinds | BindRows;

/** A statement's text and binds as they go to the server. */
export type PreparedStatement = Pick<StatementRequest, 'sqlText' | 'binds'>;

/**
 * Prepares a statement: checks and converts its binds, and rewrites its placeholders where they have a name or a type.
 * A statement without such binds goes to the server letter by letter; only comments before PUT and GET are left out.
 *
 * @throws SqlError `BIND_INVALID` for binds that cannot be sent, naming their position or name.
 */
export function prepareStatement(sqlText: string, binds: StatementBinds): PreparedStatement {
  const text = fromVerb(sqlText);
  if (binds instanceof BindRows) {
    return { sqlText: text, binds: toBulkBinds(binds.rows) };
  }
  if (Array.isArray(binds)) {
    return placeList(text, binds);
  }
  if (isNamed(binds)) {
    return placeNamed(text, binds);
  }
  const given: unknown = binds;
  const name = typeof given === 'object' && given !== null ? given.constructor.name : typeof given;
  throw refused(`binds must be an array with a value for each placeholder, or bindRows(…), not ${name}.`);
}

/** The list or the names as they are now: a statement stays as it was written, whatever the caller makes of them later. */
export function copyBinds(binds: StatementBinds): StatementBinds {
  if (binds instanceof BindRows) {
    // What is no list is refused when it is sent.
    return Array.isArray(binds.rows) ? bindRows([...binds.rows]) : binds;
  }
  if (Array.isArray(binds)) {
    return [...(binds as readonly (BindValue | TypedBind)[])];
  }
  // Getters stay getters: whoever reads them knows how to tell of one that throws.
  return isNamed(binds) ? (Object.create(null, Object.getOwnPropertyDescriptors(binds)) as NamedBinds) : binds;
}

/** The driver takes a text for a file transfer only when it begins with the word itself. */
function fromVerb(sqlText: string): string {
  const { verb, start } = kindOf(sqlText);
  return verb === 'PUT' || verb === 'GET' ? sqlText.slice(start) : sqlText;
}

/**
 * Checks the text of a statement.
 *
 * @throws SqlError `ARGUMENT_INVALID` when it is no text, or empty.
 */
export function checkSqlText(sqlText: unknown): string {
  if (typeof sqlText !== 'string' || sqlText.trim() === '') {
    throw new SqlError('sql needs the text of a statement.', { code: 'ARGUMENT_INVALID' });
  }
  return sqlText;
}

function placeList(sqlText: string, values: readonly unknown[]): PreparedStatement {
  const placed = Array.from(values, (value, index) => placeBind(value, `bind ${index + 1}`));
  const hasTypes = placed.some(({ placeholder }) => placeholder !== undefined);
  return {
    sqlText: hasTypes
      ? replacePositions(sqlText, (index, mark) => placed[index]?.placeholder?.(mark) ?? mark)
      : sqlText,
    binds: placed.map(({ bind }) => bind),
  };
}

function placeNamed(sqlText: string, values: NamedBinds): PreparedStatement {
  const placed = new Map(
    Object.keys(values).map((name) => {
      const place = `bind :${name}`;
      return [
        name,
        placeBind(
          readGiven(place, () => values[name]),
          place,
        ),
      ];
    }),
  );
  const unused = new Set(placed.keys());
  const binds: DriverBind[] = [];
  const text = replaceNames(sqlText, (name) => {
    const found = placed.get(name);
    if (found === undefined) {
      throw refused(`The statement has a placeholder :${name}, but there is no bind with this name.`);
    }
    unused.delete(name);
    binds.push(found.bind);
    return found.placeholder?.('?') ?? '?';
  });
  if (unused.size > 0) {
    throw refused(`The statement has no placeholder for ${[...unused].map((name) => `:${name}`).join(', ')}.`);
  }
  return { sqlText: text, binds };
}

function isNamed(binds: unknown): binds is NamedBinds {
  if (typeof binds !== 'object' || binds === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(binds);
  // By shape: a plain object may come from another realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function refused(message: string): SqlError {
  return new SqlError(message, { code: 'BIND_INVALID' });
}
