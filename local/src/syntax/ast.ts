/**
 * Snowflake's SQL as a tree. Every node knows where it stands in the text: labels of unnamed columns are cut from it,
 * and errors point at it.
 */

import type { SqlType } from '../types/sql-type.js';
import type { TableReference } from './table-ast.js';

/** A stretch of the statement's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One identifier: upper case unless it was quoted. */
export interface Name extends Span {
  readonly text: string;
  readonly quoted: boolean;
}

/** A name of one to three parts, such as `db.schema.table`. */
export type NamePath = readonly Name[];

/** What can stand where a value is wanted. */
export type Expression = Span & ExpressionNode;

type ExpressionNode =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'binary-literal'; readonly hex: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'default' }
  /** With `(+)` behind it the column is one of an outer side. */
  | { readonly kind: 'name'; readonly path: NamePath; readonly outer?: boolean | undefined }
  | { readonly kind: 'position'; readonly index: number; readonly qualifier: NamePath }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'bind'; readonly index: number }
  | StarNode
  | {
      readonly kind: 'unary';
      readonly operator: '+' | '-' | 'NOT' | 'PRIOR' | 'CONNECT_BY_ROOT';
      readonly operand: Expression;
    }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'is';
      readonly operand: Expression;
      readonly test: 'NULL' | 'TRUE' | 'FALSE';
      readonly not: boolean;
    }
  | {
      readonly kind: 'between';
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly not: boolean;
    }
  | {
      readonly kind: 'in-list';
      readonly operand: Expression;
      readonly items: readonly Expression[];
      readonly not: boolean;
    }
  | { readonly kind: 'in-query'; readonly operand: Expression; readonly query: Query; readonly not: boolean }
  | LikeNode
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'subquery'; readonly query: Query }
  | {
      readonly kind: 'quantified';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly all: boolean;
      readonly query: Query;
    }
  | CaseNode
  | {
      readonly kind: 'cast';
      readonly operand: Expression;
      readonly type: SqlType;
      readonly try: boolean;
      /** The keys of a structured OBJECT are taken by their places. */
      readonly renames?: boolean;
      /** Keys that a structured OBJECT lacks are NULL. */
      readonly adds?: boolean;
    }
  | CallNode
  | { readonly kind: 'path'; readonly operand: Expression; readonly steps: readonly PathStep[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | {
      readonly kind: 'object';
      readonly entries: readonly (readonly [Expression, Expression])[];
      readonly star: (StarNode & Span) | undefined;
    }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'lambda'; readonly parameters: readonly LambdaParameter[]; readonly body: Expression }
  /** `** array`: its items, one after another. */
  | { readonly kind: 'spread'; readonly operand: Expression }
  | { readonly kind: 'interval'; readonly text: string; readonly dayTime: boolean };

/** A parameter of a lambda; without a type it is what the array holds. */
export interface LambdaParameter {
  readonly name: Name;
  readonly type: SqlType | undefined;
}

/** ORDER BY ALL: every item of the SELECT, in one direction. */
export interface OrderAll {
  readonly kind: 'all';
  readonly descending: boolean;
  readonly nullsFirst: boolean | undefined;
}

/** Operators with a value on both sides. */
export type BinaryOperator =
  | 'OR'
  | 'AND'
  | '='
  | '<>'
  | '<'
  | '>'
  | '<='
  | '>='
  | 'IS DISTINCT'
  | 'IS NOT DISTINCT'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '||';

/** `*`, `t.*` and what Snowflake lets follow it. */
export interface StarNode {
  readonly kind: 'star';
  readonly qualifier: NamePath;
  readonly ilike: string | undefined;
  readonly exclude: readonly Name[];
  readonly replace: readonly SelectItem[];
  readonly rename: readonly (readonly [Name, Name])[];
}

interface LikeNode {
  readonly kind: 'like';
  readonly operand: Expression;
  readonly patterns: readonly Expression[];
  readonly quantifier: 'ANY' | 'ALL';
  readonly escape: Expression | undefined;
  readonly flavour: 'LIKE' | 'ILIKE' | 'RLIKE';
  readonly not: boolean;
}

interface CaseNode {
  readonly kind: 'case';
  readonly operand: Expression | undefined;
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
  readonly otherwise: Expression | undefined;
}

/** A step into a VARIANT: a key, or an index or key computed from an expression. */
export type PathStep = { readonly key: string } | { readonly index: Expression };

/** A call of a scalar, aggregate, window or table function. */
export interface CallNode {
  readonly kind: 'call';
  readonly path: NamePath;
  readonly args: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
  readonly distinct: boolean;
  readonly nulls: 'IGNORE' | 'RESPECT' | undefined;
  readonly within: readonly OrderItem[];
  /** Which rows count: never written, but what PIVOT does. */
  readonly filter: Expression | undefined;
  /** `FROM LAST`, of NTH_VALUE. */
  readonly fromLast?: boolean;
  readonly over: (WindowSpec & Span) | undefined;
}

/** One entry of ORDER BY. */
export interface OrderItem {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean | undefined;
}

/** `OVER (…)`. */
export interface WindowSpec {
  readonly partition: readonly Expression[];
  readonly order: readonly OrderItem[];
  /** Rewritten word by word: DuckDB reads Snowflake's frames. */
  readonly frame: (WindowFrame & Span) | undefined;
}

/** `ROWS BETWEEN … AND …`. */
export interface WindowFrame {
  readonly unit: 'ROWS' | 'RANGE';
  readonly from: FrameBound;
  readonly to: FrameBound | undefined;
}

/** One end of a window frame. */
export interface FrameBound {
  readonly side: 'PRECEDING' | 'FOLLOWING' | 'CURRENT ROW';
  /** Undefined means unbounded. */
  readonly offset: Expression | undefined;
}

/** One entry of a select list. */
export interface SelectItem {
  readonly expression: Expression;
  readonly alias: Name | undefined;
}

/** A whole query: its body, and what surrounds it. */
export interface Query extends Span {
  readonly recursive: boolean;
  readonly ctes: readonly Cte[];
  readonly body: QueryBody;
  readonly order: readonly OrderItem[] | OrderAll;
  readonly limit: Expression | undefined;
  readonly offset: Expression | undefined;
}

/** One entry of WITH. */
export interface Cte {
  readonly name: Name;
  readonly columns: readonly Name[];
  readonly query: Query;
}

/** A select, a VALUES list, a query in parentheses, or two of them combined. */
export type QueryBody =
  | SelectBody
  | { readonly kind: 'values'; readonly rows: readonly (readonly Expression[])[] }
  | { readonly kind: 'nested'; readonly query: Query }
  | {
      readonly kind: 'set';
      readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT';
      readonly all: boolean;
      /** Columns meet by their names instead of their places. */
      readonly byName: boolean;
      readonly left: QueryBody;
      readonly right: QueryBody;
    };

/** `SELECT … FROM … WHERE …`. */
export interface SelectBody {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly top: Expression | undefined;
  readonly items: readonly SelectItem[];
  readonly from: TableReference | undefined;
  readonly where: Expression | undefined;
  readonly group: GroupBy | undefined;
  readonly having: Expression | undefined;
  readonly qualify: Expression | undefined;
  readonly connect: { readonly start: Expression | undefined; readonly by: Expression } | undefined;
}

/** GROUP BY: ALL, or keys among which GROUPING SETS, ROLLUP and CUBE may stand. */
export type GroupBy =
  | { readonly kind: 'all' }
  | { readonly kind: 'list'; readonly items: readonly (Expression | GroupingSets)[] };

/** Sets of keys, each grouped by itself. */
export interface GroupingSets {
  readonly kind: 'sets';
  readonly form: 'GROUPING SETS' | 'ROLLUP' | 'CUBE';
  readonly sets: readonly (readonly Expression[])[];
}
