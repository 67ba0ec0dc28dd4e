import type { DuckDBDataChunk, DuckDBMaterializedResult, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Catalog } from '../catalog/catalog.js';
import type { Procedure, Relation } from '../catalog/model.js';
import type { Compiler, OutputColumn, ResultTable } from '../compile/compiler.js';
import type { Typed } from '../compile/typed.js';
import type { StartedStatement } from '../script/child-jobs.js';
import type { SessionState } from '../session/session-state.js';
import type { ProcedureScope } from '../session/procedure-scope.js';
import type { Transaction, TransactionControl } from '../session/transaction.js';
import type { StageSight } from '../stages/location.js';
import type { StageFiles } from '../stages/stage-files.js';
import type { Cell, FileTransfer, StatementRequest } from '../statement.js';
import type { Grammar } from '../syntax/grammar.js';
import { TEXT, number } from '../types/sql-type.js';

/** What a statement has answered. */
export interface Outcome {
  readonly columns: readonly OutputColumn[];
  readonly typeId: number;
  /** Set for a statement that ran inside of another. */
  readonly queryId?: string;
  /** What a procedure has put into the variables given for its OUT arguments, by their names. */
  readonly out?: ReadonlyMap<string, Typed>;
  /** Files a client is to move. */
  readonly transfer?: FileTransfer;
  readonly rows:
    | { readonly cells: readonly (readonly Cell[])[] }
    | { readonly result: DuckDBMaterializedResult }
    /** Only of a statement that is no part of another one. */
    | { readonly chunks: AsyncIterable<DuckDBDataChunk> };
}

/** Runs DuckDB text, with values for its `$1` …. */
export type RunDuckDb = (
  sql: string,
  values?: readonly DuckDBValue[],
  types?: readonly DuckDBType[],
) => Promise<DuckDBMaterializedResult>;

/** What a command works with: the statement, being read, and the session it runs in. */
export interface StatementContext {
  readonly grammar: Grammar;
  readonly compiler: Compiler;
  readonly catalog: Catalog;
  readonly state: SessionState;
  readonly transaction: Transaction;
  /** What begins and ends transactions: of the session, or of the procedure that runs. */
  readonly control: TransactionControl;
  readonly request: StatementRequest;
  readonly stages: StageFiles;
  /** Rows of staged files by the places of the stages in the text; COPY puts its own there before it compiles. */
  readonly staged: Map<number, ResultTable>;
  /** What names of stages are looked up with. */
  readonly sight: StageSight;
  /** Runs DuckDB text in the session's transaction. */
  readonly run: RunDuckDb;
  /** Runs a query whose rows are the statement's answer. */
  select(sql: string): Promise<Outcome['rows']>;
  /** Runs a change of data: in a transaction of its own when AUTOCOMMIT is off and none is open. */
  change(sql: string, values?: readonly DuckDBValue[], types?: readonly DuckDBType[]): Promise<number>;
  /** A change of data that gives rows, such as MERGE … RETURNING. */
  changed(sql: string): Promise<DuckDBMaterializedResult>;
  /**
   * Runs several DuckDB statements as one: all of them happen or none. With a table whose rows change, it waits until no
   * other transaction changes them.
   */
  together<T>(work: () => Promise<T>, locked?: Relation): Promise<T>;
  /** Runs a definition: what is open is committed first, and the definition itself cannot be rolled back. */
  define<T>(work: () => Promise<T>): Promise<T>;
  /** Finds a statement's errors without running it. */
  check(sql: string): Promise<void>;
  /** @throws SnowflakeError 002003 when there is no such database or schema. */
  refuseMissingSchema(database: string, schema: string): void;
  /** Runs another statement in place of this one. */
  instead(sql: string, sight?: InsteadSight): Promise<Outcome>;
  /** Starts another statement beside this one, on a connection of its own unless a transaction is open. */
  aside(sql: string, sight?: InsteadSight): StartedStatement;
  /** What one call of a procedure runs its statements in. */
  enter(procedure: Procedure): ProcedureScope;
}

/** What a statement sees that runs in place of another. */
export interface InsteadSight {
  readonly locals?: ReadonlyMap<string, Typed>;
  /** Values of its `?`, in their order. */
  readonly values?: readonly Typed[];
  /** The id it is to have. @defaultValue one of its own */
  readonly queryId?: string;
}

/** Runs one family of statements. */
export type Command = (context: StatementContext) => Promise<Outcome>;

/** Snowflake's statement type ids. */
export const TYPE = {
  select: 0x1000,
  insert: 0x3100,
  update: 0x3200,
  delete: 0x3300,
  merge: 0x3400,
  multiInsert: 0x3500,
  session: 0x4000,
  alterSession: 0x4100,
  use: 0x4300,
  show: 0x4400,
  describe: 0x4500,
  begin: 0x5100,
  commit: 0x5200,
  rollback: 0x5300,
  create: 0x6100,
  alter: 0x6200,
  drop: 0x6300,
  copy: 0x3600,
  unload: 0x3700,
  call: 0x7000,
  list: 0x7102,
  remove: 0x7103,
  put: 0x7201,
  get: 0x7202,
} as const;

/** The one row `status` that most commands answer with. */
export function status(message: string, typeId: number): Outcome {
  return { columns: [{ name: 'status', type: TEXT, nullable: false }], typeId, rows: { cells: [[message]] } };
}

/** What Snowflake answers when there is nothing more to say. */
export function succeeded(typeId: number): Outcome {
  return status('Statement executed successfully.', typeId);
}

/** Counts of changed rows, by column name. */
export function counts(typeId: number, entries: readonly (readonly [string, number])[]): Outcome {
  return {
    columns: entries.map(([name]) => ({ name, type: number(19), nullable: false })),
    typeId,
    rows: { cells: [entries.map(([, count]) => String(count))] },
  };
}
