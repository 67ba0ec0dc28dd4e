import type { SqlType } from '../types/sql-type.js';
import type { Expression, NamePath, Query } from './ast.js';
import type { TimestampMapping } from './data-type.js';
import type { TokenStream } from './token-stream.js';

/**
 * What the parts of the grammar need of each other: expressions hold queries and queries hold expressions, so they
 * meet through this object instead of importing each other.
 */
export interface Grammar {
  readonly stream: TokenStream;
  readonly mapping: TimestampMapping;
  expression(): Expression;
  query(): Query;
  /** True when a query starts at the token ahead. */
  seesQuery(ahead?: number): boolean;
  dataType(): SqlType;
  /** Reads a name of an object, written plainly or with IDENTIFIER(). */
  objectName(): NamePath;
}
