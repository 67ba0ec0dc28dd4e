import { BOOLEAN, LIST, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import { JsonNumber, isArray, writeJson } from './json.js';
import { floatJson } from './json-print.js';
import { parseJson } from './json-read.js';
import { itemsOf, native } from './native-json.js';
import type { NativeFunction } from './native-function.js';

/** Functions on VECTORs, which are JSON texts. */
export const VECTOR_NATIVES: readonly NativeFunction[] = [
  native('sf_fold_vectors', [LIST(VARCHAR), VARCHAR, BOOLEAN], VARCHAR, ([list, name, real]) => {
    const vectors = itemsOf(list).flatMap((item) => (item === null ? [] : [numbersOf(item)]));
    const [first] = vectors;
    return first === undefined
      ? null
      : vectorText(
          first.map((_, at) =>
            fold(
              vectors.map((vector) => vector[at] ?? 0),
              String(name),
            ),
          ),
          real === true,
        );
  }),
  native('sf_normalize_vector', [VARCHAR], VARCHAR, ([vector]) => {
    const numbers = numbersOf(vector ?? null);
    const size = Math.hypot(...numbers);
    return vectorText(
      numbers.map((number) => number / size),
      true,
    );
  }),
];

function numbersOf(vector: DuckDBValue): readonly number[] {
  const items = parseJson(String(vector));
  return isArray(items) ? items.map((item) => Number(writeJson(item))) : [];
}

function vectorText(numbers: readonly number[], real: boolean): string {
  return writeJson(numbers.map((number) => new JsonNumber(real ? floatJson(number) : String(number))));
}

function fold(numbers: readonly number[], name: string): number {
  switch (name) {
    case 'min':
      return Math.min(...numbers);
    case 'max':
      return Math.max(...numbers);
    default: {
      const sum = numbers.reduce((left, right) => left + right, 0);
      return name === 'avg' ? sum / numbers.length : sum;
    }
  }
}
