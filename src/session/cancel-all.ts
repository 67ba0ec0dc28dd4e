import { SqlError } from '../errors.js';
import { type ActionOptions, timeLeft } from '../query/action-options.js';
import type { Statements } from '../query/statements.js';

/** Cancels everything that runs in the session, also what this process does not know of. */
export async function cancelAllQueries(statements: Statements, options: ActionOptions): Promise<void> {
  const started = performance.now();
  const sessionId = await readCell(statements, 'select current_session()', options);
  // It goes into the statement's text, where the function wants a literal.
  if (sessionId === undefined || !/^\d+$/.test(sessionId)) {
    throw new SqlError('The server did not tell the id of the session, so its statements could not be cancelled.', {
      code: 'RESULT_INVALID',
    });
  }
  await readCell(statements, `select system$cancel_all_queries(${sessionId})`, timeLeft(options, started));
}

async function readCell(statements: Statements, sqlText: string, options: ActionOptions): Promise<string | undefined> {
  return statements.run({ sqlText, binds: [] }, options, async (result) => {
    for await (const [row] of result.batches()) {
      return row?.[0] ?? undefined;
    }
    return undefined;
  });
}
