import type { Procedure } from '../catalog/model.js';
import { doesNotExist, textsOf, unsupported } from '../compile/faults.js';
import { chooseRoutine } from '../compile/overloads.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import { checkDeclarations } from '../script/check-block.js';
import { readBlock } from '../script/parse.js';
import { ScriptScope } from '../script/scope.js';
import { readCall } from '../syntax/call.js';
import { TokenStream } from '../syntax/token-stream.js';
import type { CallNode, Span } from '../syntax/ast.js';
import { callRules } from './call-arguments.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';
import { readIfNotExists } from './if-not-exists.js';
import type { CreateOptions } from './create.js';
import { createRoutine, readHead, type RoutineHead } from './routines.js';
import { runProcedure, runScript } from './run-procedure.js';

/** BEGIN … END and DECLARE … END without a procedure around them. */
export async function runAnonymous(context: StatementContext): Promise<Outcome> {
  const block = { name: 'anonymous block', body: context.request.sql, parameters: [] };
  return runScript(context, { ...block, returns: undefined, columns: undefined }, new ScriptScope());
}

/** CREATE PROCEDURE in SQL and JavaScript. */
export async function createProcedure(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  if (stream.sees('SCOPED', 'TEMP', 'TABLE') || stream.sees('SCOPED', 'TEMPORARY', 'TABLE')) {
    throw unsupported('PROCEDURE SCOPED TEMP TABLE');
  }
  const ifNotExists = readIfNotExists(stream, options);
  const [database, schema, name] = compiler.qualify(grammar.objectName(), 'CREATE PROCEDURE');
  context.refuseMissingSchema(database, schema);
  const head = readHead(context, 'procedures');
  if (head.language === 'JAVASCRIPT' && head.parameters.some(({ out }) => out === true)) {
    throw unsupported('OUT arguments of procedures in JAVASCRIPT');
  }
  const body = readBody(context, head);
  stream.finish();
  const entry: Procedure = { database, schema, name, ...head, body, createdAt: Date.now() };
  return createRoutine(context, catalog.procedures, entry, { ...options, ifNotExists });
}

/** The body is a text, or a block written plainly. A mistake in a block is told here, as Snowflake does. */
function readBody({ grammar: { stream } }: StatementContext, head: RoutineHead): string {
  const { language, columns } = head;
  const parameters = head.parameters.map(({ name }) => name);
  if (language === 'JAVASCRIPT') {
    if (columns !== undefined) {
      throw unsupported('procedures in JAVASCRIPT that return a table');
    }
    return stream.string();
  }
  const token = stream.peek();
  if (token?.kind === 'string' || token?.kind === 'dollars') {
    const body = stream.string();
    checkDeclarations(readBlock(new TokenStream(body)), { sql: body, parameters });
    return body;
  }
  const start = stream.start;
  checkDeclarations(readBlock(stream), { sql: stream.sql, parameters });
  return stream.sql.slice(start, stream.end);
}

/** CALL of a procedure. */
export async function runCall(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  stream.expect('CALL');
  const start = stream.start;
  const path = grammar.objectName();
  const call = readCall(grammar, path, start);
  stream.finish();
  if (path.length === 1 && path[0]?.text.startsWith('SYSTEM$') === true) {
    return callSystem(context, call);
  }
  const candidates = catalog.procedures.named(...compiler.qualify(path, 'CALL'));
  if (candidates.length === 0) {
    throw doesNotExist('Procedure', textsOf(path));
  }
  const rules = callRules(compiler, call);
  const { routine, values } = chooseRoutine(compiler, candidates, call, EMPTY_SCOPE, undefined, rules);
  return runProcedure(context, routine, values, outsOf(context, routine, call));
}

/** The variables of the block around that OUT arguments are given. @throws SnowflakeError 001008 for anything else */
function outsOf(
  { compiler }: StatementContext,
  { parameters }: Procedure,
  { args, named }: CallNode,
): ReadonlyMap<string, string> {
  const outs = new Map<string, string>();
  for (const [at, { name, out }] of parameters.entries()) {
    const given = args[at] ?? named.get(name);
    if (out === true && given?.kind === 'variable' && compiler.environment.isLocal(given.name)) {
      outs.set(name, given.name);
    } else if (out === true && given !== undefined) {
      const text = compiler.sql.slice(given.start, given.end).replaceAll('$', ':');
      throw compiler.faults.statement('001008', '22023', `invalid value [${text}] for parameter '${name}'`);
    }
  }
  return outs;
}

/** CALL of a system function answers what SELECT of it would. */
async function callSystem(context: StatementContext, call: CallNode & Span): Promise<Outcome> {
  const value = context.compiler.expression(call, EMPTY_SCOPE);
  const columns = [{ name: call.path[0]?.text ?? '', type: value.type, nullable: value.nullable }];
  return { columns, typeId: TYPE.call, rows: { result: await context.run(`SELECT ${value.sql} AS c1`) } };
}

/** `WITH name AS PROCEDURE (…) … CALL name(…)`: a procedure for one call. */
export async function runOnce(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler } = context;
  const { stream } = grammar;
  stream.expect('WITH');
  const { text: name } = stream.name();
  stream.expect('AS', 'PROCEDURE');
  const head = readHead(context, 'procedures');
  const body = readBody(context, head);
  stream.expect('CALL');
  const start = stream.start;
  const call = readCall(grammar, [stream.name()], start);
  stream.finish();
  // It stands nowhere, and runs with its caller's rights.
  const place = { database: '', schema: '', executeAs: 'CALLER' } as const;
  const procedure: Procedure = { name, ...head, ...place, body, createdAt: 0 };
  if (call.path[0]?.text !== name) {
    throw doesNotExist('Procedure', textsOf(call.path));
  }
  const { values } = chooseRoutine(compiler, [procedure], call, EMPTY_SCOPE);
  return runProcedure(context, procedure, values);
}
