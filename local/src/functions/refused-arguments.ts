import { nullOf, type Typed } from '../compile/typed.js';
import { typeName } from '../types/sql-type.js';
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

/** A sum counts no truths, and an average is one. */
export function summed(rule: FunctionRule): FunctionRule {
  return judged(rule, ({ type }, { compiler, node }) => {
    if (type.kind === 'boolean') {
      throw compiler.faults.invalidTypes('SUM', ['BOOLEAN'], node);
    }
  });
}

/** COUNT_IF is a sum of IFF, which takes a BOOLEAN and nothing that could be read as one. */
export function countsTruths(rule: FunctionRule): FunctionRule {
  return judged(rule, ({ type }, { compiler, node }) => {
    if (type.kind !== 'boolean' && type.kind !== 'null') {
      throw compiler.faults.invalidTypes('IFF', [typeName(type), 'NUMBER(1,0)', 'NUMBER(1,0)'], node);
    }
  });
}
