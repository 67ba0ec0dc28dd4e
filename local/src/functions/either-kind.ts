import { BOOLEAN, binary, typeName } from '../types/sql-type.js';
import { COUNT, PLACE, scalar } from './define.js';
import type { FunctionRule } from './rule.js';

/** A function that works on text by characters and, where its first argument is BINARY, on bytes. */
export function eitherKind(texts: FunctionRule, binaries: FunctionRule): FunctionRule {
  return {
    ...texts,
    compile: (call) => {
      const args = call.args();
      if (args[0]?.type.kind !== 'binary') {
        return texts.compile(call);
      }
      if (args.length < binaries.minimum) {
        const types = args.map(({ type }) => typeName(type));
        throw call.compiler.faults.invalidTypes(call.name, types, call.node);
      }
      return binaries.compile(call);
    },
  };
}

const WHOLE = 8_388_608;

/** The forms for BINARY of functions that text has too. */
export const BINARY_FORMS = {
  LENGTH: scalar('binary', COUNT, 'octet_length($1)'),
  CONCAT: scalar('binary, binary...', binary(), (args) => `(${args.join(' || ')})`),
  CONCAT_WS: scalar(
    'binary, binary, binary...',
    binary(),
    ([separator, ...args]) => `(${args.join(` || ${separator ?? "''"} || `)})`,
  ),
  LEFT: scalar('binary, integer', binary(), 'sf_sub_binary($1, 1, sf_not_below_zero($2))'),
  RIGHT: scalar(
    'binary, integer',
    binary(),
    'sf_sub_binary($1, greatest(octet_length($1) - sf_not_below_zero($2) + 1, 1), sf_not_below_zero($2))',
  ),
  SUBSTRING: scalar(`binary, integer, integer=${WHOLE}`, binary(), 'sf_sub_binary($1, $2, $3)'),
  INSERT: scalar(
    'binary, integer, integer, binary',
    binary(),
    `(sf_sub_binary($1, 1, $2 - 1) || $4 || sf_sub_binary($1, $2 + $3, ${WHOLE}))`,
  ),
  REVERSE: scalar(
    'binary',
    binary(),
    "unhex(array_to_string(list_reverse(regexp_extract_all(hex($1), '[0-9A-F]{2}')), ''))",
  ),
  LPAD: padding('lpad'),
  RPAD: padding('rpad'),
  POSITION: scalar('binary, binary, integer=1', PLACE, 'sf_find_binary(hex($1), hex($2), sf_start($3))'),
  CONTAINS: scalar('binary, binary', BOOLEAN, '(sf_find_binary(hex($2), hex($1), 1) > 0)'),
  STARTSWITH: scalar('binary, binary', BOOLEAN, 'starts_with(hex($1), hex($2))'),
  ENDSWITH: scalar('binary, binary', BOOLEAN, 'ends_with(hex($1), hex($2))'),
} as const;

function padding(name: 'lpad' | 'rpad'): FunctionRule {
  const digits = 'CAST(2 * sf_not_below_zero($2) AS INTEGER)';
  return scalar(
    'binary, integer, binary',
    binary(),
    `unhex(CASE WHEN octet_length($3) = 0 THEN left(hex($1), ${digits}) ELSE ${name}(hex($1), ${digits}, hex($3)) END)`,
  );
}
