import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';

/** GRANT and REVOKE: there are no rights to check, so they are read and nothing comes of them. */
export async function runGrant(context: StatementContext): Promise<Outcome> {
  skipRest(context);
  await context.control.commit();
  return succeeded(TYPE.alter);
}

/** Passes over what is left of a statement. */
export function skipRest({ grammar: { stream } }: StatementContext): void {
  while (stream.peek() !== undefined) {
    stream.next();
  }
}
