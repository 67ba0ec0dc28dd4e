import type { CallNode, Expression, Name } from './ast.js';

/** A call with arguments and nothing else. */
export function plainCall(path: readonly Name[], args: readonly Expression[] = []): CallNode {
  return {
    kind: 'call',
    path,
    args,
    named: new Map(),
    distinct: false,
    nulls: undefined,
    within: [],
    filter: undefined,
    over: undefined,
  };
}
