import { expect, test } from '@jest/globals';
import { keepResult, type KeptResult, readKeptResult } from '../../src/kept-result.js';
import { ResultStore } from '../../src/result-store.js';
import type { Cell, StatementResult } from '../../src/statement.js';

type Row = readonly Cell[];

const LIMITS = { chunkRows: 3, chunkBytes: 1000 };
const never = new AbortController().signal;

function resultOf(batches: readonly (readonly Row[])[], onBatch: () => void = () => {}): StatementResult {
  async function* rows(): AsyncGenerator<readonly Row[]> {
    for (const batch of batches) {
      yield batch;
      onBatch();
    }
  }
  return { columns: [], rows: rows(), statementTypeId: 0x1000 };
}

async function readAll(kept: KeptResult): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const batch of readKeptResult(kept).rows) {
    rows.push(...batch);
  }
  return rows;
}

test.each([0, 1, 2, 3, 4, 7, 9, 10])('%i rows are read back as they were, whatever the batches', async (count) => {
  const rows: Row[] = Array.from({ length: count }, (_, index) => [String(index), null, '"quo\\ted", é\u2028']);
  for (const size of [1, 2, 5, 100]) {
    const batches = Array.from({ length: Math.ceil(count / size) }, (_, at) => rows.slice(at * size, (at + 1) * size));
    const kept = await keepResult(resultOf(batches), LIMITS, never);
    expect(kept.rowCount).toBe(count);
    expect(JSON.parse(kept.firstRows.toString())).toHaveLength(Math.min(count, LIMITS.chunkRows));
    expect(kept.chunks).toHaveLength(Math.max(0, Math.ceil(count / LIMITS.chunkRows) - 1));
    expect(await readAll(kept)).toEqual(rows);
  }
});

test('a result that is cancelled between two batches is given up; one that is whole is kept', async () => {
  const abort = new AbortController();
  const cancel = (): void => abort.abort(new Error('cancelled'));
  expect((await keepResult(resultOf([[['1']]], cancel), LIMITS, abort.signal)).rowCount).toBe(1);
  await expect(keepResult(resultOf([[['1']], [['2']]]), LIMITS, abort.signal)).rejects.toThrow('cancelled');
});

test('the store lets the least recently used go', async () => {
  const kept = await keepResult(resultOf([[['x'.repeat(100)]]]), LIMITS, never);
  const store = new ResultStore(2 * kept.size);
  store.put('a', kept);
  store.put('b', kept);
  expect(store.get('a')).toBe(kept);
  store.put('c', kept);
  expect([store.find('a'), store.find('b'), store.find('c')]).toEqual([kept, undefined, kept]);
  expect(() => store.get('b')).toThrow('Statement b not found');
  store.drop('a');
  store.put('d', kept);
  expect([store.find('c'), store.find('d')]).toEqual([kept, kept]);
});
