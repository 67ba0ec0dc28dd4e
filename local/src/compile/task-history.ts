import { rowsQuery, storedMoment } from '../catalog/information-schema.js';
import type { TaskRun } from '../catalog/task-runs.js';
import type { CallNode, Span } from '../syntax/ast.js';
import { TEXT, number, timestamp, type SqlType } from '../types/sql-type.js';
import type { CompiledQuery, Compiler } from './compiler.js';
import { unsupported } from './faults.js';
import { EMPTY_SCOPE } from './scope.js';

const MOMENT = timestamp('ltz', 3);

const COLUMNS: readonly (readonly [string, SqlType])[] = [
  ['QUERY_ID', TEXT],
  ['NAME', TEXT],
  ['DATABASE_NAME', TEXT],
  ['SCHEMA_NAME', TEXT],
  ['QUERY_TEXT', TEXT],
  ['CONDITION_TEXT', TEXT],
  ['STATE', TEXT],
  ['ERROR_CODE', TEXT],
  ['ERROR_MESSAGE', TEXT],
  ['SCHEDULED_TIME', MOMENT],
  ['QUERY_START_TIME', MOMENT],
  ['NEXT_SCHEDULED_TIME', MOMENT],
  ['COMPLETED_TIME', MOMENT],
  ['ROOT_TASK_ID', TEXT],
  ['GRAPH_VERSION', number()],
  ['RUN_ID', TEXT],
  ['RETURN_VALUE', TEXT],
  ['SCHEDULED_FROM', TEXT],
  ['ATTEMPT_NUMBER', number()],
  ['CONFIG', TEXT],
];

/** A call of INFORMATION_SCHEMA.TASK_HISTORY as a query, latest run first; undefined for other calls. */
export function taskHistory(compiler: Compiler, call: CallNode & Span): CompiledQuery | undefined {
  const [name, schema] = call.path.map(({ text }) => text).toReversed();
  if (name !== 'TASK_HISTORY' || schema !== 'INFORMATION_SCHEMA') {
    return undefined;
  }
  const known = new Set(['TASK_NAME', 'RESULT_LIMIT', 'ERROR_ONLY', 'ROOT_TASK_ID']);
  const unknown = [...call.named.keys()].find((given) => !known.has(given));
  if (unknown !== undefined || call.args.length > 0) {
    throw unsupported(`TASK_HISTORY with ${unknown ?? 'arguments without names'}`);
  }
  const [task, root] = [argument(compiler, call, 'TASK_NAME'), argument(compiler, call, 'ROOT_TASK_ID')];
  const errors = argument(compiler, call, 'ERROR_ONLY') === 'true';
  const rows = compiler.environment.catalog.taskRuns
    .all()
    .filter((run) => task === undefined || run.name.toUpperCase() === task.toUpperCase())
    .filter((run) => root === undefined || run.rootTaskId === root)
    .filter((run) => !errors || run.state === 'FAILED')
    .toReversed()
    .slice(0, Number(argument(compiler, call, 'RESULT_LIMIT') ?? 100));
  return rowsQuery(COLUMNS, rows.map(cellsOf));
}

function argument(compiler: Compiler, call: CallNode, name: string): string | undefined {
  const node = call.named.get(name);
  if (node === undefined) {
    return undefined;
  }
  if (node.kind === 'boolean') {
    return String(node.value);
  }
  return node.kind === 'number' ? node.text : compiler.expression(node, EMPTY_SCOPE).literal;
}

function cellsOf(run: TaskRun): readonly (string | number | null)[] {
  const { startedAt, completedAt } = run;
  return [
    run.queryId ?? null,
    run.name,
    run.database,
    run.schema,
    run.definition,
    run.condition ?? null,
    run.state,
    run.errorCode ?? null,
    run.errorMessage ?? null,
    storedMoment(run.scheduledAt),
    startedAt === undefined ? null : storedMoment(startedAt),
    null,
    completedAt === undefined ? null : storedMoment(completedAt),
    run.rootTaskId,
    1,
    run.runId,
    null,
    'EXECUTE TASK',
    1,
    run.config ?? null,
  ];
}
