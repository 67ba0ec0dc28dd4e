import type { Expression, Name } from '../syntax/ast.js';
import { matches, type Source } from './scope.js';

/** The two parts of a WHERE beside CONNECT BY. */
export interface SplitWhere {
  /** Conditions between several sources: they hold before the hierarchy is walked. */
  readonly joins: readonly Expression[];
  /** The others, on the rows of the hierarchy. */
  readonly where: Expression | undefined;
}

/** What only a row of the hierarchy has. */
const OF_THE_WALK: ReadonlySet<string> = new Set(['LEVEL', 'SYS_CONNECT_BY_PATH']);

/** Parts a WHERE at its ANDs. */
export function splitWhere(where: Expression | undefined, sources: readonly Source[]): SplitWhere {
  const parts = where === undefined ? [] : conjuncts(where);
  const joins = parts.filter((part) => joinsSources(part, sources));
  const rest = parts.filter((part) => !joins.includes(part));
  const whole = rest.reduce<Expression | undefined>(
    (left, right) =>
      left === undefined ? right : { kind: 'binary', operator: 'AND', left, right, start: left.start, end: right.end },
    undefined,
  );
  return { joins, where: whole };
}

function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === 'binary' && expression.operator === 'AND'
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : [expression];
}

function joinsSources(expression: Expression, sources: readonly Source[]): boolean {
  const paths = namesIn(expression);
  const named = new Set(paths.flatMap((path) => sources.filter((source) => hasColumn(source, path))));
  return named.size > 1 && !refersToWalk(expression);
}

function hasColumn(source: Source, path: readonly Name[]): boolean {
  const texts = path.map(({ text }) => text);
  return matches(source, texts.slice(0, -1)) && source.columns.some(({ name }) => name === texts.at(-1));
}

/** True when an expression asks for LEVEL: with it a cycle may have an end. */
export function refersToLevel(expression: Expression): boolean {
  return namesIn(expression).some(([first, ...more]) => more.length === 0 && first?.text === 'LEVEL');
}

function refersToWalk(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) {
    return false;
  }
  const ancestor = 'operator' in node && (node.operator === 'PRIOR' || node.operator === 'CONNECT_BY_ROOT');
  const named = 'text' in node && typeof node.text === 'string' && OF_THE_WALK.has(node.text);
  return ancestor || named || Object.values(node).some(refersToWalk);
}

/** Every name in an expression, also in the queries it holds. */
function namesIn(node: unknown): readonly (readonly Name[])[] {
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  return isName(node) ? [node.path] : Object.values(node).flatMap(namesIn);
}

function isName(node: object): node is { readonly path: readonly Name[] } {
  return 'kind' in node && node.kind === 'name' && 'path' in node && Array.isArray(node.path);
}
