import type { SqlType } from '../types/sql-type.js';

/** A column as it was declared. */
export interface Column {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** Snowflake's text of the default, as written. */
  readonly defaultText: string | undefined;
  /** Set for AUTOINCREMENT and IDENTITY. */
  readonly increment: { readonly start: number; readonly step: number; readonly sequence: string } | undefined;
  readonly primaryKey: boolean;
  readonly comment: string | undefined;
}

/** A column that is no column of the stored rows: its value is computed whenever it is read. */
export interface ComputedColumn extends Column {
  /** The expression, as written. */
  readonly expression: string;
  /** How many of the stored columns stand before it. */
  readonly place: number;
}

/** A key of a table. Snowflake enforces none of them, but tools read them. */
export interface Constraint {
  readonly kind: 'PRIMARY KEY' | 'UNIQUE' | 'FOREIGN KEY';
  readonly name: string;
  readonly columns: readonly string[];
  /** The key of another table that a foreign key names. */
  readonly references?: {
    readonly database: string;
    readonly schema: string;
    readonly table: string;
    readonly columns: readonly string[];
  };
  /** What else was said of it, such as `RELY`, `ON DELETE CASCADE` or `INITIALLY DEFERRED`. */
  readonly traits?: readonly string[];
}

/** A table or a view. */
export interface Relation {
  readonly kind: 'table' | 'view';
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  /** The columns of the stored rows. */
  readonly columns: readonly Column[];
  readonly computed?: readonly ComputedColumn[];
  readonly comment: string | undefined;
  /** Where DuckDB keeps the rows; a view has none. */
  readonly physical: string;
  readonly persistence: 'permanent' | 'transient' | 'temporary';
  /** The session that sees a temporary table. */
  readonly owner: string | undefined;
  /** The query of a view. */
  readonly text: string | undefined;
  /** The statement that made a view, as written. */
  readonly statement?: string;
  readonly constraints?: readonly Constraint[];
  readonly clusterBy?: string;
  readonly secure?: boolean;
  readonly createdAt: number;
}

/** A sequence. */
export interface Sequence {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly start: number;
  readonly step: number;
  readonly ordered?: boolean;
  readonly comment?: string | undefined;
  readonly physical: string;
  readonly createdAt: number;
}

/** What a routine is called with. */
export interface Parameter {
  readonly name: string;
  readonly type: SqlType;
  /** The text of the default; a parameter that has one may be left out. */
  readonly defaultText?: string;
  /** True when a procedure hands its value back to the variable it was called with. */
  readonly out?: boolean;
}

/** What functions and procedures have in common. Several of one name differ in the types of their parameters. */
export interface Routine {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Undefined when it gives a table. */
  readonly returns: SqlType | undefined;
  /** The columns of the table it gives; none when it says TABLE() alone. */
  readonly columns: readonly Parameter[] | undefined;
  readonly body: string;
  /** SQL when it does not say. */
  readonly language?: 'SQL' | 'JAVASCRIPT';
  /** NULL for any argument makes the whole call NULL. */
  readonly strict?: boolean;
  readonly secure?: boolean;
  /** What it says of itself to the optimiser. */
  readonly immutable?: boolean;
  readonly memoizable?: boolean;
  readonly comment?: string | undefined;
  readonly createdAt: number;
}

/** A function written in SQL or JavaScript. */
export type UserFunction = Routine;

/** A procedure in Snowflake Scripting or JavaScript. */
export interface Procedure extends Routine {
  readonly executeAs?: 'OWNER' | 'CALLER';
}

/** The types of a routine's parameters: with its name, what it is known by. */
export function signatureOf(parameters: readonly Pick<Parameter, 'type'>[]): string {
  return parameters.map(({ type }) => (type.kind === 'timestamp' ? `timestamp ${type.zone}` : type.kind)).join();
}

/** A schema. */
export interface Schema {
  readonly database: string;
  readonly name: string;
  readonly comment: string | undefined;
  readonly createdAt: number;
}

/** A database. */
export interface Database {
  readonly name: string;
  readonly comment: string | undefined;
  readonly createdAt: number;
}

/** A named stage; its files are kept by the engine's stage files. */
export interface Stage {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly comment: string | undefined;
  /** FILE_FORMAT's options, as written; the name of a format is complete. */
  readonly format: FormatOptions;
  /** Names the directory of its files, whatever it is called later. */
  readonly physical?: string;
  /** True when it has a directory table. */
  readonly directory?: boolean;
  /** The session that made a temporary stage. */
  readonly owner: string | undefined;
  readonly createdAt: number;
}

/** A named file format. */
export interface NamedFormat {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly comment: string | undefined;
  readonly options: FormatOptions;
  readonly createdAt: number;
}

/** A tag. Setting it on an object is accepted without effect. */
export interface Tag {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly allowedValues: readonly string[] | undefined;
  readonly comment: string | undefined;
  readonly createdAt: number;
}

/** A task. It runs when EXECUTE TASK asks for it, never by its schedule. */
export interface Task {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly id: string;
  readonly state: 'started' | 'suspended';
  /** The statement or block it runs. */
  readonly definition: string;
  /** The text of WHEN. */
  readonly condition: string | undefined;
  /** The ids of the tasks it runs after: one that is dropped or made anew is none of them. */
  readonly predecessors: readonly string[];
  /** What was set of it, by upper-case name: WAREHOUSE, SCHEDULE, CONFIG, COMMENT and parameters of its session. */
  readonly settings: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly lastCommittedAt: number | undefined;
  readonly lastSuspendedAt: number | undefined;
}

/** Options of a file format, by upper-case name. */
export type FormatOptions = Readonly<Record<string, string | readonly string[]>>;
