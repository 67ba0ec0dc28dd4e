import { randomUUID } from 'node:crypto';
import type { Constraint } from '../catalog/model.js';
import { doesNotExist, textsOf } from '../compile/faults.js';
import type { StatementContext } from './command.js';

type Stream = StatementContext['grammar']['stream'];
/** Where a table stands, and what it is called: its foreign keys name others from there, or itself. */
export type Place = { readonly database: string; readonly schema: string; readonly name: string };

const STARTS = ['PRIMARY', 'UNIQUE', 'FOREIGN', 'CONSTRAINT'] as const;

/** Reads a constraint of a whole table; undefined when none is ahead. */
export function readConstraint(context: StatementContext, place: Place): Constraint | undefined {
  const { stream } = context.grammar;
  if (!stream.seesAny(...STARTS)) {
    return undefined;
  }
  const name = readName(stream);
  const word = stream.acceptAny('PRIMARY', 'UNIQUE', 'FOREIGN');
  if (word === undefined) {
    throw stream.unexpected();
  }
  if (word !== 'UNIQUE') {
    stream.expect('KEY');
  }
  const columns = stream.list(() => stream.name().text);
  const kind = word === 'UNIQUE' ? word : (`${word} KEY` as const);
  const references = word === 'FOREIGN' ? readReferences(context, place) : undefined;
  const traits = readTraits(stream);
  return { kind, name, columns, ...(references === undefined ? {} : { references }), traits };
}

/** Reads a constraint behind a column; undefined when none is ahead. */
export function readColumnConstraint(context: StatementContext, place: Place, column: string): Constraint | undefined {
  const { stream } = context.grammar;
  const name = readName(stream);
  const columns = [column];
  let constraint: Constraint | undefined;
  if (stream.accept('PRIMARY', 'KEY')) {
    constraint = { kind: 'PRIMARY KEY', name, columns };
  } else if (stream.accept('UNIQUE')) {
    constraint = { kind: 'UNIQUE', name, columns };
  } else if (stream.accept('FOREIGN', 'KEY') || stream.sees('REFERENCES')) {
    constraint = { kind: 'FOREIGN KEY', name, columns, references: readReferences(context, place) };
  }
  return constraint === undefined ? undefined : { ...constraint, traits: readTraits(stream) };
}

/** One without a name gets one of Snowflake's making. */
function readName(stream: Stream): string {
  return stream.accept('CONSTRAINT') ? stream.name().text : `SYS_CONSTRAINT_${randomUUID()}`;
}

function readReferences(
  { grammar, compiler, catalog, state }: StatementContext,
  { database, schema, name }: Place,
): NonNullable<Constraint['references']> {
  const { stream } = grammar;
  stream.expect('REFERENCES');
  const path = grammar.objectName();
  const [inDatabase, inSchema, table] = compiler.qualify(
    path.length === 1 ? [database, schema, path[0]?.text ?? ''] : path,
  );
  const itself = database === inDatabase && schema === inSchema && name === table;
  if (!itself && catalog.relation(inDatabase, inSchema, table, state.options.sessionId) === undefined) {
    throw doesNotExist('Table', textsOf(path));
  }
  const columns = stream.sees('(') ? stream.list(() => stream.name().text) : [];
  return { database: inDatabase, schema: inSchema, table, columns };
}

const WORDS: readonly (readonly string[])[] = [
  ['NOT', 'ENFORCED'],
  ['NOT', 'DEFERRABLE'],
  ['INITIALLY', 'DEFERRED'],
  ['INITIALLY', 'IMMEDIATE'],
  ...['ENFORCED', 'DEFERRABLE', 'ENABLE', 'DISABLE', 'VALIDATE', 'NOVALIDATE', 'RELY', 'NORELY'].map((word) => [word]),
  ...['FULL', 'SIMPLE', 'PARTIAL'].map((word) => ['MATCH', word]),
  ...['ON DELETE', 'ON UPDATE'].flatMap((when) =>
    ['CASCADE', 'RESTRICT', 'SET NULL', 'SET DEFAULT', 'NO ACTION'].map((what) => `${when} ${what}`.split(' ')),
  ),
];

/** These words only inform tools and Snowflake's optimiser. */
export function readTraits(stream: Stream): readonly string[] {
  const traits: string[] = [];
  for (;;) {
    const words = WORDS.find((candidate) => stream.accept(...candidate));
    if (words === undefined) {
      return traits;
    }
    traits.push(words.join(' '));
  }
}

/**
 * A key names columns of its table, and a foreign one columns of a table that is there.
 *
 * @throws SnowflakeError 000904 or 002003
 */
export function refuseUnknownColumns(
  { catalog, compiler, state }: StatementContext,
  { columns, references }: Constraint,
  own: readonly { readonly name: string }[],
): void {
  const refuse = (names: readonly string[], known: readonly { readonly name: string }[]): void => {
    const unknown = names.find((name) => !known.some((column) => column.name === name));
    if (unknown !== undefined) {
      const start = Math.max(0, compiler.sql.toUpperCase().indexOf(unknown.toUpperCase()));
      throw compiler.faults.invalidIdentifier([unknown], { start, end: start });
    }
  };
  refuse(columns, own);
  if (references !== undefined && references.columns.length > 0) {
    const { database, schema, table } = references;
    refuse(references.columns, catalog.relation(database, schema, table, state.options.sessionId)?.columns ?? own);
  }
}
