import { alreadyExists, noCurrentDatabase } from '../compile/faults.js';
import type { NamePath } from '../syntax/ast.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { unsupported } from '../compile/faults.js';
import { dropRelation } from './create-table.js';
import { doesNotExist } from '../compile/faults.js';

interface Containing {
  readonly orReplace: boolean;
}

/** CREATE DATABASE: it comes with its PUBLIC schema, and becomes the current one. */
export async function createDatabase(context: StatementContext, { orReplace }: Containing): Promise<Outcome> {
  const { grammar, catalog, state } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'NOT', 'EXISTS');
  const [name = ''] = grammar.objectName().map(({ text }) => text);
  const comment = readOptions(context, 'DATABASE');
  if (catalog.database(name) !== undefined && !orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([name]);
  }
  await context.define(async () => {
    await emptyDatabase(context, name);
    const createdAt = Date.now();
    catalog.putDatabase({ name, comment, createdAt });
    catalog.putSchema({ database: name, name: 'PUBLIC', comment: undefined, createdAt });
    state.database = name;
    state.schema = 'PUBLIC';
  });
  return status(`Database ${name} successfully created.`, TYPE.create);
}

/** CREATE SCHEMA: it becomes the current one. */
export async function createSchema(context: StatementContext, { orReplace }: Containing): Promise<Outcome> {
  const { grammar, catalog, state } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'NOT', 'EXISTS');
  const [database, name] = schemaPath(context, grammar.objectName());
  const comment = readOptions(context, 'SCHEMA');
  if (catalog.database(database) === undefined) {
    throw doesNotExist('Database', [database]);
  }
  if (catalog.schema(database, name) !== undefined && !orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([database, name]);
  }
  await context.define(async () => {
    await emptySchema(context, database, name);
    catalog.putSchema({ database, name, comment, createdAt: Date.now() });
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

function readOptions({ grammar }: StatementContext, kind: string): string | undefined {
  const { stream } = grammar;
  let comment: string | undefined;
  while (stream.peek() !== undefined && !stream.sees(';')) {
    if (stream.accept('COMMENT')) {
      stream.accept('=');
      comment = stream.string();
    } else if (stream.accept('WITH', 'MANAGED', 'ACCESS')) {
      continue;
    } else if (stream.peek(1)?.text === '=') {
      stream.next();
      stream.next();
      stream.next();
    } else if (stream.sees('CLONE')) {
      throw unsupported(`CREATE ${kind} … CLONE`);
    } else {
      throw stream.unexpected();
    }
  }
  stream.finish();
  return comment;
}

/** Drops everything a schema holds, and the schema. */
export async function emptySchema(context: StatementContext, database: string, name: string): Promise<void> {
  const { catalog, state } = context;
  for (const relation of catalog.relations(state.options.sessionId)) {
    if (relation.database === database && relation.schema === name) {
      await dropRelation(context, relation);
    }
  }
  for (const sequence of catalog.sequences()) {
    if (sequence.database === database && sequence.schema === name) {
      await context.run(`DROP SEQUENCE IF EXISTS ${sequence.physical}`);
    }
  }
  catalog.dropSchema(database, name);
}

/** Drops everything a database holds, and the database. */
export async function emptyDatabase(context: StatementContext, name: string): Promise<void> {
  for (const schema of context.catalog.schemas(name)) {
    await emptySchema(context, name, schema.name);
  }
  context.catalog.dropDatabase(name);
}
