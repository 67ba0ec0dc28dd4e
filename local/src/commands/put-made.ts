import type { Collection, Placed } from '../catalog/collection.js';
import { alreadyExists } from '../compile/faults.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';

/** How a definition meets one of its name that is there. */
interface Meeting {
  /** What an answer calls it. */
  readonly kind: string;
  readonly orReplace: boolean;
  readonly orAlter: boolean;
  readonly ifNotExists: boolean;
}

/** Puts what CREATE has made among the others of its kind, and answers. What is altered keeps the moment it was made. */
export async function putMade<T extends Placed & { readonly createdAt: number }>(
  context: StatementContext,
  held: Collection<T>,
  made: T,
  { kind, orReplace, orAlter, ifNotExists }: Meeting,
): Promise<Outcome> {
  const { name } = made;
  const existing = held.like(made);
  if (existing !== undefined && orAlter) {
    await context.define(async () => held.put({ ...made, createdAt: existing.createdAt }));
    return status(`${kind} ${name} successfully altered.`, TYPE.alter);
  }
  if (existing !== undefined && !orReplace) {
    if (ifNotExists) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([name]);
  }
  await context.define(async () => held.put(made));
  return status(`${kind} ${name} successfully created.`, TYPE.create);
}
