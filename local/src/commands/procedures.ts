import type { Procedure } from '../catalog/model.js';
import { castTo } from '../compile/casts.js';
import { alreadyExists, doesNotExist, textsOf, unsupported } from '../compile/faults.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import type { Typed } from '../compile/typed.js';
import { readBlock } from '../script/parse.js';
import { runBlock } from '../script/run-block.js';
import { ScriptScope } from '../script/scope.js';
import { openGrammar } from '../syntax/parser.js';
import { TokenStream } from '../syntax/token-stream.js';
import { TEXT, type SqlType } from '../types/sql-type.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import type { CreateOptions } from './create.js';

/** BEGIN … END and DECLARE … END without a procedure around them. */
export async function runAnonymous(context: StatementContext): Promise<Outcome> {
  return runScript(context, context.request.sql, 'anonymous block', undefined, new ScriptScope());
}

async function runScript(
  context: StatementContext,
  sql: string,
  name: string,
  returns: SqlType | undefined,
  scope: ScriptScope,
): Promise<Outcome> {
  const stream = new TokenStream(sql);
  const block = readBlock(stream);
  stream.finish();
  const columns = [{ name, type: returns ?? TEXT, nullable: true }];
  if (context.request.describeOnly) {
    return { columns, typeId: TYPE.call, rows: { cells: [] } };
  }
  const outcome = await runBlock(
    {
      signal: context.request.signal,
      run: (text, locals) => context.instead(text, { locals }),
      cast: (value: Typed, type) => castTo(context.compiler, value, type),
      readType: (text) => openGrammar(text, context.compiler.environment).dataType(),
    },
    block,
    scope,
  );
  return nameOutcome(outcome, columns);
}

/** A single value bears the name of what was called; a table keeps its own names. */
function nameOutcome(outcome: Outcome | undefined, columns: Outcome['columns']): Outcome {
  if (outcome === undefined) {
    return { columns, typeId: TYPE.call, rows: { cells: [[null]] } };
  }
  const [only] = outcome.columns;
  const named =
    outcome.columns.length === 1 && only !== undefined && only.name.startsWith('(')
      ? [{ ...only, name: columns[0]?.name ?? only.name }]
      : outcome.columns;
  return { ...outcome, columns: named, typeId: TYPE.call };
}

/** CREATE PROCEDURE in SQL. */
export async function createProcedure(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'NOT', 'EXISTS');
  const [database, schema, name] = compiler.qualify(grammar.objectName(), 'CREATE PROCEDURE');
  context.refuseMissingSchema(database, schema);
  const parameters = stream.list(() => ({ name: stream.name().text, type: grammar.dataType() }));
  stream.expect('RETURNS');
  const table = stream.accept('TABLE');
  if (table) {
    stream.list(() => ({ name: stream.name().text, type: grammar.dataType() }));
  }
  const returns = table ? undefined : grammar.dataType();
  const body = readBody(context);
  // A mistake in the body is told here, as Snowflake does.
  readBlock(new TokenStream(body));
  if (catalog.procedures.get(database, schema, name) !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([database, schema, name]);
  }
  await context.define(async () =>
    catalog.procedures.put({ database, schema, name, parameters, returns, body, createdAt: Date.now() }),
  );
  return status(`Function ${name} successfully created.`, TYPE.create);
}

function readBody({ grammar: { stream } }: StatementContext): string {
  while (!stream.sees('AS')) {
    if (stream.accept('LANGUAGE')) {
      const language = stream.name().text;
      if (language !== 'SQL') {
        throw unsupported(`procedures in ${language}`);
      }
    } else if (stream.accept('EXECUTE', 'AS')) {
      stream.name();
    } else if (stream.accept('COMMENT', '=')) {
      stream.string();
    } else if (!stream.accept('NOT', 'NULL') && !stream.accept('STRICT')) {
      throw stream.unexpected();
    }
  }
  stream.expect('AS');
  const token = stream.peek();
  if (token?.kind === 'string' || token?.kind === 'dollars') {
    const body = stream.string();
    stream.finish();
    return body;
  }
  const start = stream.start;
  readBlock(stream);
  stream.finish();
  return stream.sql.slice(start);
}

/** CALL of a procedure. */
export async function runCall(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  stream.expect('CALL');
  const path = grammar.objectName();
  const args = stream.list(() => grammar.expression());
  stream.finish();
  const found: Procedure | undefined = catalog.procedures.get(...compiler.qualify(path, 'CALL'));
  if (found === undefined) {
    throw doesNotExist('Procedure', textsOf(path));
  }
  const [first] = path;
  if (args.length !== found.parameters.length) {
    throw compiler.faults.wrongArity(found.name, found.parameters.length, args.length, first ?? { start: 0, end: 0 });
  }
  const scope = new ScriptScope();
  for (const [at, { name, type }] of found.parameters.entries()) {
    const arg = args[at];
    if (arg !== undefined) {
      scope.declare(name, castTo(compiler, compiler.expression(arg, EMPTY_SCOPE), type));
    }
  }
  return runScript(context, found.body, found.name, found.returns, scope);
}
