import type { NamePath } from '../syntax/ast.js';
import type { CompileEnvironment, Compiler, KnownCte } from './compiler.js';
import { compileExpression } from './expression.js';
import { Faults, noCurrentDatabase, noCurrentSchema } from './faults.js';
import { compileQuery } from './query.js';

/** Opens a compiler for one statement. */
export function openCompiler(sql: string, environment: CompileEnvironment): Compiler {
  const counter = { value: 0 };
  return createCompiler(sql, environment, new Map(), () => {
    counter.value += 1;
    return `t${counter.value}`;
  });
}

function createCompiler(
  sql: string,
  environment: CompileEnvironment,
  ctes: ReadonlyMap<string, KnownCte>,
  nextAlias: () => string,
): Compiler {
  const compiler: Compiler = {
    sql,
    environment,
    faults: new Faults(sql),
    ctes,
    expression: (expression, scope) => compileExpression(compiler, expression, scope),
    query: (query, scope) => compileQuery(compiler, query, scope),
    withCtes: (known) => createCompiler(sql, environment, known, nextAlias),
    withText: (text, database, schema) =>
      createCompiler(text, { ...environment, database, schema, staged: new Map() }, new Map(), nextAlias),
    nextAlias,
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
