import { TYPE, status, succeeded, type Outcome, type StatementContext } from './command.js';

/**
 * Roles, users, warehouses and tags guard and pay for real data; here they stand for nothing. Statements about them are
 * read and answered, so that a set-up script runs, and nothing else comes of them.
 */
export const ACCOUNT_OBJECTS: ReadonlySet<string> = new Set(['ROLE', 'TAG', 'USER', 'WAREHOUSE']);

/** GRANT and REVOKE. */
export async function runGrant(context: StatementContext): Promise<Outcome> {
  skipRest(context);
  await context.transaction.commit();
  return succeeded(TYPE.alter);
}

/** CREATE ROLE and its kin, after the kind has been read. */
export async function createAccountObject(context: StatementContext, kind: string): Promise<Outcome> {
  context.grammar.stream.accept('IF', 'NOT', 'EXISTS');
  const name = context.grammar.objectName().at(-1)?.text ?? '';
  skipRest(context);
  await context.transaction.commit();
  if (kind === 'WAREHOUSE') {
    context.state.warehouse = name;
  }
  return status(`${kind.charAt(0)}${kind.slice(1).toLowerCase()} ${name} successfully created.`, TYPE.create);
}

/** ALTER ROLE and its kin. */
export async function alterAccountObject(context: StatementContext): Promise<Outcome> {
  skipRest(context);
  await context.transaction.commit();
  return succeeded(TYPE.alter);
}

/** DROP ROLE and its kin. */
export async function dropAccountObject(context: StatementContext): Promise<Outcome> {
  context.grammar.stream.accept('IF', 'EXISTS');
  const name = context.grammar.objectName().at(-1)?.text ?? '';
  skipRest(context);
  await context.transaction.commit();
  return status(`${name} successfully dropped.`, TYPE.drop);
}

function skipRest({ grammar: { stream } }: StatementContext): void {
  while (stream.peek() !== undefined) {
    stream.next();
  }
}
