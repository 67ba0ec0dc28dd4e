import { physicalType } from '../types/physical.js';
import { NULL, type SqlType } from '../types/sql-type.js';

/** Where a value comes from when it is a plain column of a table. */
export interface Origin {
  readonly database: string;
  readonly schema: string;
  readonly table: string;
}

/** A compiled expression: DuckDB's text for it, and what Snowflake knows of it. */
export interface Typed {
  readonly sql: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** True when an aggregate stands in it outside of OVER: GROUP BY ALL leaves it out. */
  readonly aggregate: boolean;
  /** Text of a string literal: its form decides how it is compared with other types. */
  readonly literal?: string;
  readonly origin?: Origin;
}

/** Makes a value that may be NULL when one of its parts may. */
export function combine(sql: string, type: SqlType, parts: readonly Typed[], nullable = false): Typed {
  return {
    sql,
    type,
    nullable: nullable || parts.some((part) => part.nullable),
    aggregate: parts.some((part) => part.aggregate),
  };
}

/** A value that depends on nothing. */
export function constant(sql: string, type: SqlType, nullable = false): Typed {
  return { sql, type, nullable, aggregate: false };
}

/** NULL, in the physical form of a type. */
export function nullOf(type: SqlType = NULL): Typed {
  return constant(`CAST(NULL AS ${physicalType(type)})`, type, true);
}
