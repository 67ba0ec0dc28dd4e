import type { Task } from '../catalog/model.js';
import { doesNotExist, unsupported } from '../compile/faults.js';
import { alterHeld } from './alter-held.js';
import type { Outcome, StatementContext } from './command.js';
import { readCondition, readDefinition, readPredecessors, readTaskSetting, skipTaskTags } from './tasks.js';

/** ALTER TASK. */
export function alterTask(context: StatementContext): Promise<Outcome> {
  const { tasks } = context.catalog;
  return alterHeld(context, {
    kind: 'Task',
    held: tasks,
    renames: false,
    read: (task) => readChange(context, task),
  });
}

function readChange(context: StatementContext, task: Task): Task {
  const { stream } = context.grammar;
  if (stream.accept('RESUME')) {
    return { ...task, state: 'started', lastCommittedAt: Date.now() };
  }
  if (stream.accept('SUSPEND')) {
    return { ...task, state: 'suspended', lastSuspendedAt: Date.now() };
  }
  if (stream.accept('ADD', 'AFTER')) {
    return { ...task, predecessors: [...new Set([...task.predecessors, ...readPredecessors(context)])] };
  }
  if (stream.accept('REMOVE', 'AFTER')) {
    return { ...task, predecessors: removed(task, readPredecessors(context)) };
  }
  if (stream.accept('REMOVE', 'WHEN')) {
    return { ...task, condition: undefined };
  }
  if (stream.accept('MODIFY', 'AS')) {
    return { ...task, definition: readDefinition(context) };
  }
  if (stream.accept('MODIFY', 'WHEN')) {
    return { ...task, condition: readCondition(context) };
  }
  return readSettings(context, task);
}

function removed({ name, predecessors }: Task, gone: readonly string[]): readonly string[] {
  if (!gone.every((id) => predecessors.includes(id))) {
    throw doesNotExist('Predecessor of task', [name]);
  }
  return predecessors.filter((id) => !gone.includes(id));
}

function readSettings({ grammar: { stream } }: StatementContext, task: Task): Task {
  const word = stream.acceptAny('SET', 'UNSET');
  if (word === undefined) {
    throw unsupported(`ALTER TASK … ${stream.peek()?.text ?? ''}`);
  }
  if (stream.accept('TAG')) {
    skipTaskTags(stream, word === 'SET');
    return task;
  }
  if (word === 'UNSET') {
    const names = new Set(stream.series(() => stream.name().text));
    return { ...task, settings: Object.fromEntries(Object.entries(task.settings).filter(([key]) => !names.has(key))) };
  }
  let { settings } = task;
  while (stream.peek() !== undefined && !stream.sees(';')) {
    settings = { ...settings, ...readTaskSetting(stream) };
    stream.accept(',');
  }
  return { ...task, settings };
}
