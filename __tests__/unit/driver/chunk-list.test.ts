import { expect, test } from '@jest/globals';

import { readChunkList } from '../../../src/driver/readers/chunk-list.js';

const inline = { _startIndex: 0, _endIndex: 1, _url: null, _rowset: [['1'], ['2']] };
const remote = { _startIndex: 2, _endIndex: 4, _url: 'https://storage/1' };
const headers = { key: 'secret' };

test('the list says what is here and what is to be fetched', () => {
  const list = readChunkList({ result: { _chunks: [inline, remote], _chunkHeaders: headers } });
  expect(list).toMatchObject({ urls: ['https://storage/1'], headers });
  expect(list?.chunks).toEqual([
    { kind: 'inline', rowCount: 2, rows: [['1'], ['2']] },
    { kind: 'remote', rowCount: 3, place: 0 },
  ]);
});

test('headers that are not there are none', () => {
  expect(readChunkList({ result: { _chunks: [inline] } })?.headers).toEqual({});
});

test.each([
  ['no record at all', undefined],
  ['no result', {}],
  ['chunks under another name', { result: { chunks: [inline] } }],
  ['an address under another name', { result: { _chunks: [{ _startIndex: 0, _endIndex: 1, url: 'x' }] } }],
  ['rows under another name', { result: { _chunks: [{ _startIndex: 0, _endIndex: 1, rowset: [] }] } }],
  ['rows that do not begin at the first', { result: { _chunks: [remote] } }],
  ['a gap between chunks', { result: { _chunks: [inline, { ...remote, _startIndex: 3 }] } }],
  ['places that are no numbers', { result: { _chunks: [{ ...inline, _endIndex: '1' }] } }],
])('%s is not taken for a list', (_what, context) => {
  expect(readChunkList(context)).toBeUndefined();
});

test('fresh addresses are taken off the answer, and the driver is put back as it was', async () => {
  const original = (): void => undefined;
  const context = {
    result: { _chunks: [inline, remote] },
    onStatementRequestComp: original as (error: unknown, body: unknown) => void,
    refresh(done: () => void): void {
      this.onStatementRequestComp(null, { data: { chunks: [{ url: 'https://storage/2' }] } });
      done();
    },
  };
  expect(await readChunkList(context)?.fetchUrls?.()).toEqual(['https://storage/2']);
  expect(context.onStatementRequestComp).toBe(original);
});

test.each([
  ['an error', new Error('gone'), undefined],
  ['another number of chunks', null, { data: { chunks: [] } }],
  ['no chunks', null, { data: {} }],
  ['chunks without addresses', null, { data: { chunks: [{}] } }],
])('%s gives no fresh addresses', async (_what, error, body) => {
  const context = {
    result: { _chunks: [inline, remote] },
    onStatementRequestComp: (): void => undefined,
    refresh(): void {
      Reflect.apply(this.onStatementRequestComp, this, [error, body]);
    },
  };
  await expect(readChunkList(context)?.fetchUrls?.()).rejects.toThrow('no fresh addresses');
});
