import type { Column } from '../catalog/model.js';
import { alreadyExists, textsOf, unsupported } from '../compile/faults.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import { SnowflakeError } from '../errors.js';
import { quoteName, readTokens } from '../lexer.js';
import { openGrammar } from '../syntax/parser.js';
import { TEXT } from '../types/sql-type.js';
import { refuseTwice, skipTags } from './column-definitions.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { dropRelation } from './create-table.js';
import { refuseNameless, refuseOtherKind } from './new-relations.js';
import { readIfNotExists } from './if-not-exists.js';
import type { CreateOptions } from './create.js';

/** CREATE VIEW. */
export async function createView(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog, state } = context;
  const { stream } = grammar;
  const optional = readIfNotExists(stream, options);
  const path = grammar.objectName();
  const [database, schema, name] = compiler.qualify(path, 'CREATE VIEW');
  context.refuseMissingSchema(database, schema);
  const names = stream.sees('(') ? stream.list(() => readViewColumn(context)) : undefined;
  const comment = readViewOptions(context);
  stream.expect('AS');
  const start = stream.start;
  const written = grammar.query();
  const body = stream.sql.slice(start, stream.end);
  stream.finish();
  const text = options.recursive ? recursiveText(name, names, body) : body;
  const node = options.recursive ? openGrammar(text, compiler.environment).query() : written;
  if (readTokens(text).some((token) => token.kind === 'bind' && token.text === '?')) {
    const message = 'Bind variables not allowed in view and UDF definitions.';
    throw new SnowflakeError('002219', '42601', `SQL compilation error:\n${message}`);
  }
  const query = (options.recursive ? compiler.withText(text, database, schema) : compiler).query(node, EMPTY_SCOPE);
  refuseNameless(node, query.columns.length, names?.length);
  const existing = catalog.relation(database, schema, name, state.options.sessionId);
  if (existing !== undefined) {
    refuseOtherKind(existing, 'view', path);
  }
  if (existing !== undefined && !options.orReplace && !options.orAlter) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists(textsOf(path));
  }
  refuseTwice(query.columns.map(({ name: own }, at) => names?.[at]?.name ?? own));
  const columns = query.columns.map((column, at): Column => ({
    name: names?.[at]?.name ?? column.name,
    type: column.type.kind === 'null' ? TEXT : column.type,
    nullable: column.nullable,
    defaultText: undefined,
    increment: undefined,
    primaryKey: false,
    comment: names?.[at]?.comment,
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
      statement: stream.sql.trim().replace(/;$/, ''),
      secure: options.secure,
      createdAt: options.orAlter ? (existing?.createdAt ?? Date.now()) : Date.now(),
    });
  });
  const altered = options.orAlter && existing !== undefined;
  return status(`View ${name} successfully ${altered ? 'altered' : 'created'}.`, TYPE.create);
}

/** A recursive view is a view of a recursive table of its own name. */
function recursiveText(name: string, columns: readonly ViewColumn[] | undefined, body: string): string {
  const list = columns === undefined ? '' : ` (${columns.map((column) => quoteName(column.name)).join(', ')})`;
  return `WITH RECURSIVE ${quoteName(name)}${list} AS (${body}) SELECT * FROM ${quoteName(name)}`;
}

interface ViewColumn {
  readonly name: string;
  readonly comment: string | undefined;
}

function readViewColumn({ grammar: { stream } }: StatementContext): ViewColumn {
  const { text: name } = stream.name();
  if (stream.accept('WITH', 'TAG') || stream.accept('TAG')) {
    skipTags(stream);
  }
  return { name, comment: stream.accept('COMMENT') ? stream.string() : undefined };
}

/** What is remembered of grants, tags and changes: there are none. */
const IDLE_OPTIONS: readonly (readonly string[])[] = [
  ['COPY', 'GRANTS'],
  ['COPY', 'TAGS'],
  ['CHANGE_TRACKING', '=', 'TRUE'],
  ['CHANGE_TRACKING', '=', 'FALSE'],
];

function readViewOptions({ grammar: { stream } }: StatementContext): string | undefined {
  let comment: string | undefined;
  for (;;) {
    if (stream.accept('COMMENT')) {
      stream.expect('=');
      comment = stream.string();
    } else if (stream.accept('WITH', 'TAG') || stream.accept('TAG')) {
      skipTags(stream);
    } else if (stream.sees('WITH', 'ROW', 'ACCESS') || stream.sees('ROW', 'ACCESS')) {
      throw unsupported('ROW ACCESS POLICY');
    } else if (!IDLE_OPTIONS.some((words) => stream.accept(...words))) {
      return comment;
    }
  }
}
