import type { CallNode, Expression, Query, SelectBody, Span } from '../syntax/ast.js';
import type { Compiler } from './compiler.js';
import { renumber } from './connect-by.js';
import { unsupported } from './faults.js';
import type { CompiledFrom } from './from.js';
import { expandItems } from './items.js';
import { compilePredicate } from './predicate.js';
import type { Scope } from './scope.js';
import type { Typed } from './typed.js';

/** A FROM, what is left of WHERE, and what its columns are called. */
export interface OpenFrom {
  readonly from: CompiledFrom | undefined;
  readonly where: Expression | undefined;
  readonly base: Scope;
}

/** The window functions whose argument may hold others, such as LAG. */
const CONDITIONAL: ReadonlySet<string> = new Set(['CONDITIONAL_TRUE_EVENT', 'CONDITIONAL_CHANGE_EVENT']);

/**
 * Window calls within an event's condition, where DuckDB takes none, are computed in a query of their own below, over
 * the rows that WHERE leaves.
 *
 * @throws SnowflakeError 000002 in a query that groups, or walks a hierarchy
 */
export function computeNestedWindows(
  compiler: Compiler,
  body: SelectBody,
  order: Query['order'],
  open: OpenFrom,
): OpenFrom {
  const calls = [body.items, body.qualify, order].flatMap(nestedIn);
  const { from, where, base } = open;
  if (calls.length === 0 || from === undefined) {
    return open;
  }
  if (body.group !== undefined || body.having !== undefined || body.connect !== undefined) {
    throw unsupported('a window function within an event of a query with GROUP BY, HAVING or CONNECT BY');
  }
  const { scope } = expandItems(compiler, body.items, base);
  const own = compiler.nextAlias();
  const columns = [...from.sources.flatMap((source) => source.columns), ...from.merged];
  const values = calls.map((call) => compiler.expression(call, scope));
  const list = [
    ...columns.map(({ sql }, at) => `${sql} AS k${at}`),
    ...values.map(({ sql }, at) => `${sql} AS w${at}`),
  ];
  const condition = where === undefined ? '' : ` WHERE ${compilePredicate(compiler, where, scope)}`;
  const sql = `(SELECT ${list.join(', ')} FROM ${from.sql}${condition}) AS ${own}`;
  const renamed = renumber(from, (at) => `${own}.k${at}`);
  const computed = new Map(
    calls.map((call, at): readonly [object, Typed] => [call, below(values[at], `${own}.w${at}`)]),
  );
  const { sources, merged } = renamed;
  return { from: { ...renamed, sql }, where: undefined, base: { ...base, sources, merged, computed } };
}

function below(value: Typed | undefined, sql: string): Typed {
  if (value === undefined) {
    throw new TypeError('a call has a value');
  }
  const { type, nullable, aggregate } = value;
  return { sql, type, nullable, aggregate };
}

function nestedIn(node: unknown): readonly (CallNode & Span)[] {
  return partsOf(node).flatMap((part) =>
    isWindowCall(part) && CONDITIONAL.has(part.path.at(-1)?.text ?? '') ? part.args.flatMap(windowsIn) : nestedIn(part),
  );
}

function windowsIn(node: unknown): readonly (CallNode & Span)[] {
  if (typeof node === 'object' && node !== null && isWindowCall(node)) {
    return [node];
  }
  return partsOf(node).flatMap(windowsIn);
}

/** A query within an expression has windows of its own. */
function partsOf(node: unknown): readonly object[] {
  if (typeof node !== 'object' || node === null || ('kind' in node && 'query' in node)) {
    return [];
  }
  return Object.values(node).filter((part): part is object => typeof part === 'object' && part !== null);
}

function isWindowCall(node: object): node is CallNode & Span {
  return 'kind' in node && node.kind === 'call' && 'over' in node && node.over !== undefined;
}
