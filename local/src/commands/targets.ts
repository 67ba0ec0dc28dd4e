import type { Column, Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import { castTo } from '../compile/casts.js';
import { doesNotExist, textsOf } from '../compile/faults.js';
import { EMPTY_SCOPE, type Source } from '../compile/scope.js';
import { nextSql } from '../compile/sequences.js';
import { nullOf, type Typed } from '../compile/typed.js';
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
export function targetSource(relation: Relation, alias: string, name: string | undefined): Source {
  return {
    path: name === undefined ? [relation.database, relation.schema, relation.name] : [name],
    columns: relation.columns.map((column) => ({
      name: column.name,
      sql: `${alias}.${physicalIdentifier(column.name)}`,
      type: column.type,
      nullable: column.nullable,
    })),
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
