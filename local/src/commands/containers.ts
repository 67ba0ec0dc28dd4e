import { alreadyExists, doesNotExist, noCurrentDatabase, textsOf, unsupported } from '../compile/faults.js';
import { refuseTimeTravel } from '../syntax/from.js';
import { skipTags } from './column-definitions.js';
import type { NamePath } from '../syntax/ast.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { cloneSchema } from './clone.js';
import { dropRelation, forget } from './create-table.js';
import { readIfNotExists } from './if-not-exists.js';

interface Containing {
  readonly orReplace: boolean;
  readonly orAlter: boolean;
}

/** CREATE DATABASE: it comes with its PUBLIC schema, and becomes the current one. */
export async function createDatabase(context: StatementContext, { orReplace, orAlter }: Containing): Promise<Outcome> {
  const { grammar, catalog, state } = context;
  const { stream } = grammar;
  const optional = readIfNotExists(stream, { orReplace, orAlter });
  const [name = ''] = grammar.objectName().map(({ text }) => text);
  const { comment, source } = readOptions(context, orAlter);
  const origin = source?.[0]?.text;
  if (origin !== undefined && catalog.database(origin) === undefined) {
    throw doesNotExist('Database', [origin]);
  }
  const existing = catalog.database(name);
  if (existing !== undefined && orAlter) {
    await context.define(async () => catalog.putDatabase({ ...existing, comment }));
    return status(`Database ${name} successfully altered.`, TYPE.alter);
  }
  if (existing !== undefined && !orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([name]);
  }
  await context.define(async () => {
    const copied = origin === undefined ? undefined : catalog.schemas(origin);
    if (catalog.database(name) !== undefined) {
      await dropDatabase(context, name);
    }
    const createdAt = Date.now();
    catalog.putDatabase({ name, comment, createdAt });
    for (const schema of copied ?? []) {
      await cloneSchema(context, schema, { ...schema, database: name, createdAt });
    }
    if (copied === undefined) {
      catalog.putSchema({ database: name, name: 'PUBLIC', comment: undefined, createdAt });
    }
    state.database = name;
    state.schema = catalog.schema(name, 'PUBLIC') === undefined ? null : 'PUBLIC';
  });
  return status(`Database ${name} successfully created.`, TYPE.create);
}

/** CREATE SCHEMA: it becomes the current one. */
export async function createSchema(context: StatementContext, { orReplace, orAlter }: Containing): Promise<Outcome> {
  const { grammar, catalog, state } = context;
  const { stream } = grammar;
  const optional = readIfNotExists(stream, { orReplace, orAlter });
  const path = grammar.objectName();
  const [database, name] = schemaPath(context, path);
  const { comment, source } = readOptions(context, orAlter);
  if (catalog.database(database) === undefined) {
    throw doesNotExist('Database', [database]);
  }
  const existing = catalog.schema(database, name);
  if (existing !== undefined && orAlter) {
    await context.define(async () => catalog.putSchema({ ...existing, comment }));
    return status(`Schema ${name} successfully altered.`, TYPE.alter);
  }
  if (existing !== undefined && !orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists(textsOf(path));
  }
  const origin = source === undefined ? undefined : catalog.schema(...schemaPath(context, source));
  if (source !== undefined && origin === undefined) {
    throw doesNotExist('Schema', schemaPath(context, source));
  }
  await context.define(async () => {
    const createdAt = Date.now();
    if (origin !== undefined && origin !== catalog.schema(database, name)) {
      await replaceSchema(context, database, name);
      await cloneSchema(context, origin, { database, name, comment, createdAt });
    } else {
      await replaceSchema(context, database, name);
      catalog.putSchema({ database, name, comment, createdAt });
    }
    state.database = database;
    state.schema = name;
  });
  return status(`Schema ${name} successfully created.`, TYPE.create);
}

/** The database and name of a schema. */
export function schemaPath({ state }: StatementContext, path: NamePath): readonly [string, string] {
  const [name = '', database = state.database] = path.map(({ text }) => text).toReversed();
  if (database === null) {
    throw noCurrentDatabase('CREATE SCHEMA');
  }
  return [database, name];
}

async function replaceSchema(context: StatementContext, database: string, name: string): Promise<void> {
  if (context.catalog.schema(database, name) !== undefined) {
    await dropSchema(context, database, name);
  }
}

function readOptions(
  { grammar }: StatementContext,
  orAlter: boolean,
): { comment: string | undefined; source: NamePath | undefined } {
  const { stream } = grammar;
  if (orAlter && stream.sees('CLONE')) {
    throw unsupported('CREATE OR ALTER … CLONE');
  }
  const source = stream.accept('CLONE') ? grammar.objectName() : undefined;
  refuseTimeTravel(grammar);
  let comment: string | undefined;
  while (stream.peek() !== undefined && !stream.sees(';')) {
    if (stream.accept('COMMENT')) {
      stream.accept('=');
      comment = stream.string();
    } else if (stream.accept('WITH', 'MANAGED', 'ACCESS')) {
      continue;
    } else if (stream.accept('WITH', 'TAG') || stream.accept('TAG')) {
      skipTags(stream);
    } else if (stream.peek(1)?.text === '=') {
      stream.next();
      stream.next();
      stream.next();
    } else {
      throw stream.unexpected();
    }
  }
  stream.finish();
  return { comment, source };
}

/** Drops a schema with all it holds; UNDROP can bring it back. */
export async function dropSchema(context: StatementContext, database: string, name: string): Promise<void> {
  const { catalog } = context;
  const content = catalog.contentOf(database, name);
  await dropTemporary(context, database, name);
  catalog.dropSchema(database, name);
  await forget(context, catalog.dropped.put({ kind: 'SCHEMA', database, schema: name, name: '', content }));
}

/** Drops a database with all it holds; UNDROP can bring it back. */
export async function dropDatabase(context: StatementContext, name: string): Promise<void> {
  const { catalog } = context;
  const content = catalog.contentOf(name);
  for (const schema of catalog.schemas(name)) {
    await dropTemporary(context, name, schema.name);
  }
  catalog.dropDatabase(name);
  await forget(context, catalog.dropped.put({ kind: 'DATABASE', database: name, schema: '', name: '', content }));
}

async function dropTemporary(context: StatementContext, database: string, schema: string): Promise<void> {
  for (const relation of context.catalog.temporaryIn(database, schema)) {
    await dropRelation(context, relation);
  }
}
