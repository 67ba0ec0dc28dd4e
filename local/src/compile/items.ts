import type { Expression, SelectItem, StarNode, Span } from '../syntax/ast.js';
import type { Compiler } from './compiler.js';
import { matches, toTyped, type Scope, type SourceColumn } from './scope.js';
import type { Typed } from './typed.js';

/** One column of a select list, with the label it gets. */
export interface OutputItem {
  readonly name: string;
  readonly value: Typed;
}

/** Compiles a select list: stars become columns, and later items may use the aliases of others. */
export function expandItems(
  compiler: Compiler,
  items: readonly SelectItem[],
  base: Scope,
): { items: readonly OutputItem[]; scope: Scope } {
  const { scope, scopes, named } = withAliases(compiler, items, base);
  const output = items.flatMap((item) => expandItem(compiler, item, scopes.get(item) ?? scope, named.get(item)));
  return { items: output, scope };
}

/** A scope in which the aliases of a select list name its items, and the scope and the value of each item. */
export function withAliases(
  compiler: Compiler,
  items: readonly SelectItem[],
  base: Scope,
): {
  readonly scope: Scope;
  readonly scopes: ReadonlyMap<SelectItem, Scope>;
  readonly named: ReadonlyMap<SelectItem, () => Typed>;
} {
  const aliases = new Map<string, () => Typed>();
  const scopes = new Map<SelectItem, Scope>();
  const running = new Set<string>();
  const named = new Map<SelectItem, () => Typed>();
  for (const item of items) {
    const { alias, expression } = item;
    if (alias !== undefined) {
      const compile = (): Typed => compiler.expression(expression, scopes.get(item) ?? base);
      const value = once(compiler, alias.text, running, compile, expression);
      named.set(item, value);
      if (!aliases.has(alias.text)) {
        aliases.set(alias.text, value);
      }
    }
  }
  return { scope: readScopes(compiler, items, { ...base, aliases }, scopes), scopes, named };
}

/** Of two items with one name those up to the second read the first; the rest of the query cannot tell them apart. */
function readScopes(
  compiler: Compiler,
  items: readonly SelectItem[],
  first: Scope,
  scopes: Map<SelectItem, Scope>,
): Scope {
  const carried = new Set<string>();
  let scope = first;
  for (const item of items) {
    scopes.set(item, scope);
    const name = nameOf(item);
    if (name !== undefined && carried.has(name) && scope.aliases.has(name)) {
      scope = { ...scope, aliases: new Map(scope.aliases).set(name, () => ambiguous(compiler, name, item)) };
    }
    carried.add(name ?? '');
  }
  return scope;
}

function nameOf({ alias, expression }: SelectItem): string | undefined {
  return alias?.text ?? (expression.kind === 'name' ? expression.path.at(-1)?.text : undefined);
}

function ambiguous(compiler: Compiler, name: string, { expression }: SelectItem): never {
  throw compiler.faults.ambiguous(name, expression);
}

/** An alias that is asked for while it is being compiled names nothing: it would mean itself. */
function once(compiler: Compiler, name: string, running: Set<string>, compile: () => Typed, span: Span): () => Typed {
  let value: Typed | undefined;
  return () => {
    if (value === undefined) {
      if (running.has(name)) {
        throw compiler.faults.invalidIdentifier([name], span);
      }
      running.add(name);
      try {
        value = compile();
      } finally {
        running.delete(name);
      }
    }
    return value;
  };
}

function expandItem(
  compiler: Compiler,
  item: SelectItem,
  scope: Scope,
  named: (() => Typed) | undefined,
): readonly OutputItem[] {
  const { expression, alias } = item;
  if (expression.kind === 'star') {
    return expandStar(compiler, expression, scope);
  }
  const value = named?.() ?? compiler.expression(expression, scope);
  return [{ name: alias?.text ?? labelOf(compiler, expression), value }];
}

/** The label of an item without an alias: a column's name, else the text as it was written, in upper case. */
export function labelOf(compiler: Compiler, expression: Expression): string {
  if (expression.kind === 'position') {
    return `$${expression.index}`;
  }
  return expression.kind === 'name'
    ? (expression.path.at(-1)?.text ?? '')
    : compiler.sql.slice(expression.start, expression.end).toUpperCase();
}

/** The columns a star stands for, after its ILIKE, EXCLUDE, REPLACE and RENAME. */
export function expandStar(compiler: Compiler, star: StarNode & Span, scope: Scope): readonly OutputItem[] {
  const columns = starColumns(compiler, star, scope);
  const excluded = new Set(star.exclude.map((name) => name.text));
  const pattern = star.ilike === undefined ? undefined : likePattern(star.ilike);
  const known = new Set(columns.map((column) => column.name));
  for (const name of star.exclude) {
    if (!known.has(name.text)) {
      throw compiler.faults.invalidIdentifier([name.text], name);
    }
  }
  return columns
    .filter(({ name }) => !excluded.has(name) && (pattern?.test(name) ?? true))
    .map((column) => ({ name: renameOf(star, column.name), value: replacementOf(compiler, star, column, scope) }));
}

function starColumns(compiler: Compiler, star: StarNode & Span, scope: Scope): readonly SourceColumn[] {
  const qualifier = star.qualifier.map((name) => name.text);
  const sources = scope.sources.filter((source) => matches(source, qualifier));
  if (sources.length === 0) {
    throw compiler.faults.invalidIdentifier([...qualifier, '*'], star);
  }
  const columns = sources.flatMap((source) => source.columns.filter(({ hidden }) => hidden !== true));
  if (qualifier.length > 0) {
    return columns;
  }
  const merged = new Set(scope.merged.map((column) => column.name));
  return [...scope.merged, ...columns.filter((column) => !merged.has(column.name))];
}

function renameOf(star: StarNode, name: string): string {
  return star.rename.find(([from]) => from.text === name)?.[1].text ?? name;
}

function replacementOf(compiler: Compiler, star: StarNode, column: SourceColumn, scope: Scope): Typed {
  const replacement = star.replace.find(({ alias }) => alias?.text === column.name);
  return replacement === undefined ? toTyped(column) : compiler.expression(replacement.expression, scope);
}

/** A LIKE pattern as a regular expression that ignores case. */
export function likePattern(pattern: string): RegExp {
  const body = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '[\\s\\S]*')
    .replaceAll('_', '[\\s\\S]');
  return new RegExp(`^${body}$`, 'i');
}
