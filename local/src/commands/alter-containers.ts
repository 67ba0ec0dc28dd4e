import type { CatalogContent } from '../catalog/catalog.js';
import type { Database, Schema } from '../catalog/model.js';
import { alreadyExists, doesNotExist, textsOf, unsupported } from '../compile/faults.js';
import { stageKey } from '../stages/location.js';
import { readTag } from './alter-table.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { schemaPath } from './containers.js';

/** ALTER SCHEMA. */
export async function alterSchema(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog, state } = context;
  const optional = grammar.stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const [database, name] = schemaPath(context, path);
  const schema = catalog.schema(database, name);
  if (schema === undefined) {
    return missing(context, optional, doesNotExist('Schema', [database, name]));
  }
  if (grammar.stream.accept('RENAME', 'TO')) {
    const written = grammar.objectName();
    const [toDatabase, to] = schemaPath(context, written);
    grammar.stream.finish();
    if (catalog.schema(toDatabase, to) !== undefined) {
      throw alreadyExists(textsOf(written));
    }
    await context.define(async () => {
      const content = catalog.contentOf(database, name);
      catalog.dropSchema(database, name);
      catalog.load(
        moved(content, (place) => ({ database: toDatabase, schema: place.schema === name ? to : place.schema })),
      );
    });
    if (state.database === database && state.schema === name) {
      state.schema = to;
    }
    return succeeded(TYPE.alter);
  }
  const comment = readSettings(context, schema);
  await context.define(async () => catalog.putSchema({ ...schema, comment }));
  return succeeded(TYPE.alter);
}

/** ALTER DATABASE. */
export async function alterDatabase(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog, state } = context;
  const optional = grammar.stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const name = path[0]?.text ?? '';
  const database = catalog.database(name);
  if (database === undefined) {
    return missing(context, optional, doesNotExist('Database', textsOf(path)));
  }
  if (grammar.stream.accept('RENAME', 'TO')) {
    const to = grammar.objectName()[0]?.text ?? '';
    grammar.stream.finish();
    if (catalog.database(to) !== undefined) {
      throw alreadyExists([to]);
    }
    await context.define(async () => {
      const content = catalog.contentOf(name);
      catalog.dropDatabase(name);
      catalog.load(moved(content, ({ schema }) => ({ database: to, schema })));
    });
    if (state.database === name) {
      state.database = to;
    }
    return succeeded(TYPE.alter);
  }
  const comment = readSettings(context, database);
  await context.define(async () => catalog.putDatabase({ ...database, comment }));
  return succeeded(TYPE.alter);
}

function missing({ grammar: { stream } }: StatementContext, optional: boolean, error: Error): Outcome {
  if (!optional) {
    throw error;
  }
  while (stream.peek() !== undefined) {
    stream.next();
  }
  return succeeded(TYPE.alter);
}

interface Place {
  readonly database: string;
  readonly schema: string;
}

/** The same objects in another place. */
function moved(content: CatalogContent, to: (place: Place) => Place): CatalogContent {
  const move = <T extends Place>(entry: T): T => ({ ...entry, ...to(entry) });
  return {
    databases: content.databases.map((entry) => ({
      ...entry,
      name: to({ database: entry.name, schema: '' }).database,
    })),
    schemas: content.schemas.map((entry) => {
      const { database, schema } = to({ database: entry.database, schema: entry.name });
      return { ...entry, database, name: schema };
    }),
    relations: content.relations.map(move),
    sequences: content.sequences.map(move),
    functions: content.functions.map(move),
    stages: content.stages?.map((stage) => ({ ...move(stage), physical: stageKey(stage) })) ?? [],
    formats: content.formats?.map(move) ?? [],
    procedures: content.procedures?.map(move) ?? [],
    tags: content.tags?.map(move) ?? [],
    tasks: content.tasks?.map(move) ?? [],
  };
}

/** Reads SET and UNSET; gives the comment as it is then. Other settings guide Snowflake's storage. */
function readSettings({ grammar: { stream } }: StatementContext, { comment }: Schema | Database): string | undefined {
  let next = comment;
  const word = stream.acceptAny('SET', 'UNSET', 'ENABLE', 'DISABLE');
  if (word === undefined || word === 'ENABLE' || word === 'DISABLE') {
    if (!stream.accept('MANAGED', 'ACCESS')) {
      throw unsupported(`ALTER … ${stream.peek()?.text ?? ''}`);
    }
  } else if (stream.accept('TAG')) {
    stream.series(() => (word === 'SET' ? readTag(stream) : stream.path()));
  } else {
    while (stream.peek() !== undefined && !stream.sees(';')) {
      const { text: name } = stream.name();
      const value = word === 'SET' ? readValue(stream) : undefined;
      next = name === 'COMMENT' ? value : next;
      stream.accept(',');
    }
  }
  stream.finish();
  return next;
}

function readValue(stream: StatementContext['grammar']['stream']): string {
  stream.expect('=');
  return stream.next().value;
}
