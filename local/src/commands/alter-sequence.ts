import type { Sequence } from '../catalog/model.js';
import { doesNotExist } from '../compile/faults.js';
import { makeSequence, nextNumber } from './clone.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { readNewName } from './new-name.js';
import { nextPhysical } from './physical-names.js';
import { readStep } from './read-step.js';

/** ALTER SEQUENCE. */
export async function alterSequence(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const sequence = catalog.sequence(...compiler.qualify(path));
  if (sequence === undefined) {
    if (optional) {
      return succeeded(TYPE.alter);
    }
    throw doesNotExist('Sequence', compiler.qualify(path));
  }
  if (stream.accept('RENAME', 'TO')) {
    const [database, schema, name] = readNewName(context, sequence, (place) => catalog.sequence(...place));
    stream.finish();
    await context.define(async () => {
      catalog.dropSequence(sequence);
      catalog.putSequence({ ...sequence, database, schema, name });
    });
    return succeeded(TYPE.alter);
  }
  const changed = readSettings(context, sequence);
  stream.finish();
  await context.define(() => changeSequence(context, sequence, changed));
  return succeeded(TYPE.alter);
}

function readSettings({ grammar: { stream } }: StatementContext, sequence: Sequence): Sequence {
  let changed = sequence;
  const unset = stream.accept('UNSET');
  if (!unset) {
    stream.accept('SET');
  }
  do {
    if (stream.accept('COMMENT')) {
      changed = { ...changed, comment: unset ? undefined : readText(stream) };
    } else if (stream.acceptAny('ORDER', 'NOORDER') === 'ORDER') {
      changed = { ...changed, ordered: true };
    } else if (stream.accept('INCREMENT')) {
      changed = { ...changed, step: readStep(stream) };
    }
    stream.accept(',');
  } while (stream.seesAny('COMMENT', 'ORDER', 'NOORDER', 'INCREMENT'));
  return changed;
}

function readText(stream: StatementContext['grammar']['stream']): string {
  stream.expect('=');
  return stream.string();
}

/** DuckDB cannot change a sequence's step: another one goes on where it stands. */
export async function changeSequence(context: StatementContext, sequence: Sequence, changed: Sequence): Promise<void> {
  if (changed.step === sequence.step) {
    context.catalog.putSequence(changed);
    return;
  }
  const next = { ...changed, physical: nextPhysical(sequence.name) };
  await makeSequence(context, next, await nextNumber(context, sequence));
  await context.run(`DROP SEQUENCE ${sequence.physical}`);
  context.catalog.putSequence(next);
}
