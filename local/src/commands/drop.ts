import type { Collection, Placed } from '../catalog/collection.js';
import { doesNotExist, textsOf } from '../compile/faults.js';
import type { NamePath } from '../syntax/ast.js';
import { capital } from './capital.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { ACCOUNT_KINDS, accountKind, dropAccountObject } from './account-objects.js';
import { dropDatabase, dropSchema, schemaPath } from './containers.js';
import { stageKey } from '../stages/location.js';
import { dropRelation } from './create-table.js';
import { notDone, refusedKind } from './refused-kinds.js';
import { findRoutine, readSignature } from './routines.js';

/** DROP: dispatched by the kind of object. */
export async function runDrop(context: StatementContext): Promise<Outcome> {
  const { grammar } = context;
  const { stream } = grammar;
  stream.expect('DROP');
  const kind = stream.sees('FILE', 'FORMAT') ? 'FILE FORMAT' : (stream.peek()?.value ?? '');
  const find = FINDERS.get(kind);
  if (find === undefined || refusedKind(stream) !== undefined) {
    throw notDone('DROP', stream);
  }
  stream.expect(...kind.split(' '));
  const optional = stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const types = kind === 'FUNCTION' || kind === 'PROCEDURE' ? readSignature(context) : undefined;
  stream.acceptAny('CASCADE', 'RESTRICT');
  stream.finish();
  const names = path.map(({ text }) => text);
  const drop = find(context, path, types);
  if (drop === undefined) {
    if (optional) {
      return status(`Drop statement executed successfully (${names.at(-1)} already dropped).`, TYPE.drop);
    }
    throw doesNotExist(capital(kind), wholeName(context, kind, path));
  }
  await context.define(drop);
  return status(`${names.at(-1)} successfully dropped.`, TYPE.drop);
}

/** An object's name with the place it was looked for in. */
export function wholeName(context: StatementContext, kind: string, path: NamePath): readonly string[] {
  if (kind === 'DATABASE' || accountKind(kind) !== undefined) {
    return textsOf(path);
  }
  return kind === 'SCHEMA' ? schemaPath(context, path) : context.compiler.qualify(path);
}

/** Finds an object and returns what drops it. */
type Finder = (
  context: StatementContext,
  path: NamePath,
  signature: string | undefined,
) => (() => Promise<void>) | undefined;

/** How DROP finds an object, by the word that names its kind. */
export const FINDERS: ReadonlyMap<string, Finder> = new Map<string, Finder>([
  ...ACCOUNT_KINDS.map((kind): [string, Finder] => [kind, (context, path) => dropAccountObject(context, kind, path)]),
  ['TABLE', (context, path) => findRelation(context, path, 'table')],
  ['VIEW', (context, path) => findRelation(context, path, 'view')],
  [
    'SCHEMA',
    (context, path) => {
      const [database, name] = schemaPath(context, path);
      return context.catalog.schema(database, name) === undefined
        ? undefined
        : () => leaveSchema(context, database, name);
    },
  ],
  [
    'DATABASE',
    (context, path) => {
      const name = path[0]?.text ?? '';
      return context.catalog.database(name) === undefined ? undefined : () => leaveDatabase(context, name);
    },
  ],
  [
    'SEQUENCE',
    (context, path) => {
      const found = context.catalog.sequence(...context.compiler.qualify(path));
      return found === undefined
        ? undefined
        : async () => {
            await context.run(`DROP SEQUENCE ${found.physical}`);
            context.catalog.dropSequence(found);
          };
    },
  ],
  [
    'STAGE',
    (context, path) => {
      const found = context.catalog.stages.get(...context.compiler.qualify(path));
      return found === undefined
        ? undefined
        : async () => {
            context.catalog.stages.drop(found);
            await context.stages.dropStage(stageKey(found));
          };
    },
  ],
  [
    'PROCEDURE',
    (context, path, signature) => {
      const found = findRoutine(context.catalog.procedures, context, path, signature);
      return found === undefined ? undefined : async () => context.catalog.procedures.drop(found);
    },
  ],
  ['FILE FORMAT', (context, path) => dropFrom(context, context.catalog.formats, path)],
  ['TAG', (context, path) => dropFrom(context, context.catalog.tags, path)],
  ['TASK', (context, path) => dropFrom(context, context.catalog.tasks, path)],
  [
    'FUNCTION',
    (context, path, signature) => {
      const found = findRoutine(context.catalog.functions, context, path, signature);
      return found === undefined ? undefined : async () => context.catalog.functions.drop(found);
    },
  ],
]);

function dropFrom<T extends Placed>(
  { compiler }: StatementContext,
  held: Collection<T>,
  path: NamePath,
): (() => Promise<void>) | undefined {
  const found = held.get(...compiler.qualify(path));
  return found === undefined ? undefined : async () => held.drop(found);
}

function findRelation(
  context: StatementContext,
  path: NamePath,
  kind: 'table' | 'view',
): (() => Promise<void>) | undefined {
  const [database, schema, name] = context.compiler.qualify(path);
  const relation = context.catalog.relation(database, schema, name, context.state.options.sessionId);
  return relation?.kind === kind ? () => dropRelation(context, relation) : undefined;
}

async function leaveSchema(context: StatementContext, database: string, name: string): Promise<void> {
  await dropSchema(context, database, name);
  if (context.state.database === database && context.state.schema === name) {
    context.state.schema = null;
  }
}

async function leaveDatabase(context: StatementContext, name: string): Promise<void> {
  await dropDatabase(context, name);
  if (context.state.database === name) {
    context.state.database = null;
    context.state.schema = null;
  }
}
