import type { UserFunction } from '../catalog/model.js';
import type { CallNode, Span } from '../syntax/ast.js';
import { openGrammar } from '../syntax/parser.js';
import { castTo } from './casts.js';
import type { CompiledQuery, Compiler } from './compiler.js';
import { callJavaScript } from './js-functions.js';
import { EMPTY_SCOPE, type Scope } from './scope.js';
import type { Typed } from './typed.js';

/** Compiles a call of a function written in SQL by putting its body in its place; undefined when there is none. */
export function callUserFunction(compiler: Compiler, node: CallNode & Span, scope: Scope): Typed | undefined {
  const found = findFunction(compiler, node);
  if (found?.returns === undefined) {
    return undefined;
  }
  const locals = bindArguments(compiler, found, node, scope);
  if (found.language === 'JAVASCRIPT') {
    return callJavaScript(compiler, found, [...locals.values()], found.returns);
  }
  const inner = compiler.withText(found.body, found.database, found.schema);
  const grammar = openGrammar(found.body, compiler.environment);
  const body = grammar.seesQuery()
    ? inner.expression({ kind: 'subquery', query: grammar.query(), start: 0, end: 0 }, { ...EMPTY_SCOPE, locals })
    : inner.expression(grammar.expression(), { ...EMPTY_SCOPE, locals });
  grammar.stream.finish();
  return castTo(compiler, body, found.returns);
}

/** Compiles a call of a table function written in SQL; undefined when there is none. */
export function callTableFunction(
  compiler: Compiler,
  node: CallNode & Span,
  scope: Scope,
): (CompiledQuery & { readonly declared: NonNullable<UserFunction['columns']> }) | undefined {
  const found = findFunction(compiler, node);
  if (found?.columns === undefined) {
    return undefined;
  }
  const grammar = openGrammar(found.body, compiler.environment);
  const query = grammar.query();
  grammar.stream.finish();
  const locals = bindArguments(compiler, found, node, scope);
  const inner = compiler.withText(found.body, found.database, found.schema);
  return { ...inner.query(query, { ...EMPTY_SCOPE, locals }), declared: found.columns };
}

function findFunction(compiler: Compiler, node: CallNode): UserFunction | undefined {
  if (node.path.length === 1 && compiler.environment.database === null) {
    return undefined;
  }
  const [database, schema, name] = compiler.qualify(node.path);
  return compiler.environment.catalog.userFunction(database, schema, name);
}

function bindArguments(
  compiler: Compiler,
  found: UserFunction,
  node: CallNode & Span,
  scope: Scope,
): Map<string, Typed> {
  if (node.args.length !== found.parameters.length) {
    throw compiler.faults.wrongArity(found.name, found.parameters.length, node.args.length, node);
  }
  return new Map(
    found.parameters.map(({ name, type }, at) => {
      const arg = node.args[at];
      const value = arg === undefined ? undefined : compiler.expression(arg, scope);
      if (value === undefined) {
        throw compiler.faults.wrongArity(found.name, found.parameters.length, node.args.length, node);
      }
      return [name, castTo(compiler, value, type)];
    }),
  );
}
