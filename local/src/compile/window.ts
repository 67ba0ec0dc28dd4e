import type { CallNode, FrameBound, OrderItem, WindowSpec } from '../syntax/ast.js';
import type { SnowflakeError } from '../errors.js';
import { isNumeric, isSemiStructured, typeName } from '../types/sql-type.js';
import { comparable } from './comparison.js';
import type { Compiler } from './compiler.js';
import { unsupported } from './faults.js';
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
  const distance = checkFrame(compiler, over, scope);
  const pieces: string[] = [];
  if (partition.length > 0) {
    pieces.push(`PARTITION BY ${partition.map((item) => comparable(compiler.expression(item, scope))).join(', ')}`);
  }
  if (order.length > 0) {
    pieces.push(
      `ORDER BY ${distance === 'time' ? timeOrder(compiler, over, scope) : orderSql(compiler, order, scope)}`,
    );
  }
  if (frame !== undefined) {
    const [from, to] = [frame.from, frame.to].map((bound) => bound && boundSql(compiler, bound, distance, scope));
    pieces.push(`${frame.unit} ${to === undefined ? from : `BETWEEN ${from} AND ${to}`}`);
  }
  return ` OVER (${pieces.join(' ')})`;
}

const SIDES: readonly FrameBound['side'][] = ['PRECEDING', 'CURRENT ROW', 'FOLLOWING'];

/** In what a frame measures: rows or numbers, or time. @throws SnowflakeError 002303 for a frame that cannot be */
function checkFrame(compiler: Compiler, { order, frame }: WindowSpec, scope: Scope): 'number' | 'time' {
  if (frame === undefined) {
    return 'number';
  }
  const { from, to, unit } = frame;
  if (to !== undefined && SIDES.indexOf(from.side) > SIDES.indexOf(to.side)) {
    throw invalidFrame(compiler, 'Invalid window frame');
  }
  const offsets = [from.offset, to?.offset].flatMap((offset) => offset ?? []);
  const [item] = order;
  if (unit === 'ROWS' || offsets.length === 0 || item === undefined) {
    return 'number';
  }
  const { type } = compiler.expression(item.expression, scope);
  const intervals = offsets.filter(({ kind }) => kind === 'interval').length;
  if (isNumeric(type)) {
    if (intervals > 0) {
      throw invalidFrame(compiler, 'numeric ORDER BY clause only allows numeric window frame boundaries');
    }
    return 'number';
  }
  if (type.kind !== 'date' && (type.kind !== 'timestamp' || intervals < offsets.length)) {
    throw unsupported(`RANGE of a distance along ${typeName(type)}`);
  }
  return 'time';
}

function invalidFrame(compiler: Compiler, message: string): SnowflakeError {
  return compiler.faults.statement('002303', '42601', message);
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

function boundSql(compiler: Compiler, { side, offset }: FrameBound, distance: 'number' | 'time', scope: Scope): string {
  if (side === 'CURRENT ROW') {
    return side;
  }
  if (offset?.kind === 'interval') {
    return `${intervalSql(compiler, offset.text, offset)} ${side}`;
  }
  if (offset === undefined) {
    return `UNBOUNDED ${side}`;
  }
  const { sql } = compiler.expression(offset, scope);
  // Numbers along a date are days.
  return `${distance === 'time' ? `to_days(CAST(${sql} AS INTEGER))` : sql} ${side}`;
}
