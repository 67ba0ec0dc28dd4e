import { expect, test } from '@jest/globals';

import { QueryCache } from '../../../src/connections/query-cache.js';
import type { WireTable } from '../../../src/connections/wire-table.js';
import { rejection } from '../../helpers/engine.js';
import { pause } from './wire-connection.js';

function table(text: string): WireTable {
  return { queryId: '', columns: [], rowCount: 1, batches: [[[text]]], characters: text.length };
}

function textOf({ batches }: WireTable): string | null | undefined {
  const [row] = batches[0] ?? [];
  return row?.[0];
}

async function get(cache: QueryCache, key: string, ttlMs = 1_000, text = key): Promise<string | null | undefined> {
  return textOf(await cache.get(key, ttlMs, async () => table(text), undefined));
}

test('a result is found until it is too old for the one who asks', async () => {
  const cache = new QueryCache({});
  expect(await get(cache, 'k', 1_000, 'first')).toBe('first');
  await pause(20);
  expect(await get(cache, 'k', 1_000, 'second')).toBe('first');
  expect(await get(cache, 'k', 10, 'third')).toBe('third');
  expect(await get(cache, 'k', Infinity, 'fourth')).toBe('third');
});

test('the one used longest ago goes first, and what is too large is not kept', async () => {
  const cache = new QueryCache({ cacheMaxEntries: 2, cacheMaxCharacters: 10 });
  await get(cache, 'a');
  await get(cache, 'b');
  await get(cache, 'a', 1_000, 'again');
  await get(cache, 'c');
  expect(await get(cache, 'a', 1_000, 'new')).toBe('a');
  expect(await get(cache, 'b', 1_000, 'new')).toBe('new');
  await get(cache, 'large', 1_000, 'x'.repeat(11));
  expect(await get(cache, 'large', 1_000, 'asked again')).toBe('asked again'.slice(0, 11));
});

test('what is computed while the cache is cleared is given out, and not kept', async () => {
  const cache = new QueryCache({});
  const computing = cache.get(
    'k',
    1_000,
    async () => {
      await pause(10);
      return table('old');
    },
    undefined,
  );
  cache.clear();
  expect(await get(cache, 'k', 1_000, 'new')).toBe('new');
  expect(textOf(await computing)).toBe('old');
  expect(await get(cache, 'k')).toBe('new');
});

test('a failure is thrown to all who wait, and not kept', async () => {
  const cache = new QueryCache({});
  let computed = 0;
  const fail = async (): Promise<WireTable> => {
    computed += 1;
    await pause(5);
    throw new Error('no');
  };
  const errors = await Promise.all([1, 2, 3].map(async () => rejection(cache.get('k', 1_000, fail, undefined))));
  expect([new Set(errors).size, computed, cache.size]).toEqual([1, 1, 0]);
  expect(await get(cache, 'k')).toBe('k');
});

test.each([0, -1, 1.5, Number.NaN])('%p is no size', (cacheMaxEntries) => {
  expect(() => new QueryCache({ cacheMaxEntries })).toThrow('cacheMaxEntries must be a whole number above 0');
});
