import type { Parameter, UserFunction } from '../catalog/model.js';
import type { CallNode, Span } from '../syntax/ast.js';
import { openGrammar } from '../syntax/parser.js';
import { castTo } from './casts.js';
import type { CompiledQuery, Compiler } from './compiler.js';
import { callJavaScript, callJavaScriptTable, type JsRows } from './js-functions.js';
import { chooseRoutine } from './overloads.js';
import { EMPTY_SCOPE, type Scope } from './scope.js';
import { nullOf, type Typed } from './typed.js';
import { TEXT, type SqlType } from '../types/sql-type.js';

/** Compiles a call of a function written in SQL by putting its body in its place; undefined when there is none. */
export function callUserFunction(compiler: Compiler, node: CallNode & Span, scope: Scope): Typed | undefined {
  const candidates = functionsNamed(compiler, node).filter(({ returns }) => returns !== undefined);
  if (candidates.length === 0) {
    return undefined;
  }
  const { routine, values } = chooseRoutine(compiler, candidates, node, scope, takeArgument);
  const returns = routine.returns ?? TEXT;
  if (routine.language === 'JAVASCRIPT') {
    return nullForNull(routine, values, callJavaScript(compiler, routine, [...values.values()], returns));
  }
  const inner = compiler.withText(routine.body, routine.database, routine.schema);
  const grammar = openGrammar(routine.body, compiler.environment);
  const inside: Scope = { ...EMPTY_SCOPE, locals: inAnyCase(values) };
  const body = grammar.seesQuery()
    ? inner.expression({ kind: 'subquery', query: grammar.query(), start: 0, end: 0 }, inside)
    : inner.expression(grammar.expression(), inside);
  grammar.stream.finish();
  const isNumber = body.type.kind === 'number' && returns.kind === 'number';
  return nullForNull(routine, values, isNumber ? body : castTo(compiler, body, unsized(returns)));
}

/**
 * A function in SQL takes numbers and texts of any size, whatever it declares, and gives them as they come: only a number
 * of fewer decimals becomes one of its parameter's.
 */
function takeArgument(compiler: Compiler, value: Typed, type: SqlType, { language }: UserFunction): Typed {
  if (language === 'JAVASCRIPT') {
    return castTo(compiler, value, type);
  }
  const keeps = value.type.kind === 'number' && type.kind === 'number' && value.type.scale >= type.scale;
  return keeps ? value : castTo(compiler, value, unsized(type));
}

/** A body may write the name of an argument without the quotes it was declared with. */
function inAnyCase(values: ReadonlyMap<string, Typed>): ReadonlyMap<string, Typed> {
  return new Map([...[...values].map(([name, value]) => [name.toUpperCase(), value] as const), ...values]);
}

function unsized(type: SqlType): SqlType {
  return type.kind === 'text' ? TEXT : type;
}

/** Compiles a function's body as it is made, so that what is wrong with it is told then. */
export function checkBody(compiler: Compiler, routine: UserFunction): void {
  if ((routine.language ?? 'SQL') !== 'SQL') {
    return;
  }
  const values = new Map(routine.parameters.map(({ name, type }) => [name, { ...nullOf(type), nullable: true }]));
  const inside: Scope = { ...EMPTY_SCOPE, locals: inAnyCase(values) };
  const inner = compiler.withText(routine.body, routine.database, routine.schema);
  const grammar = openGrammar(routine.body, compiler.environment);
  if (grammar.seesQuery()) {
    inner.query(grammar.query(), inside);
  } else {
    inner.expression(grammar.expression(), inside);
  }
  grammar.stream.finish();
}

function nullForNull({ strict }: UserFunction, values: ReadonlyMap<string, Typed>, result: Typed): Typed {
  const tests = [...values.values()].map(({ sql }) => `${sql} IS NULL`);
  return strict === true && tests.length > 0
    ? { ...result, sql: `CASE WHEN ${tests.join(' OR ')} THEN NULL ELSE ${result.sql} END`, nullable: true }
    : result;
}

/** A table function's rows, and the columns it declares. */
export type DeclaredTable = CompiledQuery & {
  readonly declared: readonly Parameter[];
  /** Of one in JavaScript: what its rows are made with. */
  readonly rows?: JsRows;
};

/** Compiles a call of a table function; undefined when there is none. */
export function callTableFunction(compiler: Compiler, node: CallNode & Span, scope: Scope): DeclaredTable | undefined {
  const candidates = functionsNamed(compiler, node).filter(({ columns }) => columns !== undefined);
  if (candidates.length === 0) {
    return undefined;
  }
  const { routine, values } = chooseRoutine(compiler, candidates, node, scope, takeArgument);
  const declared = routine.columns ?? [];
  if (routine.language === 'JAVASCRIPT') {
    return { ...callJavaScriptTable(compiler, routine, [...values.values()], declared), declared };
  }
  const grammar = openGrammar(routine.body, compiler.environment);
  const query = grammar.query();
  grammar.stream.finish();
  const inner = compiler.withText(routine.body, routine.database, routine.schema);
  return { ...inner.query(query, { ...EMPTY_SCOPE, locals: inAnyCase(values) }), declared };
}

/** The rows a procedure returns: it has to run before the statement around it can be compiled. */
export function callProcedureTable(compiler: Compiler, node: CallNode & Span): DeclaredTable | undefined {
  const { environment } = compiler;
  const found = environment.catalog.procedures.named(...compiler.qualify(node.path));
  if (!found.some(({ columns }) => columns !== undefined)) {
    return undefined;
  }
  const { table, columns } = environment.callResult(compiler.sql.slice(node.start, node.end));
  return { sql: `SELECT * FROM ${table}`, columns, declared: columns };
}

function functionsNamed(compiler: Compiler, node: CallNode): readonly UserFunction[] {
  if (node.path.length === 1 && compiler.environment.database === null) {
    return [];
  }
  return compiler.environment.catalog.functions.named(...compiler.qualify(node.path));
}
