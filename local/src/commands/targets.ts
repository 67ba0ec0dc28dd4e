import type { Column, Relation } from '../catalog/model.js';
import { castTo } from '../compile/casts.js';
import type { Compiler } from '../compile/compiler.js';
import { doesNotExist, textsOf } from '../compile/faults.js';
import { EMPTY_SCOPE, type Source } from '../compile/scope.js';
import { nextSql } from '../compile/sequences.js';
import { tableColumns } from '../compile/table-columns.js';
import { nullOf, type Typed } from '../compile/typed.js';
import { SnowflakeError } from '../errors.js';
import { typeName, type SqlType } from '../types/sql-type.js';
import { openGrammar } from '../syntax/parser.js';
import type { NamePath } from '../syntax/ast.js';
import type { StatementContext } from './command.js';

/**
 * The table a statement changes.
 *
 * @throws SnowflakeError 002003 when it does not exist or is a view.
 */
export function findTable({ compiler, catalog, state }: StatementContext, path: NamePath, kind = 'Object'): Relation {
  const [database, schema, name] = compiler.qualify(path);
  const relation = catalog.relation(database, schema, name, state.options.sessionId);
  if (relation?.kind !== 'table') {
    throw doesNotExist(kind, textsOf(path));
  }
  return relation;
}

/** The table as a source of the statement that changes it. */
export function targetSource(compiler: Compiler, relation: Relation, alias: string, name: string | undefined): Source {
  const { database, schema, name: table } = relation;
  return {
    path: name === undefined ? [database, schema, table] : [name],
    columns: tableColumns(compiler, relation, alias),
  };
}

/** What a column holds when a statement says nothing of it. */
export function defaultOf({ compiler }: StatementContext, relation: Relation, column: Column): string {
  if (column.increment !== undefined) {
    return castTo(
      compiler,
      { ...nullOf(), sql: nextSql(column.increment.sequence), type: { kind: 'number', precision: 38, scale: 0 } },
      column.type,
      'store',
    ).sql;
  }
  if (column.defaultText === undefined) {
    return nullOf(column.type).sql;
  }
  const grammar = openGrammar(column.defaultText, compiler.environment);
  const value = compiler
    .withText(column.defaultText, relation.database, relation.schema)
    .expression(grammar.expression(), EMPTY_SCOPE);
  return castTo(compiler, value, column.type, 'store').sql;
}

/** A value in the form a column stores. */
export function storeIn({ compiler }: StatementContext, value: Typed, column: Column): string {
  return castTo(compiler, value, column.type, 'store').sql;
}

type Kind = SqlType['kind'];

const MOMENTS: readonly Kind[] = ['date', 'time', 'timestamp'];
const HOLDERS: readonly Kind[] = ['object', 'array'];

/** The kinds of values that DML does not turn into what a column holds, though a cast might. */
const REFUSED: { readonly [of in Kind]?: readonly Kind[] } = {
  number: ['boolean', 'binary', ...MOMENTS, ...HOLDERS],
  float: ['boolean', 'binary', ...MOMENTS, ...HOLDERS],
  boolean: ['binary', ...MOMENTS, ...HOLDERS],
  date: ['number', 'float', 'boolean', 'time', 'binary', ...HOLDERS],
  time: ['number', 'float', 'boolean', 'date', 'binary', ...HOLDERS],
  timestamp: ['number', 'float', 'boolean', 'time', 'binary', ...HOLDERS],
  variant: ['text'],
  object: ['number', 'float', 'text', 'boolean', 'binary', 'array', ...MOMENTS],
  array: ['number', 'float', 'text', 'boolean', 'binary', 'object', ...MOMENTS],
};

/**
 * A value as DML puts it into a column.
 *
 * @throws SnowflakeError 002023 for a value of a kind the column does not take
 */
export function assignTo(context: StatementContext, value: Typed, column: Column): string {
  const { name, type } = column;
  const plain = type.kind === 'object' ? type.shape === undefined : type.kind !== 'array' || type.item === undefined;
  if (plain && REFUSED[type.kind]?.includes(value.type.kind) === true) {
    const which = `expecting ${typeName(type)} but got ${typeName(value.type)} for column ${name}`;
    const message = `SQL compilation error:\nExpression type does not match column data type, ${which}`;
    throw new SnowflakeError('002023', '22000', message);
  }
  return storeIn(context, value, column);
}
