import type { Name } from './ast.js';
import type { TableAlias } from './table-ast.js';
import type { Grammar } from './grammar.js';

/** Words that start what follows an item, and so are never an alias without AS. */
const FOLLOWERS: ReadonlySet<string> = new Set([
  'ALL',
  'AND',
  'AS',
  'ASOF',
  'AT',
  'BEFORE',
  'CHANGES',
  'CLUSTER',
  'CONNECT',
  'CROSS',
  'EXCEPT',
  'FETCH',
  'FOR',
  'FROM',
  'FULL',
  'GROUP',
  'HAVING',
  'INNER',
  'INTERSECT',
  'INTO',
  'JOIN',
  'LEFT',
  'LIMIT',
  'MATCH_CONDITION',
  'MATCH_RECOGNIZE',
  'MINUS',
  'NATURAL',
  'OFFSET',
  'ON',
  'OR',
  'ORDER',
  'OUTER',
  'PIVOT',
  'QUALIFY',
  'RIGHT',
  'SAMPLE',
  'SELECT',
  'SET',
  'START',
  'TABLESAMPLE',
  'UNION',
  'UNPIVOT',
  'USING',
  'VALUES',
  'WHEN',
  'WHERE',
  'WINDOW',
  'WITH',
  'THEN',
  'END',
  'ELSE',
  'IS',
  'IN',
  'LIKE',
  'BETWEEN',
  'NOT',
]);

/** Reads the alias of a select item or a source, with or without AS. */
export function readAlias({ stream }: Grammar): Name | undefined {
  if (stream.accept('AS')) {
    return stream.name();
  }
  const token = stream.peek();
  if (token?.kind === 'quoted' || (token?.kind === 'word' && !FOLLOWERS.has(token.value))) {
    return stream.name();
  }
  return undefined;
}

/** Reads the alias of a source, which may name its columns too. */
export function readTableAlias(grammar: Grammar): TableAlias {
  const name = readAlias(grammar);
  const columns =
    name !== undefined && grammar.stream.sees('(') ? grammar.stream.list(() => grammar.stream.name()) : [];
  return { name, columns };
}
