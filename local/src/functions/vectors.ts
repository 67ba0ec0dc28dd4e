import { combine, nullOf, type Typed } from '../compile/typed.js';
import { FLOAT, typeName, type SqlType } from '../types/sql-type.js';
import { scalar } from './define.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

type VectorType = Extract<SqlType, { readonly kind: 'array' }> & { readonly item: SqlType; readonly dimension: number };

/** @throws SnowflakeError 001044 for anything that is no VECTOR. */
function vectorType(call: FunctionCall, { type }: Typed): VectorType {
  if (type.kind !== 'array' || type.item === undefined || type.dimension === undefined) {
    throw call.compiler.faults.invalidTypes(call.name, [typeName(type)], call.node);
  }
  return { ...type, item: type.item, dimension: type.dimension };
}

/** A VECTOR as DuckDB's list of numbers. */
function numbers({ sql }: Typed): string {
  return `CAST(sf_items(${sql}) AS DOUBLE[])`;
}

function onVectors(combined: (a: string, b: string) => string): FunctionRule {
  return scalar('any, any', FLOAT, (_args, call, values) => {
    const [a = 'NULL', b = 'NULL'] = values.map((value) => {
      vectorType(call, value);
      return numbers(value);
    });
    return combined(a, b);
  });
}

function onOne(compile: (call: FunctionCall, value: Typed, type: VectorType) => Typed, count = 1): FunctionRule {
  return {
    kind: 'scalar',
    minimum: count,
    maximum: count,
    compile: (call) => {
      const [value = nullOf()] = call.args();
      return compile(call, value, vectorType(call, value));
    },
  };
}

/** An aggregate of each place by itself. */
function byPlace(name: 'sum' | 'avg' | 'min' | 'max'): FunctionRule {
  const rule = onOne((call, value, type) => {
    const result = name === 'avg' ? { ...type, item: FLOAT } : type;
    const sql = `sf_fold_vectors(${call.aggregate('list', [value.sql])}, '${name}', ${result.item.kind === 'float'})`;
    return combine(sql, result, [value], true);
  });
  return { ...rule, kind: 'aggregate' };
}

/** The first places of a VECTOR; their number is part of the result's type, so it is written as one. */
function truncated(call: FunctionCall, value: Typed, type: VectorType): Typed {
  const [, written] = call.node.args;
  const dimension = written?.kind === 'number' ? Number(written.text) : 0;
  if (!Number.isInteger(dimension) || dimension < 1 || dimension > type.dimension) {
    const text = `Invalid dimension for ${call.name}: a number from 1 to ${type.dimension} is expected`;
    throw call.compiler.faults.compilation('001015', '22023', text, call.node);
  }
  return combine(`sf_array_slice(${value.sql}, 0, ${dimension})`, { ...type, dimension }, [value]);
}

const TRUNCATE = onOne(truncated, 2);

/** Functions on VECTOR. */
export const VECTOR_FUNCTIONS: FunctionTable = {
  VECTOR_INNER_PRODUCT: onVectors((a, b) => `list_inner_product(${a}, ${b})`),
  VECTOR_L1_DISTANCE: onVectors((a, b) => `list_sum(list_transform(list_zip(${a}, ${b}), lambda p: abs(p[1] - p[2])))`),
  VECTOR_L2_DISTANCE: onVectors((a, b) => `list_distance(${a}, ${b})`),
  VECTOR_COSINE_SIMILARITY: onVectors((a, b) => `list_cosine_similarity(${a}, ${b})`),
  VECTOR_SUM: byPlace('sum'),
  VECTOR_AVG: byPlace('avg'),
  VECTOR_MIN: byPlace('min'),
  VECTOR_MAX: byPlace('max'),
  VECTOR_NORMALIZE: onOne((_call, value, type) =>
    combine(`sf_normalize_vector(${value.sql})`, { ...type, item: FLOAT }, [value]),
  ),
  VECTOR_TRUNCATE: TRUNCATE,
  VECTOR_TRUNC: TRUNCATE,
};
