import { refuseCollation } from '../syntax/collation.js';
import type { Column } from '../catalog/model.js';
import type { SqlType } from '../types/sql-type.js';
import { readDataType } from '../syntax/data-type.js';
import type { StatementContext } from './command.js';
import { nextPhysical } from './physical-names.js';
import { INTEGER } from '../types/sql-type.js';

/** A column as CREATE TABLE writes it; CTAS may leave the type out. */
export type ColumnDefinition = Omit<Column, 'type'> & { readonly type: SqlType | undefined };

/** What a table says about itself after its columns. */
export interface TableOptions {
  readonly comment: string | undefined;
}

/** Reads `(a INT NOT NULL, …)`. Keys are metadata only, as they are in Snowflake. */
export function readColumns(context: StatementContext): readonly ColumnDefinition[] {
  const keys = new Set<string>();
  const entries = context.grammar.stream.list(() => readConstraint(context, keys) ?? readColumn(context));
  const columns = entries.flatMap((entry) => (entry === 'constraint' ? [] : [entry]));
  return columns.map((column) => (keys.has(column.name) ? { ...column, primaryKey: true, nullable: false } : column));
}

const CONSTRAINTS = ['PRIMARY', 'UNIQUE', 'FOREIGN', 'CONSTRAINT'] as const;

/** Reads a constraint of the whole table. */
function readConstraint({ grammar }: StatementContext, keys: Set<string>): 'constraint' | undefined {
  const { stream } = grammar;
  if (!stream.seesAny(...CONSTRAINTS)) {
    return undefined;
  }
  if (stream.accept('CONSTRAINT')) {
    stream.name();
  }
  const kind = stream.acceptAny('PRIMARY', 'UNIQUE', 'FOREIGN');
  stream.accept('KEY');
  const names = stream.list(() => stream.name().text);
  if (kind === 'PRIMARY') {
    names.forEach((name) => keys.add(name));
  }
  if (stream.accept('REFERENCES')) {
    stream.path();
    if (stream.sees('(')) {
      stream.list(() => stream.name());
    }
  }
  skipConstraintWords(grammar.stream);
  return 'constraint';
}

function skipConstraintWords(stream: StatementContext['grammar']['stream']): void {
  const words = [
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
  while (
    stream.acceptAny(...words) !== undefined ||
    stream.accept('NOT', 'ENFORCED') ||
    stream.accept('NOT', 'DEFERRABLE')
  ) {
    // These words only inform Snowflake's optimiser.
  }
}

/** Reads one column: its name, its type, and what follows them in any order. */
export function readColumn(context: StatementContext): ColumnDefinition {
  const { grammar } = context;
  const { stream } = grammar;
  const name = stream.name().text;
  const type = readDataType(stream, grammar.mapping);
  if (type === undefined && !stream.seesAny(',', ')')) {
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
    if (next === undefined) {
      return column;
    }
    column = next;
  }
}

function readColumnOption({ grammar }: StatementContext, column: ColumnDefinition): ColumnDefinition | undefined {
  const { stream } = grammar;
  if (stream.accept('NOT', 'NULL')) {
    return { ...column, nullable: false };
  }
  if (stream.accept('NULL')) {
    return column;
  }
  if (stream.accept('DEFAULT')) {
    const start = stream.start;
    const expression = grammar.expression();
    return { ...column, defaultText: stream.sql.slice(start, expression.end) };
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
  if (stream.accept('COLLATE')) {
    refuseCollation(stream.string());
    return column;
  }
  return readColumnConstraint(stream, column);
}

function readColumnConstraint(
  stream: StatementContext['grammar']['stream'],
  column: ColumnDefinition,
): ColumnDefinition | undefined {
  if (stream.accept('CONSTRAINT')) {
    stream.name();
  }
  if (stream.accept('PRIMARY', 'KEY')) {
    skipConstraintWords(stream);
    return { ...column, primaryKey: true, nullable: false };
  }
  if (stream.accept('UNIQUE')) {
    skipConstraintWords(stream);
    return column;
  }
  if (stream.accept('FOREIGN', 'KEY') || stream.sees('REFERENCES')) {
    stream.expect('REFERENCES');
    stream.path();
    if (stream.sees('(')) {
      stream.list(() => stream.name());
    }
    skipConstraintWords(stream);
    return column;
  }
  return undefined;
}

function readIncrement(stream: StatementContext['grammar']['stream']): { start: number; step: number } {
  if (stream.sees('(')) {
    const [start = 1, step = 1] = stream.list(() => stream.integer());
    readOrder(stream);
    return { start, step };
  }
  let [start, step] = [1, 1];
  for (;;) {
    if (stream.accept('START')) {
      stream.accept('WITH');
      start = stream.integer();
    } else if (stream.accept('INCREMENT')) {
      stream.accept('BY');
      step = stream.integer();
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
  'ENABLE_SCHEMA_EVOLUTION',
]);

/** Reads the options after a table's columns; those that only guide Snowflake's storage are passed over. */
export function skipTableOptions({ grammar }: StatementContext): TableOptions {
  const { stream } = grammar;
  let comment: string | undefined;
  for (;;) {
    if (stream.accept('COMMENT')) {
      stream.accept('=');
      comment = stream.string();
    } else if (stream.accept('CLUSTER', 'BY')) {
      stream.list(() => grammar.expression());
    } else if (stream.accept('COPY', 'GRANTS')) {
      continue;
    } else if (SETTINGS.has(stream.peek()?.value ?? '')) {
      stream.next();
      stream.expect('=');
      stream.next();
    } else {
      return { comment };
    }
  }
}
