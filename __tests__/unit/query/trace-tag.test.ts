import { expect, test } from '@jest/globals';

import { TraceTag, withTraceparent } from '../../../src/query/trace-tag.js';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const request = { sqlText: 'select 1', binds: [] };

test.each([
  ['', `traceparent=${PARENT}`],
  ['nightly', `nightly,traceparent=${PARENT}`],
  ['{}', `{"traceparent":"${PARENT}"}`],
  ['{ "job": 12345678901234567890, "a": {} }', `{ "job": 12345678901234567890, "a": {},"traceparent":"${PARENT}"}`],
  ['{ not json }', `{ not json },traceparent=${PARENT}`],
  ['[1]', `[1],traceparent=${PARENT}`],
])('the tag %j becomes %j', (tag, expected) => {
  expect(withTraceparent(request, tag, PARENT).parameters).toEqual({ QUERY_TAG: expected });
});

test('a tag without room, or with a trace of its own, stays as it is', () => {
  expect(withTraceparent(request, 'x'.repeat(1_960), PARENT)).toBe(request);
  const own = { ...request, parameters: { QUERY_TAG: 'traceparent=mine' } };
  expect(withTraceparent(own, 'traceparent=mine', PARENT)).toBe(own);
});

test('other parameters stay, and the caller’s object is not touched', () => {
  const parameters = Object.freeze({ query_tag: 'mine', TIMEZONE: 'UTC' });
  expect(withTraceparent({ ...request, parameters }, 'mine', PARENT).parameters).toEqual({
    TIMEZONE: 'UTC',
    QUERY_TAG: `mine,traceparent=${PARENT}`,
  });
});

test('the session’s tag is asked for once, and again after what may have changed it', async () => {
  let asked = 0;
  const tag = new TraceTag(async () => `tag ${++asked}`);
  const run = async (sqlText: string, parameters = {}): Promise<string | undefined> => {
    const sent = { sqlText, binds: [], parameters };
    const own = await tag.ownTag(sent);
    tag.ended(sent);
    return own;
  };
  expect(await run('select 1')).toBe('tag 1');
  expect(await run('insert into t values (1)')).toBe('tag 1');
  expect(await run('with a as (select 1) select * from a')).toBe('tag 1');
  expect(await run('select 1', { query_tag: 'of this statement' })).toBe('of this statement');
  expect(await run("alter session set query_tag = 'x'")).toBeUndefined();
  expect(await run('select 1')).toBe('tag 2');
  expect(await run('call p()')).toBe('tag 3');
  expect(await run("execute immediate 'alter session unset query_' || 'tag'")).toBe('tag 4');
  expect(await run('select 1')).toBe('tag 5');
});

test('a tag that cannot be read is left alone, and asked for again', async () => {
  let isDown = true;
  const tag = new TraceTag(async () => {
    if (isDown) {
      throw new Error('not now');
    }
    return 'mine';
  });
  expect(await tag.ownTag(request)).toBeUndefined();
  isDown = false;
  expect(await tag.ownTag(request)).toBe('mine');
});
