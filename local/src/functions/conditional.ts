import { castTo } from '../compile/casts.js';
import { sharedType } from '../compile/case.js';
import { comparable, compare } from '../compile/comparison.js';
import { shared } from '../compile/once.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { physicalType } from '../types/physical.js';
import { BOOLEAN, FLOAT, INTEGER, NULL, isNumeric, typeName } from '../types/sql-type.js';
import { maybe, scalar, sharedResult, unified } from './define.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** Functions that choose between values. */
export const CONDITIONAL_FUNCTIONS: FunctionTable = {
  COALESCE: choose(),
  NVL: choose(2),
  IFNULL: choose(2),
  NVL2: {
    kind: 'scalar',
    minimum: 3,
    maximum: 3,
    compile: (call) => {
      const [test = nullOf(), yes = nullOf(), no = nullOf()] = call.args();
      return branch(call, `${test.sql} IS NOT NULL`, yes, no, test);
    },
  },
  IFF: {
    kind: 'scalar',
    minimum: 3,
    maximum: 3,
    compile: (call) => {
      const [test = nullOf(), yes = nullOf(), no = nullOf()] = call.args();
      if (test.type.kind !== 'boolean' && test.type.kind !== 'null') {
        const types = [test, yes, no].map(({ type }) => typeName(type));
        throw call.compiler.faults.invalidTypes('IFF', types, call.node);
      }
      return branch(call, castTo(call.compiler, test, BOOLEAN).sql, yes, no, test);
    },
  },
  DECODE: { kind: 'scalar', minimum: 3, maximum: Number.POSITIVE_INFINITY, compile: decode },
  NULLIF: {
    kind: 'scalar',
    minimum: 2,
    maximum: 2,
    compile: (call) => {
      const [value = nullOf(), other = nullOf()] = call.args();
      // Of two NUMBERs the result holds both, though it is the first.
      const both = value.type.kind === 'number' && other.type.kind === 'number';
      const type = both ? sharedResult([value, other], call) : value.type;
      const sql = shared([value.sql, other.sql], ([first, second]) => {
        const kept = call.compiler.renamed(value, first);
        const same = compare(call.compiler, '=', kept, call.compiler.renamed(other, second));
        return `CASE WHEN ${same.sql} THEN NULL ELSE ${(both ? castTo(call.compiler, kept, type) : kept).sql} END`;
      });
      return combine(sql, type, [value], true);
    },
  },
  EQUAL_NULL: {
    kind: 'scalar',
    minimum: 2,
    maximum: 2,
    compile: (call) => {
      const [left = nullOf(), right = nullOf()] = call.args();
      return compare(call.compiler, 'IS NOT DISTINCT', left, right);
    },
  },
  ZEROIFNULL: scalar('number', (args) => args[0]?.type ?? INTEGER, 'coalesce($1, 0)'),
  NULLIFZERO: maybe(scalar('number', (args) => args[0]?.type ?? INTEGER, 'nullif($1, 0)')),
  GREATEST: scalar('any, any...', sharedResult, (_, call, values) => strict(call, 'greatest', values)),
  LEAST: scalar('any, any...', sharedResult, (_, call, values) => strict(call, 'least', values)),
  GREATEST_IGNORE_NULLS: maybe(
    scalar('any, any...', sharedResult, (_, call, values) => extreme(call, 'greatest', values)),
  ),
  LEAST_IGNORE_NULLS: maybe(scalar('any, any...', sharedResult, (_, call, values) => extreme(call, 'least', values))),
  BOOLAND: rounding(scalar('truth, truth', BOOLEAN, '($1 AND $2)')),
  BOOLOR: rounding(scalar('truth, truth', BOOLEAN, '($1 OR $2)')),
  BOOLXOR: rounding(scalar('truth, truth', BOOLEAN, '($1 <> $2)')),
  BOOLNOT: rounding(scalar('truth', BOOLEAN, '(NOT $1)')),
  REGR_VALX: maybe(scalar('float, float', FLOAT, 'CASE WHEN $1 IS NULL THEN NULL ELSE $2 END')),
  REGR_VALY: maybe(scalar('float, float', FLOAT, 'CASE WHEN $2 IS NULL THEN NULL ELSE $1 END')),
};

