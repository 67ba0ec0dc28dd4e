import { quoteString } from '../lexer.js';
import type { Expression } from '../syntax/ast.js';
import { ARRAY, OBJECT, VARIANT } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { expandStar } from './items.js';
import type { Scope } from './scope.js';
import { combine, type Typed } from './typed.js';

type Node<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** `[1, 'a']`: an ARRAY of its items. */
export function compileArray(compiler: Compiler, items: readonly Expression[], scope: Scope): Typed {
  const values = items.map((item) => compiler.expression(item, scope));
  return { ...combine(jsonArray(compiler, values), ARRAY, values), nullable: false };
}

/** The text of a JSON array of values; NULL stands in it as `undefined`, as Snowflake prints it. */
export function jsonArray(compiler: Compiler, values: readonly Typed[]): string {
  const items = values.map((value) => `coalesce(${castTo(compiler, value, VARIANT).sql}, 'undefined')`);
  return items.length === 0 ? `'[]'` : `('[' || ${items.join(` || ',' || `)} || ']')`;
}

/** `{'k': 1, …}` and `{*}`. */
export function compileObject(compiler: Compiler, node: Node<'object'>, scope: Scope): Typed {
  const pairs =
    node.star === undefined
      ? node.entries.map(
          ([key, value]) => [compiler.expression(key, scope).sql, compiler.expression(value, scope)] as const,
        )
      : expandStar(compiler, node.star, scope).map(({ name, value }) => [quoteString(name), value] as const);
  return {
    ...combine(
      jsonObject(compiler, pairs, false),
      OBJECT,
      pairs.map(([, value]) => value),
    ),
    nullable: false,
  };
}

/** The text of a JSON object; a NULL value leaves its key out unless it is to be kept. */
export function jsonObject(
  compiler: Compiler,
  pairs: readonly (readonly [string, Typed])[],
  keepNull: boolean,
): string {
  const keys = pairs.map(([key]) => `CAST(${key} AS VARCHAR)`);
  const values = pairs.map(([, value]) => castTo(compiler, value, VARIANT).sql);
  return `sf_object([${keys.join(', ')}]::VARCHAR[], [${values.map((value) => `CAST(${value} AS VARCHAR)`).join(', ')}]::VARCHAR[], ${keepNull})`;
}
