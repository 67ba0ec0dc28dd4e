import type { Column, ComputedColumn, Relation } from '../catalog/model.js';
import { compileComputed } from '../compile/table-columns.js';
import { unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import { readTokens } from '../lexer.js';
import { TEXT, typeName, type SqlType } from '../types/sql-type.js';
import type { ColumnDefinition } from './column-definitions.js';
import type { StatementContext } from './command.js';

/**
 * The columns of a definition that are computed.
 *
 * @throws SnowflakeError 000904 when an expression names what is no column of the table before its own
 */
export function computedColumns(
  { compiler }: StatementContext,
  relation: Relation,
  declared: readonly ColumnDefinition[],
  before = 0,
): readonly ComputedColumn[] {
  let place = before;
  const computed: ComputedColumn[] = [];
  for (const column of declared) {
    if (column.expression === undefined) {
      place += 1;
      continue;
    }
    const { expression, name } = column;
    refuseForbidden(name, expression);
    if (!column.nullable) {
      throw virtualFault('011207', `Cannot set NOT NULL constraint on virtual column ${name}.`);
    }
    const { type, aggregate } = compileComputed(compiler, { ...relation, computed }, { expression }, 't');
    if (aggregate) {
      throw forbidden('011201', `non-deterministic ${firstCall(expression)} function`, name);
    }
    refuseType(name, column.type, type);
    computed.push({ ...column, expression, place, type: column.type ?? (type.kind === 'null' ? TEXT : type) });
  }
  return computed;
}

function virtualFault(code: string, message: string): SnowflakeError {
  return new SnowflakeError(code, '42601', `SQL compilation error:\n${message}`);
}

function forbidden(code: string, what: string, column: string): SnowflakeError {
  return virtualFault(code, `Invalid usage of ${what} in ${column} virtual column definition.`);
}

/** Functions that give another answer each time; those that stand without parentheses too. */
const CHANGING = /^(?:RANDOM|RANDSTR|UUID_STRING|SEQ[1248]|GETDATE|SYSDATE|SYSTIMESTAMP)$/;
const CHANGING_ALONE = /^(?:CURRENT_(?:DATE|TIME|TIMESTAMP)|LOCALTIME|LOCALTIMESTAMP)$/;

function firstCall(expression: string): string {
  return readTokens(expression).find(({ kind }, at, all) => kind === 'word' && all[at + 1]?.text === '(')?.value ?? '';
}

/** @throws SnowflakeError for what would make a column depend on more than its row */
function refuseForbidden(column: string, expression: string): void {
  const tokens = readTokens(expression);
  for (const [at, { kind, value, text }] of tokens.entries()) {
    const called = tokens[at + 1]?.text === '(';
    if (kind === 'word' && ((called && CHANGING.test(value)) || CHANGING_ALONE.test(value))) {
      throw forbidden('011201', `non-deterministic ${value} function`, column);
    }
    if (kind === 'word' && value === 'SELECT') {
      throw forbidden('011202', 'subquery', column);
    }
    if (kind === 'word' && value === 'OVER' && called) {
      throw forbidden('011201', `non-deterministic ${firstCall(expression)} function`, column);
    }
    if (kind === 'bind') {
      throw forbidden('011203', 'bind variable', column);
    }
    if (kind === 'variable' || (kind !== 'dollars' && text.startsWith('$'))) {
      throw /^\$\d/.test(text)
        ? forbidden('011205', 'column positional reference', column)
        : forbidden('011204', 'session variable', column);
    }
  }
}

/** A number has to have the scale of its expression. */
function refuseType(column: string, declared: SqlType | undefined, found: SqlType): void {
  if (declared?.kind === 'number' && found.kind === 'number' && declared.scale !== found.scale) {
    const types = `Expected data type '${typeName(declared)}', found '${typeName(found)}'.`;
    const text = `Data type of virtual column does not match the data type of its expression for column '${column}'. ${types}`;
    throw virtualFault('001482', text);
  }
}

/** @throws SnowflakeError 011208 when a computed column reads one of these, which are about to go */
export function refuseDependence(relation: Relation, gone: readonly string[]): void {
  for (const name of gone) {
    const reader = readerOf(relation, [name]);
    if (reader !== undefined) {
      throw virtualFault('011208', `Cannot drop column '${name}' because virtual column ${reader} depends on it.`);
    }
  }
}

function readerOf({ computed = [] }: Relation, names: readonly string[]): string | undefined {
  return computed.find(({ expression }) =>
    readTokens(expression).some(({ kind, value }) => (kind === 'word' || kind === 'quoted') && names.includes(value)),
  )?.name;
}

/** @throws SnowflakeError 000002 when a computed column reads one of these, which are about to change */
export function refuseRead(relation: Relation, names: readonly string[]): void {
  const reader = readerOf(relation, names);
  if (reader !== undefined) {
    throw unsupported(`changing a column that the computed column ${reader} reads`);
  }
}

/** What is left of the computed columns when stored ones go. */
export function withoutColumns(
  { columns, computed = [] }: Relation,
  gone: readonly string[],
): readonly ComputedColumn[] {
  const isGone = ({ name }: Column): boolean => gone.includes(name);
  return computed
    .filter((column) => !isGone(column))
    .map((column) => ({ ...column, place: column.place - columns.slice(0, column.place).filter(isGone).length }));
}