/** Numbers are rounded before they are taken for TRUE or FALSE: 0.3 is FALSE here, and TRUE to AND. */
function rounding(rule: FunctionRule): FunctionRule {
  return {
    ...rule,
    compile: (call) => {
      const args = call.args().map((value) => (isNumeric(value.type) ? castTo(call.compiler, value, INTEGER) : value));
      return rule.compile({ ...call, args: () => args });
    },
  };
}

/** DuckDB passes over NULLs; Snowflake answers NULL when one argument is. */
function strict(call: FunctionCall, name: 'greatest' | 'least', values: readonly Typed[]): string {
  const missing = values.map(({ sql }) => `${sql} IS NULL`).join(' OR ');
  return `CASE WHEN ${missing} THEN NULL ELSE ${extreme(call, name, values)} END`;
}

/** Values whose order is not that of what holds them are sorted by a key. */
function extreme(call: FunctionCall, name: 'greatest' | 'least', values: readonly Typed[]): string {
  const type = sharedResult(values, call);
  const items = unified(call, values).map((sql): Typed => ({ sql, type, nullable: true, aggregate: false }));
  if (items.every((item) => comparable(item) === item.sql)) {
    return `${name}(${items.map(({ sql }) => sql).join(', ')})`;
  }
  const keyed = items.map(
    (item) => `CASE WHEN ${item.sql} IS NOT NULL THEN {'k': ${comparable(item)}, 'v': ${item.sql}} END`,
  );
  return `list_sort([${keyed.join(', ')}], '${name === 'greatest' ? 'DESC' : 'ASC'}', 'NULLS LAST')[1].v`;
}

function choose(maximum = Number.POSITIVE_INFINITY): FunctionTable[string] {
  return {
    kind: 'scalar',
    minimum: 2,
    maximum,
    compile: (call) => {
      const values = call.args();
      const type = sharedResult(values, call);
      const list = unified(call, values).join(', ');
      const all = combine(`CAST(coalesce(${list}) AS ${physicalType(type)})`, type, values);
      return { ...all, nullable: values.every((value) => value.nullable) };
    },
  };
}

function branch(call: FunctionCall, test: string, yes: Typed, no: Typed, tested: Typed): Typed {
  const type = sharedType(call.compiler, [yes, no]);
  const [a, b] = [castTo(call.compiler, yes, type).sql, castTo(call.compiler, no, type).sql];
  const value = combine(`CASE WHEN ${test} THEN ${a} ELSE ${b} END`, type, [yes, no, tested]);
  return { ...value, nullable: yes.nullable || no.nullable };
}

/** DECODE takes two NULLs for equal. */
function decode(call: FunctionCall): Typed {
  const [subject = nullOf(), ...rest] = call.args();
  const otherwise = rest.length % 2 === 1 ? (rest.at(-1) ?? nullOf()) : nullOf(NULL);
  const pairs = Array.from(
    { length: Math.floor(rest.length / 2) },
    (_, at) => [rest[at * 2], rest[at * 2 + 1]] as const,
  );
  const results = [...pairs.flatMap(([, result]) => (result === undefined ? [] : [result])), otherwise];
  const type = sharedType(call.compiler, results);
  const branches = pairs.flatMap(([search, result]) => {
    if (search === undefined || result === undefined) {
      return [];
    }
    const same = compare(call.compiler, 'IS NOT DISTINCT', subject, search).sql;
    return [`WHEN ${same} THEN ${castTo(call.compiler, result, type).sql}`];
  });
  const sql = `CASE ${branches.join(' ')} ELSE ${castTo(call.compiler, otherwise, type).sql} END`;
  return combine(sql, type, [subject, ...results]);
}
