import { showCollated } from '../compile/collated-items.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import type { Typed } from '../compile/typed.js';
import { runOnce } from './procedures.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';

/** SELECT, WITH, VALUES and queries in parentheses. */
export async function runQuery(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, request } = context;
  if (grammar.stream.sees('WITH') && grammar.stream.peek(3)?.value === 'PROCEDURE') {
    return runOnce(context);
  }
  const query = showCollated(grammar.query());
  grammar.stream.finish();
  const { sql, columns } = compiler.query(query, EMPTY_SCOPE);
  if (request.describeOnly) {
    await context.check(sql);
    return { columns, typeId: TYPE.select, rows: { cells: [] } };
  }
  return { columns, typeId: TYPE.select, rows: await context.select(sql) };
}

/** A variable of the session, with or without its dollar. */
function readUsed({ grammar, compiler }: StatementContext): Typed {
  const { stream } = grammar;
  const start = stream.start;
  const name = stream.peek()?.kind === 'variable' ? stream.next().value : stream.name().text;
  return compiler.environment.variableValue(name, { start, end: stream.end }, compiler.faults);
}

/** EXECUTE IMMEDIATE with a statement's text. */
export async function runImmediate(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  stream.expect('EXECUTE', 'IMMEDIATE');
  const parenthesised = stream.accept('(');
  const text =
    stream.peek()?.kind === 'variable' ? context.compiler.environment.variable(stream.next().value) : stream.string();
  if (parenthesised) {
    stream.expect(')');
  }
  const values = stream.accept('USING') ? stream.list(() => readUsed(context)) : undefined;
  stream.finish();
  return context.instead(text, values === undefined ? {} : { values });
}
