import { rowsQuery, storedMoment } from '../catalog/information-schema.js';
import type { TaskRun } from '../catalog/task-runs.js';
import { plainName } from '../session/session-state.js';
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
  ['ERROR_CODE', number()],
  ['ERROR_MESSAGE', TEXT],
  ['SCHEDULED_TIME', MOMENT],
  ['QUERY_START_TIME', MOMENT],
  ['NEXT_SCHEDULED_TIME', MOMENT],
  ['COMPLETED_TIME', MOMENT],
  ['ROOT_TASK_ID', TEXT],
  ['GRAPH_VERSION', number()],
  ['RUN_ID', number()],
  ['RETURN_VALUE', TEXT],
  ['SCHEDULED_FROM', TEXT],
  ['ATTEMPT_NUMBER', number()],
  ['CONFIG', TEXT],
  ['QUERY_HASH', TEXT],
  ['QUERY_HASH_VERSION', number()],
  ['QUERY_PARAMETERIZED_HASH', TEXT],
  ['QUERY_PARAMETERIZED_HASH_VERSION', number()],
  ['GRAPH_RUN_GROUP_ID', TEXT],
  ['BACKFILL_INFO', { kind: 'object' }],
  ['SPCS_JOB_ID', number()],
];

/** Columns at the end of which nothing is known. */
const HASHES = [null, null, null, null];

/** A call of INFORMATION_SCHEMA.TASK_HISTORY as a query, latest run first; undefined for other calls. */
export function taskHistory(compiler: Compiler, call: CallNode & Span): CompiledQuery | undefined {
  const [name, schema] = call.path.map(({ text }) => text).toReversed();
  if (name !== 'TASK_HISTORY' || schema !== 'INFORMATION_SCHEMA') {
    return undefined;
  }
  const known = new Set(['TASK_NAME', 'DATABASE_NAME', 'SCHEMA_NAME', 'RESULT_LIMIT', 'ERROR_ONLY', 'ROOT_TASK_ID']);
  const unknown = [...call.named.keys()].find((given) => !known.has(given));
  if (unknown !== undefined || call.args.length > 0) {
    throw unsupported(`TASK_HISTORY with ${unknown ?? 'arguments without names'}`);
  }
  const [task, root] = [argument(compiler, call, 'TASK_NAME'), argument(compiler, call, 'ROOT_TASK_ID')];
  const database = placeOf(argument(compiler, call, 'DATABASE_NAME'));
  const place = placeOf(argument(compiler, call, 'SCHEMA_NAME'));
  const errors = argument(compiler, call, 'ERROR_ONLY') === 'true';
  const rows = compiler.environment.catalog.taskRuns
    .all()
    .filter((run) => task === undefined || run.name.toUpperCase() === task.toUpperCase())
    .filter((run) => (database ?? run.database) === run.database && (place ?? run.schema) === run.schema)
    .filter((run) => root === undefined || run.rootTaskId === root)
    .filter((run) => !errors || run.state === 'FAILED')
    .toReversed()
    .slice(0, Number(argument(compiler, call, 'RESULT_LIMIT') ?? 100));
  return rowsQuery(COLUMNS, rows.map(cellsOf));
}

/** Quotes within the text keep the case of a name. */
function placeOf(written: string | undefined): string | undefined {
  return written === undefined ? undefined : plainName(written);
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
    run.scheduledAt,
    null,
    'EXECUTE_TASK',
    1,
    run.config ?? null,
    ...HASHES,
    run.runId,
    null,
    null,
  ];
}
