import type { Procedure, Routine } from '../catalog/model.js';
import { doesNotExist, printName, textsOf } from '../compile/faults.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import { SnowflakeError } from '../errors.js';
import type { Cell } from '../statement.js';
import { TEXT, number, typeName } from '../types/sql-type.js';
import { nextNumber } from './clone.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';
import { schemaPath } from './containers.js';
import { MOMENT, moment, type Shape } from './listing.js';
import { bareType, tableType } from './routine-listings.js';
import { findRoutine, readSignature } from './routines.js';
import { typeOfResult } from '../session/earlier-results.js';

/** Rows, unless the statement is only described. */
export function told({ request }: StatementContext, shape: Shape, rows: readonly (readonly Cell[])[]): Outcome {
  return {
    columns: shape.map(([name, type]) => ({ name, type, nullable: true })),
    typeId: TYPE.describe,
    rows: { cells: request.describeOnly ? [] : rows },
  };
}

const PROPERTIES: Shape = [
  ['property', TEXT],
  ['value', TEXT],
];

/** DESCRIBE FUNCTION and PROCEDURE. */
export async function describeRoutine(context: StatementContext, kind: 'Function' | 'Procedure'): Promise<Outcome> {
  const { grammar, catalog } = context;
  const path = grammar.objectName();
  const signature = readSignature(context);
  grammar.stream.finish();
  const found: Routine | Procedure | undefined =
    kind === 'Function'
      ? findRoutine(catalog.functions, context, path, signature)
      : findRoutine(catalog.procedures, context, path, signature);
  if (found === undefined) {
    throw doesNotExist(kind, context.compiler.qualify(path));
  }
  const { parameters, returns, columns, language = 'SQL', strict, immutable, body } = found;
  const written = parameters
    .map(({ name, type, defaultText }) => {
      const rest = defaultText === undefined ? '' : ` DEFAULT ${defaultText}`;
      return `${printName(name)} ${bareType(type)}${rest}`;
    })
    .join(', ');
  const inJavaScript = [
    ['null handling', strict === true ? 'RETURNS NULL ON NULL INPUT' : 'CALLED ON NULL INPUT'],
    ['volatility', immutable === true ? 'IMMUTABLE' : 'VOLATILE'],
  ] as const;
  return told(context, PROPERTIES, [
    ['signature', `(${written})`],
    ['returns', returns === undefined ? tableType(columns ?? []) : typeName(returns)],
    ['language', language],
    ...(language === 'JAVASCRIPT' ? inJavaScript : []),
    ...('executeAs' in found ? [['execute as', found.executeAs ?? 'OWNER']] : []),
    ['body', body],
  ]);
}

/** DESCRIBE SEQUENCE. */
export async function describeSequence(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog, compiler, state } = context;
  const path = grammar.objectName();
  grammar.stream.finish();
  const sequence = catalog.sequence(...compiler.qualify(path));
  if (sequence === undefined) {
    throw doesNotExist('Sequence', compiler.qualify(path));
  }
  const { name, database, schema, step, createdAt, comment, ordered } = sequence;
  const shape: Shape = [
    ['name', TEXT],
    ['database_name', TEXT],
    ['schema_name', TEXT],
    ['next_value', number()],
    ['interval', number()],
    ['created_on', MOMENT],
    ['owner', TEXT],
    ['comment', TEXT],
    ['owner_role_type', TEXT],
    ['ordered', TEXT],
  ];
  const next = String(await nextNumber(context, sequence));
  return told(context, shape, [
    [
      name,
      database,
      schema,
      next,
      String(step),
      moment(createdAt),
      state.role,
      comment ?? '',
      'ROLE',
      ordered === true ? 'Y' : 'N',
    ],
  ]);
}

const HELD: Shape = [
  ['created_on', MOMENT],
  ['name', TEXT],
  ['kind', TEXT],
];

/** DESCRIBE SCHEMA: the tables and views in it. */
export async function describeSchema(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog, state } = context;
  const path = grammar.objectName();
  grammar.stream.finish();
  const [database, name] = schemaPath(context, path);
  if (catalog.schema(database, name) === undefined) {
    throw doesNotExist('Schema', [database, name]);
  }
  const held = catalog
    .relations(state.options.sessionId)
    .filter((relation) => relation.database === database && relation.schema === name);
  return told(
    context,
    HELD,
    held.map((relation) => [moment(relation.createdAt), relation.name, relation.kind.toUpperCase()]),
  );
}

/** DESCRIBE DATABASE: the schemas in it. */
export async function describeDatabase(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog } = context;
  const path = grammar.objectName();
  grammar.stream.finish();
  const database = catalog.database(path[0]?.text ?? '');
  if (database === undefined) {
    throw doesNotExist('Database', textsOf(path));
  }
  const schemas = catalog.schemas(database.name).map(({ name, createdAt }) => [moment(createdAt), name, 'SCHEMA']);
  return told(context, HELD, [[moment(database.createdAt), 'INFORMATION_SCHEMA', 'SCHEMA'], ...schemas]);
}

/** DESCRIBE RESULT: the columns an earlier statement answered with. */
export async function describeResult(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, state } = context;
  const { stream } = grammar;
  const start = stream.start;
  const written = grammar.expression();
  stream.finish();
  const value = compiler.expression(written, EMPTY_SCOPE);
  if (value.literal === undefined) {
    throw new SnowflakeError('000709', '02000', `Statement ${stream.sql.slice(start)} not found`);
  }
  const { columns } = await state.options.control.resultOf(value.literal, state.options.user);
  const names = [
    'name',
    'type',
    'kind',
    'null?',
    'default',
    'primary key',
    'unique key',
    'check',
    'expression',
    'comment',
  ];
  return told(
    context,
    names.map((name) => [name, TEXT] as const),
    columns.map((column) => {
      const nullable = column.nullable ? 'Y' : 'N';
      return [column.name, typeName(typeOfResult(column)), 'COLUMN', nullable, null, 'N', 'N', null, null, null];
    }),
  );
}
