import { ACCOUNT_OBJECTS, alterAccountObject } from './access.js';
import { alterDatabase, alterSchema } from './alter-containers.js';
import { alterSequence } from './alter-sequence.js';
import { alterTable } from './alter-table.js';
import { alterView } from './alter-view.js';
import type { Outcome, StatementContext } from './command.js';
import { notDone, refusedKind } from './refused-kinds.js';
import { alterSession } from './session-parameters.js';

/** What ALTER changes, by the word that names its kind. */
export const ALTERERS: ReadonlyMap<string, (context: StatementContext) => Promise<Outcome>> = new Map([
  ['SESSION', alterSession],
  ['TABLE', alterTable],
  ['VIEW', alterView],
  ['SCHEMA', alterSchema],
  ['DATABASE', alterDatabase],
  ['SEQUENCE', alterSequence],
]);

/** ALTER: dispatched by the kind of object. */
export async function runAlter(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  stream.expect('ALTER');
  const kind = stream.peek()?.value ?? '';
  const alter = ALTERERS.get(kind) ?? (ACCOUNT_OBJECTS.has(kind) ? alterAccountObject : undefined);
  if (alter === undefined || refusedKind(stream) !== undefined) {
    throw notDone('ALTER', stream);
  }
  stream.next();
  return alter(context);
}
