import { ACCOUNT_KINDS, alterAccountObject } from './account-objects.js';
import { alterDatabase, alterSchema } from './alter-containers.js';
import { alterSequence } from './alter-sequence.js';
import { alterRoutine } from './alter-routine.js';
import { alterFileFormat, alterStage } from './alter-stage.js';
import { alterTable } from './alter-table.js';
import { alterView } from './alter-view.js';
import type { Outcome, StatementContext } from './command.js';
import { notDone, refusedKind } from './refused-kinds.js';
import { alterSession } from './session-parameters.js';
import { alterTag } from './tags.js';
import { alterTask } from './alter-task.js';

type Alterer = (context: StatementContext) => Promise<Outcome>;

/** What ALTER changes, by the word that names its kind. */
export const ALTERERS: ReadonlyMap<string, Alterer> = new Map<string, Alterer>([
  ...ACCOUNT_KINDS.map((kind): [string, Alterer] => [kind, (context) => alterAccountObject(context, kind)]),
  ['SESSION', alterSession],
  ['TABLE', alterTable],
  ['VIEW', alterView],
  ['SCHEMA', alterSchema],
  ['DATABASE', alterDatabase],
  ['SEQUENCE', alterSequence],
  ['TAG', alterTag],
  ['TASK', alterTask],
  ['STAGE', alterStage],
  ['FILE', alterFileFormat],
  ['FUNCTION', (context) => alterRoutine(context, 'Function')],
  ['PROCEDURE', (context) => alterRoutine(context, 'Procedure')],
]);

/** ALTER: dispatched by the kind of object. */
export async function runAlter(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  stream.expect('ALTER');
  const kind = stream.peek()?.value ?? '';
  const alter = ALTERERS.get(kind);
  if (alter === undefined || refusedKind(stream) !== undefined) {
    throw notDone('ALTER', stream);
  }
  stream.next();
  return alter(context);
}
