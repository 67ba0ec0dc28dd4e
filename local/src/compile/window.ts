import type { CallNode, FrameBound, OrderItem, WindowFrame, WindowSpec } from '../syntax/ast.js';
import { isSemiStructured } from '../types/sql-type.js';
import { comparable } from './comparison.js';
import type { Compiler } from './compiler.js';
import { intervalSql } from './intervals.js';
import { wallClock } from './moments.js';
import type { Scope } from './scope.js';
import type { Typed } from './typed.js';

/** The entries of an ORDER BY. */
export function orderSql(compiler: Compiler, order: readonly OrderItem[], scope: Scope): string {
  return order.map((item) => orderItemSql(compiler, compiler.expression(item.expression, scope), item)).join(', ');
}

/** One entry of an ORDER BY. */
export function orderItemSql(
  compiler: Compiler,
  value: Typed,
  { descending, nullsFirst }: Pick<OrderItem, 'descending' | 'nullsFirst'>,
): string {
  // NULL is above every value, or below it: DEFAULT_NULL_ORDERING says where a rising order has it.
  const low = compiler.environment.parameter('DEFAULT_NULL_ORDERING').toUpperCase() === 'FIRST';
  const first = nullsFirst ?? low !== descending;
  const key = isSemiStructured(value.type) ? comparable(value) : value.sql;
  return `${key} ${descending ? 'DESC' : 'ASC'} NULLS ${first ? 'FIRST' : 'LAST'}`;
}

/** OVER and its window; empty for a call without one. */
export function overSql(compiler: Compiler, { over }: CallNode, scope: Scope): string {
  if (over === undefined) {
    return '';
  }
  const { partition, order, frame } = over;
  const pieces: string[] = [];
  if (partition.length > 0) {
    pieces.push(`PARTITION BY ${partition.map((item) => comparable(compiler.expression(item, scope))).join(', ')}`);
  }
  if (order.length > 0) {
    pieces.push(
      `ORDER BY ${measuresTime(frame) ? timeOrder(compiler, over, scope) : orderSql(compiler, order, scope)}`,
    );
  }
  if (frame !== undefined) {
    const from = boundSql(compiler, frame.from, scope);
    pieces.push(
      `${frame.unit} ${frame.to === undefined ? from : `BETWEEN ${from} AND ${boundSql(compiler, frame.to, scope)}`}`,
    );
  }
  return ` OVER (${pieces.join(' ')})`;
}

function measuresTime(frame: WindowFrame | undefined): boolean {
  return [frame?.from, frame?.to].some((bound) => bound?.offset?.kind === 'interval');
}

/** A frame of intervals reaches along DuckDB's own timestamps. */
function timeOrder(compiler: Compiler, { order }: WindowSpec, scope: Scope): string {
  return order
    .map((item) => {
      const value = compiler.expression(item.expression, scope);
      const sql = `make_timestamp(CAST(${wallClock(compiler, value)} // 1000 AS BIGINT))`;
      return orderItemSql(compiler, { ...value, sql }, item);
    })
    .join(', ');
}

function boundSql(compiler: Compiler, { side, offset }: FrameBound, scope: Scope): string {
  if (side === 'CURRENT ROW') {
    return side;
  }
  if (offset?.kind === 'interval') {
    return `${intervalSql(compiler, offset.text, offset)} ${side}`;
  }
  return `${offset === undefined ? 'UNBOUNDED' : compiler.expression(offset, scope).sql} ${side}`;
}
