import type { Compiler } from '../compile/compiler.js';
import { printExpression } from '../compile/printed.js';
import { nullOf, type Typed } from '../compile/typed.js';
import { NULL, familyName, typeName, type SqlType } from '../types/sql-type.js';
import type { FunctionCall, FunctionRule } from './rule.js';

/** A rule that looks at its first argument before it compiles the call. */
function judged(rule: FunctionRule, judge: (value: Typed, call: FunctionCall) => void): FunctionRule {
  return {
    ...rule,
    compile: (call) => {
      judge(call.args()[0] ?? nullOf(), call);
      return rule.compile(call);
    },
  };
}

/** An aggregate of what has an order: an OBJECT or ARRAY has none but inside of a VARIANT. */
export function ordered(rule: FunctionRule): FunctionRule {
  return judged(rule, ({ type }, { compiler, name }) => {
    if (type.kind === 'object' || type.kind === 'array') {
      const message = `Function ${name} does not support ${typeName(type)} argument type`;
      throw compiler.faults.statement('002016', '22000', message);
    }
  });
}

const UNCOUNTED: ReadonlySet<SqlType['kind']> = new Set([
  'array',
  'binary',
  'boolean',
  'date',
  'object',
  'time',
  'timestamp',
]);

/** A sum counts no truths, no moments and no bytes, and an average is one but along a window. */
export function summed(rule: FunctionRule): FunctionRule {
  return judged(rule, ({ type }, { compiler, node, name }) => {
    if (UNCOUNTED.has(type.kind)) {
      throw compiler.faults.invalidTypes(node.over === undefined ? 'SUM' : name, [typeName(type)], node);
    }
  });
}

/** What is made of squares takes what can be multiplied. */
export function squared(rule: FunctionRule): FunctionRule {
  return { ...rule, compile: (call) => rule.compile(withSquares(call)) };
}

function withSquares(call: FunctionCall): FunctionCall {
  const other = call.args().find(({ type }) => UNCOUNTED.has(type.kind));
  if (other !== undefined) {
    throw call.compiler.faults.invalidTypes('*', [typeName(other.type), typeName(other.type)], call.node);
  }
  return call;
}

/** What lies between values takes numbers. */
export function placed(rule: FunctionRule): FunctionRule {
  return judged(rule, ({ type }, { compiler }) => refuseUncounted(compiler, type));
}

/** 002262: no value lies between two of that type. */
export function refuseUncounted({ faults }: Compiler, type: SqlType): void {
  if (UNCOUNTED.has(type.kind)) {
    throw faults.statement('002262', '22000', `incompatible types: [${typeName(type)}] and [NUMBER(9,0)]`);
  }
}

/** Of two arguments these are read as FLOAT where the other is there. */
export function related(rule: FunctionRule, places: readonly (0 | 1)[] = [0, 1]): FunctionRule {
  return {
    ...rule,
    compile: (call) => {
      const at = places.find((place) => UNCOUNTED.has(call.args()[place]?.type.kind ?? 'null'));
      if (at !== undefined) {
        throw unrelated(call, at);
      }
      return rule.compile(call);
    },
  };
}

function unrelated({ compiler, node, scope, args }: FunctionCall, at: 0 | 1): Error {
  const [y = '', x = ''] = node.args.map((arg) => printExpression(compiler, arg, scope));
  const [value, other] = at === 0 ? [y, x] : [x, y];
  const kind = familyName(args()[at]?.type ?? NULL);
  const text = `invalid type [TO_DOUBLE(IFF(${other} IS NULL, SYSTEM$NULL_TO_${kind}(NULL), ${value}))] for parameter 'TO_DOUBLE'`;
  return compiler.faults.statement('001007', '22023', text);
}

/** COUNT_IF is a sum of IFF, which takes a BOOLEAN and nothing that could be read as one. */
export function countsTruths(rule: FunctionRule): FunctionRule {
  return judged(rule, ({ type }, { compiler, node }) => {
    if (type.kind !== 'boolean' && type.kind !== 'null') {
      throw compiler.faults.invalidTypes('IFF', [typeName(type), 'NUMBER(1,0)', 'NUMBER(1,0)'], node);
    }
  });
}
