import { refuseCollation } from '../syntax/collation.js';
import type { Column, Constraint } from '../catalog/model.js';
import { unsupported } from '../compile/faults.js';
import { canonicalText, printTokens } from './canonical-text.js';
import { readDefault } from './column-defaults.js';
import { SnowflakeError } from '../errors.js';
import { readTokens } from '../lexer.js';
import type { SqlType } from '../types/sql-type.js';
import { readDataType } from '../syntax/data-type.js';
import type { StatementContext } from './command.js';
import { readColumnConstraint, readConstraint, refuseUnknownColumns, type Place } from './constraints.js';
import { readSigned, readStep } from './read-step.js';
import { nextPhysical } from './physical-names.js';
import { INTEGER } from '../types/sql-type.js';

/** Passes over `(cost_center = 'x', …)`: tags mean nothing here. */
export function skipTags(stream: StatementContext['grammar']['stream']): void {
  stream.list(() => {
    stream.path();
    stream.expect('=');
    stream.string();
  });
}

/** A column as CREATE TABLE writes it; CTAS may leave the type out. */
export type ColumnDefinition = Omit<Column, 'type'> & {
  readonly type: SqlType | undefined;
  /** The text of `AS (…)`: the column is computed. */
  readonly expression?: string;
};

/** What a table says about itself after its columns. */
export interface TableOptions {
  readonly comment: string | undefined;
  /** The text of the clustering key. */
  readonly clusterBy: string | undefined;
}

/** What stands between the parentheses of CREATE TABLE. */
export interface TableShape {
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly Constraint[];
}

/** Reads `(a INT NOT NULL, …)`. Keys are metadata only, as they are in Snowflake. */
export function readColumns(context: StatementContext, place: Place): TableShape {
  const { stream } = context.grammar;
  const constraints: Constraint[] = [];
  stream.expect('(');
  const columns = stream.series(() => {
    const constraint = readConstraint(context, place);
    if (constraint === undefined) {
      return [readColumn(context, (inline) => constraints.push(inline), place)];
    }
    constraints.push(constraint);
    return [];
  });
  stream.expect(')');
  refuseTwice(columns.flat().map(({ name }) => name));
  constraints.forEach((constraint) => refuseUnknownColumns(context, constraint, columns.flat()));
  const keys = new Set(constraints.filter(({ kind }) => kind === 'PRIMARY KEY').flatMap(({ columns: names }) => names));
  return {
    columns: columns.flat().map((column) => (keys.has(column.name) ? asKey(column) : column)),
    constraints,
  };
}

/** @throws SnowflakeError 002025 when a table would have two columns of one name. */
export function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new SnowflakeError('002025', '42S21', `SQL compilation error:\nduplicate column name '${twice}'`);
  }
}

function asKey(column: ColumnDefinition): ColumnDefinition {
  return { ...column, primaryKey: true, nullable: false };
}

/** Reads one column: its name, its type, and what follows them in any order. */
export function readColumn(
  context: StatementContext,
  addConstraint: (constraint: Constraint) => void,
  place: Place,
): ColumnDefinition {
  const { grammar } = context;
  const { stream } = grammar;
  const name = stream.name().text;
  const type = readDataType(stream, grammar.mapping);
  if (
    type === undefined &&
    !stream.seesAny(',', ')') &&
    !stream.sees('AS', '(') &&
    !stream.sees('GENERATED', 'ALWAYS')
  ) {
    grammar.dataType();
  }
  let column: ColumnDefinition = {
    name,
    type,
    nullable: true,
    defaultText: undefined,
    increment: undefined,
    primaryKey: false,
    comment: undefined,
  };
  for (;;) {
    const next = readColumnOption(context, column);
    const constraint = next === undefined ? readColumnConstraint(context, place, name) : undefined;
    if (constraint !== undefined) {
      addConstraint(constraint);
    } else if (next === undefined) {
      return column;
    }
    column = next ?? (constraint?.kind === 'PRIMARY KEY' ? asKey(column) : column);
  }
}

