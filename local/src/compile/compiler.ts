import type { Catalog } from '../catalog/catalog.js';
import type { FunctionRule } from '../functions/rule.js';
import type { Expression, NamePath, Query, Span } from '../syntax/ast.js';
import type { PastQuery } from '../statement.js';
import type { ReadingRules } from '../syntax/parser.js';
import type { SqlType } from '../types/sql-type.js';
import type { Faults } from './faults.js';
import type { Scope } from './scope.js';
import type { Origin, Typed } from './typed.js';

/** What of the session a statement can see. */
export interface CompileEnvironment extends ReadingRules {
  readonly catalog: Catalog;
  readonly database: string | null;
  readonly schema: string | null;
  readonly sessionId: string;
  /** A session parameter's value, as text. */
  parameter(name: string): string;
  /** A session variable as a literal. */
  variableValue(name: string, span: Span, faults: Faults): Typed;
  /** True when a variable is one of the block around the statement. */
  isLocal(name: string): boolean;
  /** The value of bind number n. */
  bindValue(index: number, span: Span, faults: Faults): Typed;
  /** A function of the session itself, such as CURRENT_USER: its value, or null. */
  contextValue(name: string): string | null | undefined;
  readonly functions: ReadonlyMap<string, FunctionRule>;
  /** The id of an earlier statement, counted back from -1 or forth from 1. */
  readonly lastQueryId: (back: number) => string | undefined;
  /** Every statement the engine remembers, oldest first. */
  readonly history: () => readonly PastQuery[];
  /** What functions that act have answered, by where they stand in the text. */
  readonly effects: ReadonlyMap<number, string>;
  /** Milliseconds since 1970 at which the statement began, by the time of SQL. */
  readonly now: number;
  /** Rows of staged files, fetched before compiling, by where the stage is named in the text. */
  readonly staged: ReadonlyMap<number, ResultTable>;
  /**
   * The first column of a DuckDB query whose rows decide how the statement is compiled, as texts.
   *
   * @throws PendingLookUp when it has not been asked yet: the statement is compiled again with the answer
   */
  lookUp(sql: string): readonly (string | null)[];
  /**
   * The rows a call of a procedure has returned.
   *
   * @throws PendingCall when it has not run yet: the statement is compiled again when it has
   */
  callResult(call: string): ResultTable;
  /** Rows of the statements before this one in a chain of `->>`, the nearest first. */
  readonly piped: readonly ResultTable[];
  /**
   * The rows of an earlier statement.
   *
   * @throws PendingResult when they are not fetched yet: the statement is compiled again when they are
   */
  earlierResult(queryId: string): ResultTable;
}

/** An earlier result, put into a DuckDB table for RESULT_SCAN. */
export interface ResultTable {
  readonly table: string;
  readonly columns: readonly OutputColumn[];
}

/** One column of a compiled query; DuckDB's name for it is `c1`, `c2` … by position. */
export interface OutputColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly origin?: Origin;
}

/** A compiled query. */
export interface CompiledQuery {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
}

/** A CTE in sight, or a recursive one being compiled. */
export interface KnownCte {
  readonly table: string;
  /** Its place in a WITH; undefined while it is compiled itself. */
  readonly definition?: string;
  readonly columns: readonly OutputColumn[];
}

/**
 * Compiles one statement. The parts of the compiler meet through it, so that expressions can hold queries and queries
 * expressions without importing each other.
 */
export interface Compiler {
  readonly sql: string;
  readonly environment: CompileEnvironment;
  readonly faults: Faults;
  expression(expression: Expression, scope: Scope): Typed;
  /** The expression a value was compiled from, and where. */
  sourceOf(value: Typed): { readonly node: Expression; readonly scope: Scope } | undefined;
  /** A value by another name in DuckDB's text, else its own: it is still what the same expression was compiled to. */
  renamed(value: Typed, name?: string): Typed;
  /** Compiles a query that stands in an expression. @throws SnowflakeError 000002 when too many stand inside of each other */
  subquery(query: Query, scope: Scope): CompiledQuery;
  query(query: Query, scope: Scope, ctes?: ReadonlyMap<string, KnownCte>): CompiledQuery;
  /** CTEs in sight of the query being compiled. */
  readonly ctes: ReadonlyMap<string, KnownCte>;
  withCtes(ctes: ReadonlyMap<string, KnownCte>): Compiler;
  /** Another text in another place, such as a view's. */
  withText(sql: string, database: string, schema: string): Compiler;
  /** A name no other source of the statement has. */
  nextAlias(): string;
  /** Completes a name with the current database and schema. */
  qualify(path: NamePath | readonly string[], action?: string): readonly [string, string, string];
}
