import { randomUUID } from 'node:crypto';
import type { Constraint } from '../catalog/model.js';
import type { StatementContext } from './command.js';

type Stream = StatementContext['grammar']['stream'];
type Place = { readonly database: string; readonly schema: string };

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
  skipConstraintWords(stream);
  return { kind, name, columns, ...(references === undefined ? {} : { references }) };
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
  if (constraint !== undefined) {
    skipConstraintWords(stream);
  }
  return constraint;
}

/** One without a name gets one of Snowflake's making. */
function readName(stream: Stream): string {
  return stream.accept('CONSTRAINT') ? stream.name().text : `SYS_CONSTRAINT_${randomUUID()}`;
}

function readReferences(
  { grammar, compiler }: StatementContext,
  { database, schema }: Place,
): NonNullable<Constraint['references']> {
  const { stream } = grammar;
  stream.expect('REFERENCES');
  const path = grammar.objectName();
  const [inDatabase, inSchema, table] = compiler.qualify(
    path.length === 1 ? [database, schema, path[0]?.text ?? ''] : path,
  );
  const columns = stream.sees('(') ? stream.list(() => stream.name().text) : [];
  return { database: inDatabase, schema: inSchema, table, columns };
}

const WORDS = [
  'ENFORCED',
  'DEFERRABLE',
  'INITIALLY',
  'DEFERRED',
  'IMMEDIATE',
  'ENABLE',
  'DISABLE',
  'VALIDATE',
  'NOVALIDATE',
  'RELY',
  'NORELY',
] as const;

/** These words only inform Snowflake's optimiser. */
function skipConstraintWords(stream: Stream): void {
  while (
    stream.acceptAny(...WORDS) !== undefined ||
    stream.accept('NOT', 'ENFORCED') ||
    stream.accept('NOT', 'DEFERRABLE') ||
    acceptAction(stream)
  ) {
    // Each turn takes one of them.
  }
}

function acceptAction(stream: Stream): boolean {
  if (stream.accept('MATCH')) {
    stream.next();
    return true;
  }
  if (!stream.accept('ON', 'DELETE') && !stream.accept('ON', 'UPDATE')) {
    return false;
  }
  return (
    ['CASCADE', 'RESTRICT'].some((word) => stream.accept(word)) ||
    stream.accept('SET', 'NULL') ||
    stream.accept('SET', 'DEFAULT') ||
    stream.accept('NO', 'ACTION')
  );
}
