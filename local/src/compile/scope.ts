import type { SqlType } from '../types/sql-type.js';
import type { NamePath, SelectItem, Span } from '../syntax/ast.js';
import { textsOf, type Faults } from './faults.js';
import type { Origin, Typed } from './typed.js';

/** One column a query can name. */
export interface SourceColumn {
  readonly name: string;
  readonly sql: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly origin?: Origin;
  /** Only its name reaches it, not `*`. */
  readonly hidden?: boolean;
}

/** One source of a FROM. */
export interface Source {
  /** What qualifies its columns: an alias, or the table's database, schema and name. */
  readonly path: readonly string[];
  readonly columns: readonly SourceColumn[];
  /** What no other source may be called, where nothing qualifies its columns. */
  readonly moniker?: string;
  /** Of one joined by USING or NATURAL: names that mean the columns of what it is joined to. */
  readonly yields?: ReadonlySet<string>;
  /** Counts a generator's rows, for SEQ4 and its kin. */
  readonly sequence?: string;
}

/** The names an expression can see. */
export interface Scope {
  readonly sources: readonly Source[];
  /** Columns that USING or NATURAL made one. */
  readonly merged: readonly SourceColumn[];
  readonly parent: Scope | undefined;
  /** Select items by alias; a column of the same name comes first. */
  readonly aliases: ReadonlyMap<string, () => Typed>;
  /** The select list whose aliases the conditions of joins below may use. */
  readonly list?: readonly SelectItem[];
  /** Parameters of a lambda or of a SQL function, which hide everything else. */
  readonly locals: ReadonlyMap<string, Typed>;
  /** Calls that a query below has computed. */
  readonly computed?: ReadonlyMap<object, Typed>;
  /** True where columns may be marked with `(+)`. */
  readonly marked?: boolean;
  /** Set in a query with CONNECT BY: the columns of the row above and of the root, and the paths by their places. */
  readonly hierarchy?: {
    readonly prior: Scope;
    readonly root: Scope;
    readonly paths: ReadonlyMap<number, Typed>;
  };
}

/** A scope that sees nothing. */
export const EMPTY_SCOPE: Scope = { sources: [], merged: [], parent: undefined, aliases: new Map(), locals: new Map() };

/**
 * Finds what a name means: a local, a column, a select alias, then the same outside.
 *
 * @throws SnowflakeError 000904 when nothing has the name, 002028 when two sources of one FROM have it.
 */
export function resolveName(scope: Scope, path: NamePath, span: Span, faults: Faults): Typed {
  const names = textsOf(path);
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = resolveIn(at, names, span, faults);
    if (found !== undefined) {
      return found;
    }
  }
  throw faults.invalidIdentifier(names, span);
}

function resolveIn(scope: Scope, names: readonly string[], span: Span, faults: Faults): Typed | undefined {
  const name = names.at(-1) ?? '';
  if (names.length === 1) {
    const local = scope.locals.get(name);
    if (local !== undefined) {
      return local;
    }
    const merged = scope.merged.find((column) => column.name === name);
    if (merged !== undefined) {
      return toTyped(merged);
    }
  }
  const qualifier = names.slice(0, -1);
  const found = scope.sources
    .filter((source) => matches(source, qualifier))
    .flatMap((source) => source.columns.filter((column) => column.name === name).map((column) => ({ source, column })))
    .filter(({ source }, at) => at === 0 || source.yields?.has(name) !== true);
  if (found.length > 1) {
    throw faults.ambiguous(name, span);
  }
  const [first] = found;
  if (first !== undefined) {
    return toTyped(first.column);
  }
  const alias = names.length === 1 ? scope.aliases.get(name)?.() : undefined;
  return alias ?? resolvePosition(scope, names);
}

/** A quoted `"$1"` means the first column too. */
function resolvePosition({ sources }: Scope, names: readonly string[]): Typed | undefined {
  const place = /^\$([1-9]\d*)$/.exec(names.at(-1) ?? '')?.[1];
  if (place === undefined) {
    return undefined;
  }
  const column = sources.find((source) => matches(source, names.slice(0, -1)))?.columns[Number(place) - 1];
  return column && toTyped(column);
}

/** True when a qualifier names the source: its last parts are the same. */
export function matches(source: Source, qualifier: readonly string[]): boolean {
  if (qualifier.length === 0) {
    return true;
  }
  const tail = source.path.slice(-qualifier.length);
  return tail.length === qualifier.length && tail.every((part, at) => part === qualifier[at]);
}

/** A source's column as a value. */
export function toTyped(column: SourceColumn): Typed {
  const { sql, type, nullable, origin } = column;
  return { sql, type, nullable, aggregate: false, ...(origin === undefined ? {} : { origin }) };
}
