import type { Relation } from '../catalog/model.js';
import { printPath, textsOf } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import type { NamePath, Query, QueryBody, SelectItem } from '../syntax/ast.js';

/**
 * Tables and views share their names, and neither takes the place of the other.
 *
 * @throws SnowflakeError 001998
 */
export function refuseOtherKind(existing: Relation, kind: Relation['kind'], path: NamePath): void {
  if (existing.kind !== kind) {
    const message = `Object '${printPath(textsOf(path))}' already exists as ${existing.kind.toUpperCase()}`;
    throw new SnowflakeError('001998', '42710', `SQL compilation error:\n${message}`);
  }
}

/**
 * What is made of a query needs a name for each of its columns.
 *
 * @throws SnowflakeError 002026 for another number of names than columns, 002022 for a column without one
 */
export function refuseNameless(query: Query, columns: number, declared: number | undefined): void {
  if (declared !== undefined && declared !== columns) {
    throw new SnowflakeError('002026', '42601', 'SQL compilation error:\nInvalid column definition list');
  }
  if (declared === undefined && itemsOf(query.body).some(isNameless)) {
    throw new SnowflakeError('002022', '42601', 'SQL compilation error:\nMissing column specification');
  }
}

/** The first branch names the columns. */
function itemsOf(body: QueryBody): readonly SelectItem[] {
  switch (body.kind) {
    case 'select':
      return body.items;
    case 'set':
      return itemsOf(body.left);
    case 'nested':
      return itemsOf(body.query.body);
    case 'values':
      return [];
    default:
      return body satisfies never;
  }
}

function isNameless({ alias, expression }: SelectItem): boolean {
  return alias === undefined && !['name', 'star', 'position'].includes(expression.kind);
}
