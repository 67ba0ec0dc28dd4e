import { unsupported } from '../compile/faults.js';
import { ACCOUNT_OBJECTS, alterAccountObject } from './access.js';
import { alterDatabase, alterSchema } from './alter-containers.js';
import { alterSequence } from './alter-sequence.js';
import { alterTable } from './alter-table.js';
import { alterView } from './alter-view.js';
import type { Outcome, StatementContext } from './command.js';
import { refusedKind } from './refused-kinds.js';
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
  const refused = refusedKind(stream);
  const kind = refused ?? stream.next().value;
  const alter = ALTERERS.get(kind) ?? (ACCOUNT_OBJECTS.has(kind) ? alterAccountObject : undefined);
  if (alter === undefined) {
    throw unsupported(`ALTER ${kind}`);
  }
  return alter(context);
}
