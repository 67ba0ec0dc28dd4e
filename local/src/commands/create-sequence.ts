import type { Sequence } from '../catalog/model.js';
import { alreadyExists, textsOf, unsupported } from '../compile/faults.js';
import { changeSequence } from './alter-sequence.js';
import { makeSequence } from './clone.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { readIfNotExists } from './if-not-exists.js';
import type { CreateOptions } from './create.js';
import { nextPhysical } from './physical-names.js';
import { readStep } from './read-step.js';

/** CREATE SEQUENCE. */
export async function createSequence(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const optional = readIfNotExists(stream, options);
  const path = grammar.objectName();
  const [database, schema, name] = compiler.qualify(path, 'CREATE SEQUENCE');
  context.refuseMissingSchema(database, schema);
  const { start, ...settings } = readSequence(stream);
  stream.finish();
  const existing = catalog.sequence(database, schema, name);
  if (existing !== undefined && options.orAlter) {
    refuseOtherStart(existing, start);
    await context.define(() => changeSequence(context, existing, { ...existing, comment: undefined, ...settings }));
    return status(`Sequence ${name} successfully altered.`, TYPE.alter);
  }
  if (existing !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists(textsOf(path));
  }
  const physical = nextPhysical(name);
  await context.define(async () => {
    if (existing !== undefined) {
      await context.run(`DROP SEQUENCE ${existing.physical}`);
    }
    const sequence = { database, schema, name, start: start ?? 1, ...settings, physical, createdAt: Date.now() };
    await makeSequence(context, sequence);
    catalog.putSequence(sequence);
  });
  return status(`Sequence ${name} successfully created.`, TYPE.create);
}

function refuseOtherStart(sequence: Sequence, start: number | undefined): void {
  if (start !== undefined && start !== sequence.start) {
    throw unsupported('CREATE OR ALTER SEQUENCE with another START');
  }
}

function readSequence(
  stream: StatementContext['grammar']['stream'],
): Pick<Sequence, 'step' | 'ordered' | 'comment'> & { readonly start: number | undefined } {
  let settings: ReturnType<typeof readSequence> = { start: undefined, step: 1, ordered: false };
  for (;;) {
    stream.accept(',');
    stream.accept('WITH');
    if (stream.accept('START')) {
      stream.accept('WITH');
      stream.accept('=');
      settings = { ...settings, start: stream.accept('-') ? -stream.integer() : stream.integer() };
    } else if (stream.accept('INCREMENT')) {
      settings = { ...settings, step: readStep(stream) };
    } else if (stream.accept('COMMENT')) {
      stream.expect('=');
      settings = { ...settings, comment: stream.string() };
    } else {
      const order = stream.acceptAny('ORDER', 'NOORDER');
      if (order === undefined) {
        return settings;
      }
      settings = { ...settings, ordered: order === 'ORDER' };
    }
  }
}
