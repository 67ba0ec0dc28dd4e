import { unsupported } from '../compile/faults.js';
import { ACCOUNT_KINDS, createAccountObject } from './account-objects.js';
import type { Outcome, StatementContext } from './command.js';
import { createDatabase, createSchema } from './containers.js';
import { createFunction } from './create-function.js';
import { createOrAlterTable } from './create-or-alter.js';
import { createSequence } from './create-sequence.js';
import { createFileFormat, createStage } from './create-stage.js';
import { createTable } from './create-table.js';
import { createView } from './create-view.js';
import { createProcedure } from './procedures.js';
import { notDone, refusedKind } from './refused-kinds.js';
import { createTag } from './tags.js';
import { createTask } from './tasks.js';

/** What stands between CREATE and the kind of object. */
export interface CreateOptions {
  readonly orReplace: boolean;
  /** What is there becomes what the statement says, and keeps the rest. */
  readonly orAlter: boolean;
  readonly ifNotExists: boolean;
  readonly persistence: 'permanent' | 'transient' | 'temporary';
  readonly secure: boolean;
  /** The view may read itself. */
  readonly recursive: boolean;
}

/** CREATE: dispatched by the kind of object. */
export async function runCreate(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  stream.expect('CREATE');
  const orAlter = stream.accept('OR', 'ALTER');
  const orReplace = stream.accept('OR', 'REPLACE');
  const options: CreateOptions = { orReplace, orAlter, ifNotExists: false, ...readModifiers(context) };
  const kind = stream.peek()?.value ?? '';
  const create = CREATORS.get(kind);
  if (create === undefined || refusedKind(stream) !== undefined) {
    throw notDone('CREATE', stream);
  }
  stream.next();
  if (orAlter) {
    if (kind === 'USER') {
      throw unsupported('CREATE OR ALTER USER');
    }
    return kind === 'TABLE' ? createOrAlterTable(context, options) : create(context, options);
  }
  return create(context, options);
}

function readModifiers({
  grammar: { stream },
}: StatementContext): Pick<CreateOptions, 'persistence' | 'secure' | 'recursive'> {
  stream.acceptAny('LOCAL', 'GLOBAL', 'SCOPED');
  let secure = stream.accept('SECURE');
  stream.acceptAny('LOCAL', 'GLOBAL');
  const word = stream.acceptAny('TRANSIENT', 'TEMPORARY', 'TEMP', 'VOLATILE');
  secure ||= stream.accept('SECURE');
  const recursive = stream.accept('RECURSIVE');
  const persistence = word === undefined ? 'permanent' : word === 'TRANSIENT' ? 'transient' : 'temporary';
  return { persistence, secure, recursive };
}

type Creator = (context: StatementContext, options: CreateOptions) => Promise<Outcome>;

/** What CREATE makes, by the word that names its kind. */
export const CREATORS: ReadonlyMap<string, Creator> = new Map<string, Creator>([
  ...ACCOUNT_KINDS.map((kind): [string, Creator] => [kind, (...of) => createAccountObject(kind, ...of)]),
  ['TABLE', createTable],
  ['VIEW', createView],
  ['SCHEMA', createSchema],
  ['DATABASE', createDatabase],
  ['SEQUENCE', createSequence],
  ['PROCEDURE', createProcedure],
  ['STAGE', createStage],
  ['FILE', createFileFormat],
  ['FUNCTION', createFunction],
  ['TAG', createTag],
  ['TASK', createTask],
]);
