import { randomUUID } from 'node:crypto';
import type { Task } from '../catalog/model.js';
import type { TaskRun } from '../catalog/task-runs.js';
import { doesNotExist, textsOf, unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { runImmediate } from './query.js';
import { readValue } from '../script/outcome-values.js';
import { TASK_SETTINGS } from './tasks.js';

/** EXECUTE IMMEDIATE and EXECUTE TASK. */
export function runExecute(context: StatementContext): Promise<Outcome> {
  return context.grammar.stream.sees('EXECUTE', 'TASK') ? executeTask(context) : runImmediate(context);
}

/**
 * EXECUTE TASK: runs a task, and those after it, to their end. As on an account the statement succeeds whatever becomes of
 * them; TASK_HISTORY tells that.
 */
async function executeTask(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog, compiler, request } = context;
  const { stream } = grammar;
  stream.expect('EXECUTE', 'TASK');
  const path = grammar.objectName();
  const config = stream.accept('USING', 'CONFIG', '=') ? stream.string() : undefined;
  if (stream.sees('RETRY')) {
    throw unsupported('EXECUTE TASK … RETRY LAST');
  }
  stream.finish();
  const root = catalog.tasks.get(...compiler.qualify(path));
  if (root === undefined) {
    throw doesNotExist('Task', textsOf(path));
  }
  if (catalog.tasks.all().some(({ id }) => root.predecessors.includes(id))) {
    throw unsupported('EXECUTE TASK of a task that runs after others');
  }
  if (!request.describeOnly) {
    await context.transaction.commit();
    await runGraph(context, root, config ?? root.settings['CONFIG']);
  }
  return status(`Task ${root.name} is scheduled to run immediately.`, TYPE.call);
}

/** A task runs when all those before it that are not suspended have succeeded, and one of them at least. */
async function runGraph(context: StatementContext, root: Task, config: string | undefined): Promise<void> {
  const graph = { rootTaskId: root.id, runId: randomUUID(), config, scheduledAt: context.compiler.environment.now };
  const ended = new Map<string, TaskRun['state']>();
  const run = async (task: Task): Promise<void> => {
    const done = await runTask(context, task, graph);
    context.catalog.taskRuns.add(done);
    ended.set(task.id, done.state);
  };
  await run(root);
  for (;;) {
    const next = context.catalog.tasks.all().find((task) => !ended.has(task.id) && isDue(context, task, ended));
    if (next === undefined) {
      return;
    }
    await run(next);
  }
}

function isDue({ catalog }: StatementContext, task: Task, ended: ReadonlyMap<string, TaskRun['state']>): boolean {
  const awaited = task.predecessors.filter(
    (id) => ended.has(id) || catalog.tasks.all().some((other) => other.id === id && other.state === 'started'),
  );
  return task.state === 'started' && awaited.length > 0 && awaited.every((id) => ended.get(id) === 'SUCCEEDED');
}

type Graph = Pick<TaskRun, 'rootTaskId' | 'runId' | 'config' | 'scheduledAt'>;

async function runTask(context: StatementContext, task: Task, graph: Graph): Promise<TaskRun> {
  const { database, schema, name, definition, condition } = task;
  const startedAt = Date.now();
  const told = { ...graph, database, schema, name, definition, condition, startedAt };
  const run = { ...told, queryId: undefined, errorCode: undefined, errorMessage: undefined, completedAt: undefined };
  try {
    return await asOwner(context, task, async () => {
      if (!(await holds(context, condition))) {
        return { ...run, state: 'SKIPPED', startedAt: undefined, completedAt: Date.now() };
      }
      const { queryId } = await context.instead(definition);
      return { ...run, state: 'SUCCEEDED', queryId, completedAt: Date.now() };
    });
  } catch (error) {
    if (!(error instanceof SnowflakeError) || context.request.signal.aborted) {
      throw error;
    }
    const { code: errorCode, message: errorMessage } = error;
    return { ...run, state: 'FAILED', errorCode, errorMessage, completedAt: Date.now() };
  }
}

async function holds(context: StatementContext, condition: string | undefined): Promise<boolean> {
  if (condition === undefined) {
    return true;
  }
  const { literal } = await readValue(await context.instead(`SELECT (${condition})::boolean`));
  return literal === 'true';
}

/** A run begins in the task's own schema with its own settings, and leaves nothing behind in the session. */
async function asOwner<T>({ state, transaction }: StatementContext, task: Task, work: () => Promise<T>): Promise<T> {
  const { database, schema, warehouse, role } = state;
  const parameters = state.parameters.all();
  const variables = [...state.variables];
  state.database = task.database;
  state.schema = task.schema;
  state.warehouse = task.settings['WAREHOUSE'] ?? warehouse;
  try {
    state.parameters.set('AUTOCOMMIT', true);
    for (const [name, value] of Object.entries(task.settings)) {
      if (!TASK_SETTINGS.test(name)) {
        state.parameters.set(name, value);
      }
    }
    return await work();
  } finally {
    await transaction.rollback();
    Object.assign(state, { database, schema, warehouse, role });
    state.parameters.reset(parameters);
    state.variables.clear();
    variables.forEach(([name, value]) => state.variables.set(name, value));
  }
}