function readColumnOption(context: StatementContext, column: ColumnDefinition): ColumnDefinition | undefined {
  const { stream } = context.grammar;
  if (stream.accept('NOT', 'NULL')) {
    return { ...column, nullable: false };
  }
  if (stream.accept('NULL')) {
    return column;
  }
  if (stream.accept('DEFAULT')) {
    return { ...column, defaultText: readDefault(context, column) };
  }
  if (stream.acceptAny('AUTOINCREMENT', 'IDENTITY') !== undefined) {
    return {
      ...column,
      type: column.type ?? INTEGER,
      increment: { ...readIncrement(stream), sequence: nextPhysical(column.name) },
    };
  }
  if (stream.accept('COMMENT')) {
    return { ...column, comment: stream.string() };
  }
  if (stream.accept('GENERATED', 'ALWAYS') || stream.sees('AS', '(')) {
    stream.expect('AS');
    const expression = readComputed(context);
    stream.accept('VIRTUAL');
    return { ...column, expression };
  }
  if (stream.accept('COLLATE')) {
    refuseCollation(stream.string());
    return column;
  }
  if (stream.accept('WITH', 'TAG') || stream.accept('TAG')) {
    skipTags(stream);
    return column;
  }
  for (const [what, words] of REFUSED_OPTIONS) {
    if (stream.sees(...words) || stream.sees('WITH', ...words)) {
      throw unsupported(what);
    }
  }
  return undefined;
}

/** Reads `(expression)`, without the parentheses. */
function readComputed({ grammar }: StatementContext): string {
  const { stream } = grammar;
  stream.expect('(');
  const expression = grammar.expression();
  stream.expect(')');
  return canonicalText(stream.sql, expression);
}

/** What would change answers, or values on their way in. */
const REFUSED_OPTIONS: readonly (readonly [what: string, words: readonly string[]])[] = [
  ['CHECK constraints', ['CHECK', '(']],
  ['MASKING POLICY', ['MASKING', 'POLICY']],
  ['PROJECTION POLICY', ['PROJECTION', 'POLICY']],
];

function readIncrement(stream: StatementContext['grammar']['stream']): { start: number; step: number } {
  if (stream.sees('(')) {
    const [start = 1, step = 1] = stream.list(() => readSigned(stream));
    readOrder(stream);
    return { start, step };
  }
  let [start, step] = [1, 1];
  for (;;) {
    if (stream.accept('START')) {
      stream.accept('WITH');
      start = readSigned(stream);
    } else if (stream.accept('INCREMENT')) {
      step = readStep(stream);
    } else {
      readOrder(stream);
      return { start, step };
    }
  }
}

function readOrder(stream: StatementContext['grammar']['stream']): void {
  stream.acceptAny('ORDER', 'NOORDER');
}

const SETTINGS: ReadonlySet<string> = new Set([
  'DATA_RETENTION_TIME_IN_DAYS',
  'MAX_DATA_EXTENSION_TIME_IN_DAYS',
  'CHANGE_TRACKING',
  'DEFAULT_DDL_COLLATION',
]);

/** Reads the options after a table's columns; those that only guide Snowflake's storage are passed over. */
export function skipTableOptions({ grammar }: StatementContext): TableOptions {
  const { stream } = grammar;
  let comment: string | undefined;
  let clusterBy: string | undefined;
  for (;;) {
    stream.accept(',');
    if (stream.accept('COMMENT')) {
      stream.accept('=');
      comment = stream.string();
    } else if (stream.accept('CLUSTER', 'BY')) {
      stream.accept('LINEAR');
      const start = stream.start;
      stream.list(() => grammar.expression());
      clusterBy = printTokens(readTokens(stream.sql.slice(start, stream.end)));
    } else if (stream.accept('COPY', 'GRANTS') || stream.accept('COPY', 'TAGS')) {
      continue;
    } else if (stream.seesAny('ERROR_LOGGING', 'ROW_TIMESTAMP', 'ENABLE_SCHEMA_EVOLUTION')) {
      const { value } = stream.next();
      stream.expect('=');
      if (!stream.accept('FALSE')) {
        throw unsupported(value);
      }
    } else if (stream.accept('WITH', 'TAG') || stream.accept('TAG')) {
      skipTags(stream);
    } else if (stream.sees('WITH', 'ROW', 'ACCESS') || stream.sees('ROW', 'ACCESS')) {
      throw unsupported('ROW ACCESS POLICY');
    } else if (SETTINGS.has(stream.peek()?.value ?? '')) {
      stream.next();
      stream.expect('=');
      stream.next();
    } else {
      return { comment, clusterBy };
    }
  }
}
