import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';

/** BEGIN [TRANSACTION | WORK] [NAME n] and START TRANSACTION. */
export async function runBegin(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  if (stream.accept('START')) {
    stream.expect('TRANSACTION');
  } else {
    stream.expect('BEGIN');
    stream.acceptAny('TRANSACTION', 'WORK');
  }
  const name = stream.accept('NAME') ? stream.name().text : undefined;
  stream.finish();
  await context.control.begin(true, name);
  return succeeded(TYPE.begin);
}

/** COMMIT [WORK]. */
export async function runCommit(context: StatementContext): Promise<Outcome> {
  endOf(context, 'COMMIT');
  await context.control.commit();
  return succeeded(TYPE.commit);
}

/** ROLLBACK [WORK]. */
export async function runRollback(context: StatementContext): Promise<Outcome> {
  endOf(context, 'ROLLBACK');
  await context.control.rollback();
  return succeeded(TYPE.rollback);
}

function endOf({ grammar: { stream } }: StatementContext, word: string): void {
  stream.expect(word);
  stream.accept('WORK');
  stream.finish();
}
