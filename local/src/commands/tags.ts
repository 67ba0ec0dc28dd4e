import type { Tag } from '../catalog/model.js';
import { unsupported } from '../compile/faults.js';
import { alterHeld } from './alter-held.js';
import type { Outcome, StatementContext } from './command.js';
import { readIfNotExists } from './if-not-exists.js';
import type { CreateOptions } from './create.js';
import { putMade } from './put-made.js';

/** CREATE TAG. */
export async function createTag(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const ifNotExists = readIfNotExists(stream, options);
  const [database, schema, name] = compiler.qualify(grammar.objectName(), 'CREATE TAG');
  context.refuseMissingSchema(database, schema);
  let tag: Tag = { database, schema, name, allowedValues: undefined, comment: undefined, createdAt: Date.now() };
  while (stream.peek() !== undefined && !stream.sees(';')) {
    if (stream.accept('COMMENT')) {
      stream.accept('=');
      tag = { ...tag, comment: stream.string() };
    } else if (stream.accept('ALLOWED_VALUES')) {
      tag = { ...tag, allowedValues: stream.series(() => stream.string()) };
    } else if (stream.sees('PROPAGATE')) {
      throw unsupported('CREATE TAG … PROPAGATE');
    } else {
      throw stream.unexpected();
    }
  }
  stream.finish();
  return putMade(context, catalog.tags, tag, { kind: 'Tag', ...options, ifNotExists });
}

/** ALTER TAG. */
export function alterTag(context: StatementContext): Promise<Outcome> {
  return alterHeld(context, { kind: 'Tag', held: context.catalog.tags, read: (tag) => readChange(context, tag) });
}

function readChange({ grammar: { stream } }: StatementContext, tag: Tag): Tag {
  if (stream.accept('ADD', 'ALLOWED_VALUES')) {
    const added = stream.series(() => stream.string());
    return { ...tag, allowedValues: [...new Set([...(tag.allowedValues ?? []), ...added])] };
  }
  if (stream.accept('DROP', 'ALLOWED_VALUES')) {
    const gone = new Set(stream.series(() => stream.string()));
    return { ...tag, allowedValues: tag.allowedValues?.filter((value) => !gone.has(value)) };
  }
  if (stream.accept('UNSET', 'ALLOWED_VALUES')) {
    return { ...tag, allowedValues: undefined };
  }
  if (stream.accept('SET', 'COMMENT')) {
    stream.expect('=');
    return { ...tag, comment: stream.string() };
  }
  if (stream.accept('UNSET', 'COMMENT')) {
    return { ...tag, comment: undefined };
  }
  throw unsupported(`ALTER TAG … ${stream.peek()?.text ?? ''}`);
}
