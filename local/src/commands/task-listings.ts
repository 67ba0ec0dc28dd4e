import type { Task } from '../catalog/model.js';
import { doesNotExist, printPath, textsOf } from '../compile/faults.js';
import type { Cell } from '../statement.js';
import type { Outcome, StatementContext } from './command.js';
import { told } from './describe-objects.js';
import { TERSE, moment, rowOf, shapeOf, type Lister } from './listing.js';

const TASK_SHAPE = shapeOf(
  'created_on@ name id database_name schema_name owner comment warehouse schedule scheduling_mode target_completion_interval predecessors state definition condition allow_overlapping_execution error_integration success_integration last_committed_on@ last_suspended_on@ owner_role_type config budget last_suspended_reason task_relations execute_as_user',
);

function taskRow({ catalog, state }: StatementContext, task: Task): readonly Cell[] {
  const { settings, createdAt, database, schema, lastCommittedAt, lastSuspendedAt } = task;
  const predecessors = catalog.tasks
    .all()
    .filter(({ id }) => task.predecessors.includes(id))
    .map((before) => printPath([before.database, before.schema, before.name]));
  return rowOf(TASK_SHAPE, {
    created_on: moment(createdAt),
    name: task.name,
    id: task.id,
    database_name: database,
    schema_name: schema,
    owner: state.role,
    comment: settings['COMMENT'] ?? '',
    warehouse: settings['WAREHOUSE'] ?? null,
    schedule: settings['SCHEDULE'] ?? null,
    predecessors: JSON.stringify(predecessors),
    state: task.state,
    definition: task.definition,
    condition: task.condition ?? null,
    allow_overlapping_execution: (settings['ALLOW_OVERLAPPING_EXECUTION'] ?? 'false').toLowerCase(),
    target_completion_interval: settings['TARGET_COMPLETION_INTERVAL'] ?? null,
    error_integration: settings['ERROR_INTEGRATION'] ?? 'null',
    success_integration: settings['SUCCESS_INTEGRATION'] ?? 'null',
    last_committed_on: lastCommittedAt === undefined ? null : moment(lastCommittedAt),
    last_suspended_on: lastSuspendedAt === undefined ? null : moment(lastSuspendedAt),
    owner_role_type: 'ROLE',
    config: settings['CONFIG'] ?? null,
    task_relations: JSON.stringify({ Predecessors: predecessors }),
    last_suspended_reason: lastSuspendedAt === undefined ? null : 'USER_SUSPENDED',
  });
}

/** DESCRIBE TASK. */
export async function describeTask(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog, compiler } = context;
  const path = grammar.objectName();
  grammar.stream.finish();
  const task = catalog.tasks.get(...compiler.qualify(path));
  if (task === undefined) {
    throw doesNotExist('Task', textsOf(path));
  }
  return told(context, TASK_SHAPE, [taskRow(context, task)]);
}

/** SHOW TASKS. */
export const TASK_LISTINGS: readonly (readonly [string, Lister])[] = [
  [
    'TASKS',
    (context, { rootOnly }) => ({
      shape: TASK_SHAPE,
      terse: [...TERSE, 'schedule'],
      terseKind: null,
      rows: context.catalog.tasks
        .all()
        .filter(({ predecessors }) => !rootOnly || predecessors.length === 0)
        .map((task) => taskRow(context, task)),
    }),
  ],
];
