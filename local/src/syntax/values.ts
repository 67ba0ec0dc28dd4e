import type { Expression, Query } from './ast.js';
import type { Grammar } from './grammar.js';
import { spanFrom } from './span.js';

/** Reads the rows after VALUES. */
export function readRows(grammar: Grammar): Expression[][] {
  return grammar.stream.series(() => grammar.stream.list(() => grammar.expression()));
}

/** Reads VALUES in FROM: what follows, such as ORDER BY or UNION, belongs to the query around it. */
export function readValuesSource(grammar: Grammar): Query {
  const { stream } = grammar;
  const start = stream.start;
  stream.expect('VALUES');
  const body = { kind: 'values', rows: readRows(grammar) } as const;
  const nothing = { recursive: false, ctes: [], order: [], limit: undefined, offset: undefined };
  return { ...nothing, body, ...spanFrom({ start }, stream) };
}
