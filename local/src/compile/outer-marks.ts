import type { Expression, NamePath, SelectBody } from '../syntax/ast.js';
import type { TableReference } from '../syntax/table-ast.js';
import type { Compiler } from './compiler.js';
import { textsOf } from './faults.js';
import { compileFrom, type CompiledFrom } from './from.js';
import { matches, type Scope } from './scope.js';

/** A source of a FROM with commas, and what of WHERE makes it the outer side of a join. */
interface Member {
  readonly reference: TableReference;
  readonly conditions: Expression[];
}

/**
 * Compiles FROM together with the conditions of WHERE that mark a column with `(+)`: they join its source as the outer
 * side. What is left of WHERE filters the joined rows.
 *
 * @throws SnowflakeError 001044 when a condition marks columns of more than one source.
 */
export function compileFromAndWhere(
  compiler: Compiler,
  { from, where }: Pick<SelectBody, 'from' | 'where'>,
  scope: Scope,
): { readonly from: CompiledFrom | undefined; readonly where: Expression | undefined } {
  if (from === undefined || where === undefined || marksOf(where).length === 0) {
    return { from: from === undefined ? undefined : compileFrom(compiler, from, scope), where };
  }
  const members = membersOf(from).map((reference): Member => ({ reference, conditions: [] }));
  const filters: Expression[] = [];
  for (const condition of conjunctsOf(where)) {
    const owners = new Set(marksOf(condition).map((path) => ownerOf(compiler, members, path, condition, scope)));
    const [owner, second] = owners;
    if (second !== undefined) {
      const message = 'An outer join predicate can mark the columns of one table only.';
      throw compiler.faults.compilation('001044', '42601', message, condition);
    }
    (owner?.conditions ?? filters).push(condition);
  }
  members.forEach((member) => refuseSeveral(compiler, member, members));
  return { from: joined(compiler, members, scope), where: allOf(filters) };
}

/** A source is the outer side of one join alone. @throws SnowflakeError 001044 for more */
function refuseSeveral(compiler: Compiler, { reference, conditions }: Member, members: readonly Member[]): void {
  const own = aliasesOf(reference);
  const partners = new Set(
    conditions.flatMap((condition) => pathsOf(condition, ({ outer }) => outer !== true).map(qualifierOf)),
  );
  const others = members.flatMap((member) => aliasesOf(member.reference)).filter((name) => partners.has(name));
  if (others.length > 1) {
    const list = others.toReversed().map((name) => `'${name}'`);
    const message = `Table '${own.join()}' is outer joined to multiple tables: ${list.join(' and ')}.`;
    throw compiler.faults.statement('001044', '42601', message);
  }
}

/** The outer sides follow what they are joined to; a star still shows the sources in the order they are written in. */
function joined(compiler: Compiler, members: readonly Member[], scope: Scope): CompiledFrom | undefined {
  const order = [
    ...members.filter(({ conditions }) => conditions.length === 0),
    ...sortOuter(members.filter(({ conditions }) => conditions.length > 0)),
  ];
  const tree = order.reduce<TableReference | undefined>(
    (left, { reference, conditions }) =>
      left === undefined
        ? reference
        : {
            kind: 'join',
            type: conditions.length === 0 ? 'CROSS' : 'LEFT',
            natural: false,
            left,
            right: reference,
            on: allOf(conditions),
            using: [],
            match: undefined,
            marked: conditions.length > 0,
            start: left.start,
            end: reference.end,
          },
    undefined,
  );
  if (tree === undefined) {
    return undefined;
  }
  const compiled = compileFrom(compiler, tree, scope);
  let at = 0;
  const parts = order.map(({ reference }) => {
    const sources = compiled.sources.slice(at, at + countSources(reference));
    at += sources.length;
    return { start: reference.start, sources };
  });
  return {
    ...compiled,
    sources: parts.toSorted((a, b) => a.start - b.start).flatMap(({ sources }) => sources),
  };
}

/** A source stands after those its conditions name. */
function sortOuter(members: readonly Member[]): readonly Member[] {
  const left = [...members];
  const sorted: Member[] = [];
  while (left.length > 0) {
    const free = left.findIndex((member) => !left.some((other) => other !== member && names(member, other)));
    sorted.push(...left.splice(Math.max(free, 0), 1));
  }
  return sorted;
}

function names({ conditions }: Member, { reference }: Member): boolean {
  const called = new Set(aliasesOf(reference));
  return conditions.some((condition) => pathsOf(condition, () => true).some((path) => called.has(qualifierOf(path))));
}

function qualifierOf(path: NamePath): string {
  return path.at(-2)?.text ?? '';
}

function ownerOf(
  compiler: Compiler,
  members: readonly Member[],
  path: NamePath,
  condition: Expression,
  scope: Scope,
): Member {
  const owner = members.find(({ reference }) => {
    if (path.length > 1) {
      return aliasesOf(reference).includes(qualifierOf(path));
    }
    const { sources } = compileFrom(compiler, reference, scope);
    return sources.some(
      (source) => matches(source, []) && source.columns.some((column) => column.name === path[0]?.text),
    );
  });
  if (owner === undefined) {
    throw compiler.faults.invalidIdentifier(textsOf(path), path[0] ?? condition);
  }
  return owner;
}

function membersOf(from: TableReference): readonly TableReference[] {
  return from.kind === 'join' && from.type === 'CROSS' && !from.natural
    ? [...membersOf(from.left), ...membersOf(from.right)]
    : [from];
}

function countSources(reference: TableReference): number {
  return reference.kind === 'join' ? countSources(reference.left) + countSources(reference.right) : 1;
}

function aliasesOf(reference: TableReference): readonly string[] {
  if (reference.kind === 'join') {
    return [...aliasesOf(reference.left), ...aliasesOf(reference.right)];
  }
  const { name } = reference.alias;
  return name !== undefined ? [name.text] : reference.kind === 'table' ? textsOf(reference.path.slice(-1)) : [];
}

function conjunctsOf(condition: Expression): readonly Expression[] {
  return condition.kind === 'binary' && condition.operator === 'AND'
    ? [...conjunctsOf(condition.left), ...conjunctsOf(condition.right)]
    : [condition];
}

function allOf(conditions: readonly Expression[]): Expression | undefined {
  return conditions.reduce<Expression | undefined>(
    (left, right) =>
      left === undefined ? right : { kind: 'binary', operator: 'AND', left, right, start: left.start, end: right.end },
    undefined,
  );
}

function marksOf(condition: Expression): readonly NamePath[] {
  return pathsOf(condition, ({ outer }) => outer === true);
}

type NameNode = Extract<Expression, { readonly kind: 'name' }>;

/** The names in an expression, without those of queries inside of it. */
function pathsOf(node: unknown, wanted: (name: NameNode) => boolean): readonly NamePath[] {
  if (!isNode(node) || 'ctes' in node) {
    return [];
  }
  if (isName(node)) {
    return wanted(node) ? [node.path] : [];
  }
  return Object.values(node).flatMap((child) => pathsOf(child, wanted));
}

function isNode(node: unknown): node is object {
  return typeof node === 'object' && node !== null;
}

function isName(node: object): node is NameNode {
  return 'kind' in node && node.kind === 'name' && 'path' in node;
}
