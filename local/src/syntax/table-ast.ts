import type { CallNode, Expression, Name, NamePath, OrderItem, Query, SelectItem, Span } from './ast.js';

/** An alias with optional column names: `t(a, b)`. */
export interface TableAlias {
  readonly name: Name | undefined;
  readonly columns: readonly Name[];
}

/** What can stand in FROM. */
export type TableReference = Span & TableNode;

type TableNode =
  | { readonly kind: 'table'; readonly path: NamePath; readonly alias: TableAlias; readonly sample: Sample | undefined }
  | { readonly kind: 'named-table'; readonly name: Expression; readonly alias: TableAlias }
  | { readonly kind: 'derived'; readonly query: Query; readonly alias: TableAlias; readonly sample: Sample | undefined }
  | { readonly kind: 'function'; readonly call: CallNode & Span; readonly alias: TableAlias }
  | { readonly kind: 'stage'; readonly alias: TableAlias }
  /** `$1` after `->>`: the rows of a statement before this one. */
  | { readonly kind: 'piped'; readonly index: number; readonly alias: TableAlias }
  | {
      readonly kind: 'pivot';
      readonly source: TableReference;
      readonly aggregate: CallNode & Span;
      /** What is put behind the names of the columns made. */
      readonly suffix: Name | undefined;
      readonly column: Name;
      readonly values: PivotValues;
      /** What a cell without a value holds. */
      readonly otherwise: Expression | undefined;
      readonly alias: TableAlias;
    }
  | {
      readonly kind: 'unpivot';
      readonly source: TableReference;
      readonly value: Name;
      readonly name: Name;
      readonly columns: readonly SelectItem[];
      readonly includeNulls: boolean;
      readonly alias: TableAlias;
    }
  | JoinNode;

/** The values that become columns: written down, or found in the data. */
export type PivotValues =
  | { readonly kind: 'list'; readonly items: readonly SelectItem[] }
  | { readonly kind: 'any'; readonly order: readonly OrderItem[] }
  | { readonly kind: 'query'; readonly query: Query };

/** Two sources joined. */
export interface JoinNode {
  readonly kind: 'join';
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS' | 'ASOF';
  readonly natural: boolean;
  readonly left: TableReference;
  readonly right: TableReference;
  readonly on: Expression | undefined;
  readonly using: readonly Name[];
  readonly match: Expression | undefined;
  /** True when ON is made of conditions with `(+)`. */
  readonly marked?: boolean;
}

/** `SAMPLE (10)`, in percent or rows. */
export interface Sample {
  readonly amount: Expression;
  readonly rows: boolean;
  readonly method: 'BERNOULLI' | 'SYSTEM';
  readonly seed: Expression | undefined;
}
