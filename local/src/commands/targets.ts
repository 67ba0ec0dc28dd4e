import type { Column, Relation } from '../catalog/model.js';
import { castTo } from '../compile/casts.js';
import type { Compiler } from '../compile/compiler.js';
import { doesNotExist, textsOf } from '../compile/faults.js';
import { noRelation } from '../compile/table.js';
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
 * The table whose rows a statement changes.
 *
 * @throws SnowflakeError 002003 when it does not exist or is a view.
 */
export function findTable(context: StatementContext, path: NamePath, kind = 'Object'): Relation {
  const { compiler, catalog } = context;
  const found = tableAt(context, path);
  if (found === undefined) {
    throw noRelation(kind, catalog, textsOf(path), compiler.qualify(path));
  }
  return found;
}

/**
 * The table a statement defines anew.
 *
 * @throws SnowflakeError 002003 with the whole name when it does not exist or is a view.
 */
export function findDefined(context: StatementContext, path: NamePath): Relation {
  const found = tableAt(context, path);
  if (found === undefined) {
    throw doesNotExist('Table', context.compiler.qualify(path));
  }
  return found;
}

function tableAt({ compiler, catalog, state }: StatementContext, path: NamePath): Relation | undefined {
  const [database, schema, name] = compiler.qualify(path);
  const relation = catalog.relation(database, schema, name, state.options.sessionId);
  return relation?.kind === 'table' ? relation : undefined;
}

/**
 * The column of a table that a statement names as the one to write.
 *
 * @param alias - what the statement calls the table
 * @throws SnowflakeError 000904 when the table has none of that name, or the name is said to be of another table
 */
export function columnAt({ compiler }: StatementContext, table: Relation, path: NamePath, alias = table.name): Column {
  const name = path.at(-1);
  const owner = path.at(-2);
  const column = table.columns.find((candidate) => candidate.name === name?.text);
  if (column === undefined || (owner !== undefined && owner.text !== alias)) {
    throw compiler.faults.invalidIdentifier(textsOf(path), path[0] ?? { start: 0, end: 0 });
  }
  return column;
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
  text: ['binary'],
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
  if (value.type.kind === 'time' && type.kind === 'timestamp') {
    throw incompatible(value.type, type);
  }
  if (isRefused(value.type, type)) {
    const which = `expecting ${typeName(type)} but got ${typeName(value.type)} for column ${name}`;
    const message = `SQL compilation error:\nExpression type does not match column data type, ${which}`;
    throw new SnowflakeError('002023', '22000', message);
  }
  return storeIn(context, value, column);
}

/**
 * A value as CREATE TABLE … AS puts it into a column that is declared.
 *
 * @throws SnowflakeError 002023 for a value of a kind the column does not take
 */
export function assignToNew(context: StatementContext, value: Typed, column: Column): string {
  if (isRefused(value.type, column.type)) {
    throw incompatible(value.type, column.type);
  }
  return storeIn(context, value, column);
}

/** True for a value of a kind that nothing turns into the other where a column or a parameter takes it. */
export function isRefused(from: SqlType, to: SqlType): boolean {
  const plain = to.kind === 'object' ? to.shape === undefined : to.kind !== 'array' || to.item === undefined;
  return plain && REFUSED[to.kind]?.includes(from.kind) === true;
}

function incompatible(from: SqlType, to: SqlType): SnowflakeError {
  const message = `SQL compilation error:\nincompatible types: [${typeName(from)}] and [${typeName(to)}]`;
  return new SnowflakeError('002023', '22000', message);
}
