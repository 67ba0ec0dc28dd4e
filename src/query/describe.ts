import type { ColumnMetadata } from '../driver/port.js';
import type { ActionOptions } from './action-options.js';
import type { FrameSource } from './frame-source.js';
import { kindOf } from './statement-kind.js';

/** One column of a statement's result. */
export interface ColumnSchema {
  /** As the server spells it: unquoted names are upper-case. */
  readonly name: string;
  /** The SQL type, with its digits: `NUMBER(38,0)`, `VARCHAR`, `TIMESTAMP_NTZ(9)`. */
  readonly type: string;
  /** Whether NULL can stand in it. */
  readonly nullable: boolean;
}

/** How long what was described is taken for true, in milliseconds. */
const FRESH_MS = 15_000;

/** Statements the server cannot describe without running them, and the columns each one's result has. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['ALTER', 'DROP', 'USE', 'CREATE', 'GRANT', 'REVOKE', 'COMMENT', 'SET', 'UNSET'].map((verb) => [verb, ['status']]),
  ),
  LS: ['name', 'size', 'md5', 'last_modified'],
  LIST: ['name', 'size', 'md5', 'last_modified'],
  RM: ['name', 'result'],
  REMOVE: ['name', 'result'],
  PUT: ['source', 'target', 'sourceSize', 'targetSize', 'sourceCompression', 'targetCompression', 'status', 'message'],
  GET: ['file', 'size', 'status', 'message'],
};

const NUMBERS = new Set(['size', 'sourceSize', 'targetSize']);

/**
 * The columns of one statement's result, asked of the server without running it.
 *
 * Kept for 15 seconds, or until the session runs anything but a query.
 */
export class Description {
  readonly #source: FrameSource;
  #kept: { readonly columns: readonly ColumnSchema[]; readonly until: number; readonly changes: number } | undefined;

  constructor(source: FrameSource) {
    this.#source = source;
  }

  /** @throws SnowparkError as `collect`. */
  async columns(options: ActionOptions): Promise<readonly ColumnSchema[]> {
    const { statements, sqlText } = this.#source;
    const fixed = FIXED[kindOf(sqlText).verb];
    if (fixed !== undefined) {
      return fixed.map((name) => ({ name, type: NUMBERS.has(name) ? 'NUMBER(38,0)' : 'VARCHAR', nullable: true }));
    }
    const { changes } = statements;
    if (this.#kept !== undefined && this.#kept.until > performance.now() && this.#kept.changes === changes) {
      return this.#kept.columns;
    }
    const request = { ...this.#source.request(options), describeOnly: true };
    const columns = await statements.run(request, options, async (result) => result.columns.map(toSchema));
    this.#kept = { columns, until: performance.now() + FRESH_MS, changes };
    return columns;
  }
}

function toSchema(column: ColumnMetadata): ColumnSchema {
  return { name: column.name, type: sqlType(column), nullable: column.nullable };
}

function sqlType({ type, precision, scale }: ColumnMetadata): string {
  switch (type) {
    case 'fixed':
      return `NUMBER(${precision ?? 38},${scale ?? 0})`;
    case 'text':
      return 'VARCHAR';
    case 'real':
      return 'FLOAT';
    case 'time':
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return `${type.toUpperCase()}(${scale ?? 9})`;
    default:
      return type.toUpperCase();
  }
}
