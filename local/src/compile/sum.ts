import { arithmetic, compileArithmetic, sumType, wrap, type NumberType } from './arithmetic.js';
import { joinBalanced, type Chain } from './chain.js';
import type { Compiler } from './compiler.js';
import type { Scope } from './scope.js';
import { combine, type Typed } from './typed.js';

/** Compiles a row of `+` and `-`. Exact numbers may be added in any order; all else goes from left to right. */
export function compileSum(compiler: Compiler, { operands, joints }: Chain, scope: Scope): Typed {
  const last = joints.at(-1);
  if (last !== undefined && operands.some(({ kind }) => kind === 'interval')) {
    return compileArithmetic(compiler, isMinus(last) ? '-' : '+', last.left, last.right, scope);
  }
  const values = operands.map((operand) => compiler.expression(operand, scope));
  const minus = [false, ...joints.map(isMinus)];
  const types = values.flatMap(({ type }) => (type.kind === 'number' ? [type] : []));
  return types.length === values.length
    ? exactSum(values, types, minus)
    : values.reduce((sum, value, at) =>
        arithmetic(compiler, minus[at] === true ? '-' : '+', sum, value, joints[at - 1]?.left ?? { start: 0, end: 0 }),
      );
}

function isMinus({ operator }: Chain['joints'][number]): boolean {
  return operator === '-';
}

function exactSum(values: readonly Typed[], types: readonly NumberType[], minus: readonly boolean[]): Typed {
  const type = types.reduce(sumType);
  const parts = values.map(({ sql }, at) => ({
    sql: `CAST(${sql} AS DECIMAL(38,${type.scale}))`,
    minus: minus[at] === true,
  }));
  // Each part stands for a sum that begins with a plus; its sign is that before it.
  const total = joinBalanced(parts, (left, right) => ({
    sql: `(${left.sql} ${left.minus === right.minus ? '+' : '-'} ${right.sql})`,
    minus: left.minus,
  }));
  return combine(wrap(total?.sql ?? '', type), type, values);
}
