import { randomUUID } from 'node:crypto';
import type { Task } from '../catalog/model.js';
import { doesNotExist, textsOf, unsupported } from '../compile/faults.js';
import { readBlock } from '../script/parse.js';
import { SessionParameters } from '../session/parameters.js';
import { readOption } from '../stages/options.js';
import { openGrammar } from '../syntax/parser.js';
import { TokenStream } from '../syntax/token-stream.js';
import { readTag } from './alter-table.js';
import { skipTags } from './column-definitions.js';
import type { Outcome, StatementContext } from './command.js';
import type { CreateOptions } from './create.js';
import { putMade } from './put-made.js';
import { readIfNotExists } from './if-not-exists.js';

type Stream = StatementContext['grammar']['stream'];

/** CREATE TASK. A new task is suspended. */
export async function createTask(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const ifNotExists = readIfNotExists(stream, options);
  const [database, schema, name] = compiler.qualify(grammar.objectName(), 'CREATE TASK');
  context.refuseMissingSchema(database, schema);
  let task: Omit<Task, 'definition'> = {
    database,
    schema,
    name,
    id: randomUUID(),
    state: 'suspended',
    condition: undefined,
    predecessors: [],
    settings: {},
    createdAt: Date.now(),
    lastCommittedAt: undefined,
    lastSuspendedAt: undefined,
  };
  while (!stream.sees('AS')) {
    task = readTaskOption(context, task);
  }
  stream.expect('AS');
  const made: Task = { ...task, definition: readDefinition(context) };
  const existing = options.orAlter ? catalog.tasks.like(made) : undefined;
  const kept = existing === undefined ? made : { ...existing, ...settingsOf(made) };
  return putMade(context, catalog.tasks, kept, { kind: 'Task', ...options, ifNotExists });
}

function readTaskOption(context: StatementContext, task: Omit<Task, 'definition'>): Omit<Task, 'definition'> {
  const { stream } = context.grammar;
  if (stream.accept('AFTER')) {
    return { ...task, predecessors: readPredecessors(context) };
  }
  if (stream.accept('WHEN')) {
    return { ...task, condition: readCondition(context) };
  }
  if (stream.accept('WITH', 'TAG') || stream.accept('TAG')) {
    skipTags(stream);
    return task;
  }
  if (stream.accept('COPY', 'GRANTS') || stream.accept(',')) {
    return task;
  }
  return { ...task, settings: { ...task.settings, ...readTaskSetting(stream) } };
}

/** What a statement says of a task; the rest is the task's own history. */
function settingsOf({ definition, condition, predecessors, settings }: Task): Partial<Task> {
  return { definition, condition, predecessors, settings };
}

/** Reads `NAME = value`. @throws SnowflakeError 000002 for what the engine does not do, 001006 for no parameter at all */
export function readTaskSetting(stream: Stream): Readonly<Record<string, string>> {
  if (stream.sees('FINALIZE') || stream.sees('EXECUTE', 'AS')) {
    throw unsupported(`tasks with ${stream.peek()?.value ?? ''}`);
  }
  const [key, written] = readOption(stream);
  const value = [written].flat().join(',');
  if (!TASK_SETTINGS.test(key)) {
    new SessionParameters().set(key, value);
  }
  return { [key]: value };
}

/** What is set of a task itself; all else is a parameter of the session it runs in. */
export const TASK_SETTINGS =
  /^(?:WAREHOUSE|SCHEDULE|CONFIG|COMMENT|ALLOW_OVERLAPPING_EXECUTION|LOG_LEVEL|TARGET_COMPLETION_INTERVAL|USER_TASK_\w+|SERVERLESS_TASK_\w+|SUSPEND_TASK_\w+|TASK_AUTO_RETRY_ATTEMPTS|(?:ERROR|SUCCESS)_INTEGRATION)$/;

/** Reads the tasks after AFTER: their ids. @throws SnowflakeError 002003 when there is none of a name */
export function readPredecessors(context: StatementContext): readonly string[] {
  const { grammar, compiler, catalog } = context;
  const several = grammar.stream.accept('(');
  const ids = grammar.stream.series(() => {
    const path = grammar.stream.peek()?.kind === 'string' ? [grammar.stream.string()] : textsOf(grammar.objectName());
    const task = catalog.tasks.get(...compiler.qualify(path));
    if (task === undefined) {
      throw doesNotExist('Task', path);
    }
    return task.id;
  });
  if (several) {
    grammar.stream.expect(')');
  }
  return ids;
}

/** Reads the text of a condition. */
export function readCondition({ grammar }: StatementContext): string {
  const start = grammar.stream.start;
  const { end } = grammar.expression();
  return grammar.stream.sql.slice(start, end);
}

/** Reads the statement or block of a task, to the end of the text. A mistake in a block is told here. */
export function readDefinition(context: StatementContext): string {
  const { stream } = context.grammar;
  const start = stream.start;
  if (stream.peek() === undefined) {
    throw stream.unexpected();
  }
  let last = stream.peek();
  while (stream.peek() !== undefined) {
    last = stream.next();
  }
  const definition = stream.sql.slice(start, last?.text === ';' ? last.start : stream.sql.length).trim();
  refuseFaultyBlock(context, definition);
  return definition;
}

const BLOCK = /^(?:DECLARE\b|BEGIN\s+(?!TRANSACTION\b|WORK\b|NAME\b|;))/i;

function refuseFaultyBlock({ compiler }: StatementContext, definition: string): void {
  if (BLOCK.test(definition)) {
    readBlock(new TokenStream(definition));
    return;
  }
  const grammar = openGrammar(definition, compiler.environment);
  if (grammar.seesQuery()) {
    grammar.query();
  }
}

/** Passes over what SET TAG and UNSET TAG say. */
export function skipTaskTags(stream: Stream, set: boolean): void {
  stream.series(() => (set ? readTag(stream) : stream.path()));
}
