import { alreadyExists, unsupported } from '../compile/faults.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import { TEXT } from '../types/sql-type.js';
import type { Column } from '../catalog/model.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { ACCOUNT_OBJECTS, createAccountObject } from './access.js';
import { createTable, dropRelation } from './create-table.js';
import { createDatabase, createSchema } from './containers.js';
import { createFunction } from './create-function.js';
import { createFileFormat, createStage } from './create-stage.js';
import { createProcedure } from './procedures.js';
import { nextPhysical } from './physical-names.js';

/** What stands between CREATE and the kind of object. */
export interface CreateOptions {
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly persistence: 'permanent' | 'transient' | 'temporary';
}

/** CREATE: dispatched by the kind of object. */
export async function runCreate(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  stream.expect('CREATE');
  const orReplace = stream.accept('OR', 'REPLACE');
  stream.acceptAny('LOCAL', 'GLOBAL');
  const word = stream.acceptAny('TRANSIENT', 'TEMPORARY', 'TEMP', 'VOLATILE', 'SECURE');
  const persistence =
    word === 'TRANSIENT' ? 'transient' : word === undefined || word === 'SECURE' ? 'permanent' : 'temporary';
  const options: CreateOptions = { orReplace, ifNotExists: false, persistence };
  const kind = stream.next();
  const create = CREATORS.get(kind.value);
  if (create !== undefined) {
    return create(context, options);
  }
  if (ACCOUNT_OBJECTS.has(kind.value)) {
    return createAccountObject(context, kind.value);
  }
  throw unsupported(`CREATE ${kind.value}`);
}

/** What CREATE makes, by the word that names its kind. */
export const CREATORS: ReadonlyMap<string, (context: StatementContext, options: CreateOptions) => Promise<Outcome>> =
  new Map([
    ['TABLE', createTable],
    ['VIEW', createView],
    ['SCHEMA', createSchema],
    ['DATABASE', createDatabase],
    ['SEQUENCE', createSequence],
    ['PROCEDURE', createProcedure],
    ['STAGE', createStage],
    ['FILE', createFileFormat],
    ['FUNCTION', createFunction],
  ]);

async function createView(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog, state } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'NOT', 'EXISTS');
  const path = grammar.objectName();
  const [database, schema, name] = compiler.qualify(path, 'CREATE VIEW');
  context.refuseMissingSchema(database, schema);
  const names = stream.sees('(') ? stream.list(() => readViewColumn(context)) : undefined;
  let comment: string | undefined;
  if (stream.accept('COPY', 'GRANTS') || stream.sees('COMMENT')) {
    comment = stream.accept('COMMENT', '=') ? stream.string() : undefined;
  }
  stream.expect('AS');
  const start = stream.start;
  const query = compiler.query(grammar.query(), EMPTY_SCOPE);
  const text = stream.sql.slice(start, stream.end);
  stream.finish();
  const existing = catalog.relation(database, schema, name, state.options.sessionId);
  if (existing !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([database, schema, name]);
  }
  const columns = query.columns.map((column, at): Column => ({
    name: names?.[at] ?? column.name,
    type: column.type.kind === 'null' ? TEXT : column.type,
    nullable: column.nullable,
    defaultText: undefined,
    increment: undefined,
    primaryKey: false,
    comment: undefined,
  }));
  await context.define(async () => {
    if (existing !== undefined) {
      await dropRelation(context, existing);
    }
    catalog.putRelation({
      kind: 'view',
      database,
      schema,
      name,
      columns,
      comment,
      physical: '',
      persistence: 'permanent',
      owner: undefined,
      text,
      createdAt: Date.now(),
    });
  });
  return status(`View ${name} successfully created.`, TYPE.create);
}

function readViewColumn({ grammar }: StatementContext): string {
  const { text } = grammar.stream.name();
  if (grammar.stream.accept('COMMENT')) {
    grammar.stream.string();
  }
  return text;
}

async function createSequence(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'NOT', 'EXISTS');
  const [database, schema, name] = compiler.qualify(grammar.objectName(), 'CREATE SEQUENCE');
  context.refuseMissingSchema(database, schema);
  let [start, step] = [1, 1];
  for (;;) {
    if (stream.accept('START')) {
      stream.accept('WITH');
      stream.accept('=');
      start = stream.integer();
    } else if (stream.accept('INCREMENT')) {
      stream.accept('BY');
      stream.accept('=');
      step = stream.accept('-') ? -stream.integer() : stream.integer();
    } else if (stream.acceptAny('ORDER', 'NOORDER', 'WITH') === undefined) {
      break;
    }
  }
  stream.finish();
  const existing = catalog.sequence(database, schema, name);
  if (existing !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([database, schema, name]);
  }
  const physical = nextPhysical(name);
  await context.define(async () => {
    await context.run(
      `CREATE SEQUENCE ${physical} START WITH ${start} INCREMENT BY ${step}${step < 0 ? ' MINVALUE -9223372036854775808' : ''}`,
    );
    catalog.putSequence({ database, schema, name, start, step, physical, createdAt: Date.now() });
  });
  return status(`Sequence ${name} successfully created.`, TYPE.create);
}
