import type { Expression, NamePath } from '../syntax/ast.js';
import type { CompileEnvironment, Compiler, KnownCte } from './compiler.js';
import { compileExpression } from './expression.js';
import { Faults, noCurrentDatabase, noCurrentSchema, unsupported } from './faults.js';
import { compileQuery } from './query.js';
import type { Scope } from './scope.js';
import type { Typed } from './typed.js';

/** Opens a compiler for one statement. */
export function openCompiler(sql: string, environment: CompileEnvironment): Compiler {
  const counter = { value: 0 };
  const nextAlias = (): string => {
    counter.value += 1;
    return `t${counter.value}`;
  };
  return createCompiler(sql, environment, new Map(), { nextAlias, depth: 0, sources: new WeakMap() });
}

/** DuckDB binds a subquery of an expression twice, one inside of it four times, and so on, and cannot be interrupted then. */
const MOST_SUBQUERIES = 12;

/** What all compilers of one statement share. */
interface Shared {
  readonly nextAlias: () => string;
  /** Subqueries of expressions that stand around what is compiled. */
  depth: number;
  /** What values were compiled from: messages print it. */
  readonly sources: WeakMap<Typed, { readonly node: Expression; readonly scope: Scope }>;
}

function createCompiler(
  sql: string,
  environment: CompileEnvironment,
  ctes: ReadonlyMap<string, KnownCte>,
  shared: Shared,
): Compiler {
  const compiler: Compiler = {
    sql,
    environment,
    faults: new Faults(sql),
    ctes,
    expression: (node, scope) => {
      const value = compileExpression(compiler, node, scope);
      shared.sources.set(value, { node, scope });
      return value;
    },
    sourceOf: (value) => shared.sources.get(value),
    renamed: (value, name = value.sql) => {
      const other = { ...value, sql: name };
      const source = shared.sources.get(value);
      if (source !== undefined) {
        shared.sources.set(other, source);
      }
      return other;
    },
    query: (query, scope) => compileQuery(compiler, query, scope),
    subquery: (query, scope) => {
      if (shared.depth >= MOST_SUBQUERIES) {
        throw unsupported(`more than ${MOST_SUBQUERIES} subqueries of expressions inside of each other`);
      }
      shared.depth += 1;
      try {
        return compileQuery(compiler, query, scope);
      } finally {
        shared.depth -= 1;
      }
    },
    withCtes: (known) => createCompiler(sql, environment, known, shared),
    withText: (text, database, schema) =>
      createCompiler(
        text,
        { ...environment, database, schema, effects: new Map(), staged: new Map() },
        new Map(),
        shared,
      ),
    nextAlias: shared.nextAlias,
    qualify: (path, action) => qualify(environment, path, action),
  };
  return compiler;
}

/**
 * Completes a name with the current database and schema.
 *
 * @throws SnowflakeError 090105 or 090106 when it needs a current database or schema and there is none.
 */
export function qualify(
  { database, schema }: Pick<CompileEnvironment, 'database' | 'schema'>,
  path: NamePath | readonly string[],
  action = 'SELECT',
): readonly [string, string, string] {
  const names = path.map((part) => (typeof part === 'string' ? part : part.text));
  const [last = '', middle, first] = names.toReversed();
  const inDatabase = first ?? database;
  const inSchema = middle === '' ? 'PUBLIC' : (middle ?? schema);
  if (inDatabase === null) {
    throw noCurrentDatabase(action);
  }
  if (inSchema === null) {
    throw noCurrentSchema(action);
  }
  return [inDatabase, inSchema, last];
}
