import type { Tag } from '../catalog/model.js';
import { alreadyExists, doesNotExist, textsOf, unsupported } from '../compile/faults.js';
import { readIfNotExists } from './if-not-exists.js';
import { TYPE, status, succeeded, type Outcome, type StatementContext } from './command.js';
import type { CreateOptions } from './create.js';
import { readNewName } from './new-name.js';

/** CREATE TAG. */
export async function createTag(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const optional = readIfNotExists(stream, options);
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
  if (catalog.tags.like(tag) !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([database, schema, name]);
  }
  await context.define(async () => catalog.tags.put(tag));
  return status(`Tag ${name} successfully created.`, TYPE.create);
}

/** ALTER TAG. */
export async function alterTag(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const tag = catalog.tags.get(...compiler.qualify(path));
  if (tag === undefined) {
    if (optional) {
      return succeeded(TYPE.alter);
    }
    throw doesNotExist('Tag', textsOf(path));
  }
  const changed = readChange(context, tag);
  stream.finish();
  await context.define(async () => {
    catalog.tags.drop(tag);
    catalog.tags.put(changed);
  });
  return succeeded(TYPE.alter);
}

function readChange(context: StatementContext, tag: Tag): Tag {
  const { grammar, catalog } = context;
  const { stream } = grammar;
  if (stream.accept('RENAME', 'TO')) {
    const [database, schema, name] = readNewName(context, tag);
    if (catalog.tags.get(database, schema, name) !== undefined) {
      throw alreadyExists([database, schema, name]);
    }
    return { ...tag, database, schema, name };
  }
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
