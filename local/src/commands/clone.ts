import { randomUUID } from 'node:crypto';
import type { Relation, Schema, Sequence, Task } from '../catalog/model.js';
import type { StatementContext } from './command.js';
import { makeTable, renewIncrement, SEQUENCE_RANGE } from './create-table.js';
import { nextPhysical } from './physical-names.js';

/** Copies a schema with its tables and their rows, views, sequences, routines and file formats; stages stay behind. */
export async function cloneSchema(context: StatementContext, from: Schema, to: Schema): Promise<void> {
  const { catalog } = context;
  const {
    relations,
    sequences,
    functions,
    formats = [],
    procedures = [],
    tags = [],
    tasks = [],
  } = catalog.contentOf(from.database, from.name);
  const place = { database: to.database, schema: to.name, createdAt: to.createdAt };
  catalog.putSchema(to);
  for (const sequence of sequences) {
    await cloneSequence(context, sequence, place);
  }
  for (const relation of relations) {
    await cloneRelation(context, relation, place);
  }
  functions.forEach((entry) => catalog.functions.put({ ...entry, ...place }));
  procedures.forEach((entry) => catalog.procedures.put({ ...entry, ...place }));
  formats.forEach((entry) => catalog.formats.put({ ...entry, ...place }));
  cloneTasks(context, tasks, place);
  tags.forEach((entry) => catalog.tags.put({ ...entry, ...place }));
}

/** A clone's tasks run after each other as the originals do, and not before someone resumes them. */
function cloneTasks({ catalog }: StatementContext, tasks: readonly Task[], place: Place): void {
  const ids = new Map(tasks.map(({ id }) => [id, randomUUID()] as const));
  const renewed = (id: string): string => ids.get(id) ?? id;
  for (const task of tasks) {
    const predecessors = task.predecessors.map(renewed);
    catalog.tasks.put({ ...task, ...place, id: renewed(task.id), predecessors, state: 'suspended' });
  }
}

type Place = Pick<Relation, 'database' | 'schema' | 'createdAt'>;

async function cloneRelation(context: StatementContext, relation: Relation, place: Place): Promise<void> {
  if (relation.kind === 'view') {
    context.catalog.putRelation({ ...relation, ...place });
    return;
  }
  const physical = nextPhysical(relation.name);
  const copy = { ...relation, ...place, physical, columns: relation.columns.map(renewIncrement) };
  await makeTable(context, copy);
  await context.run(`INSERT INTO ${physical} SELECT * FROM ${relation.physical}`);
  context.catalog.putRelation(copy);
}

async function cloneSequence(context: StatementContext, sequence: Sequence, place: Place): Promise<void> {
  const copy = { ...sequence, ...place, physical: nextPhysical(sequence.name) };
  await makeSequence(context, copy, await nextNumber(context, sequence));
  context.catalog.putSequence(copy);
}

/** The number a sequence gives next. */
export async function nextNumber({ run }: Pick<StatementContext, 'run'>, sequence: Sequence): Promise<number> {
  const name = sequence.physical.slice('sf.'.length).replace(/^"|"$/g, '').replaceAll('""', '"');
  const from = 'duckdb_sequences() WHERE schema_name = $1 AND sequence_name = $2';
  const found = await run(`SELECT last_value, start_value FROM ${from}`, ['sf', name]);
  const [[last = null, start = null] = []] = await found.getRows();
  return last === null ? Number(start ?? sequence.start) : Number(last) + sequence.step;
}

/** Makes DuckDB's sequence for one of Snowflake's. */
export async function makeSequence(
  { run }: Pick<StatementContext, 'run'>,
  { physical, start, step }: Sequence,
  first = start,
): Promise<void> {
  await run(`CREATE SEQUENCE ${physical} START WITH ${first} INCREMENT BY ${step}${SEQUENCE_RANGE}`);
}
