import { expect, test } from '@jest/globals';

import type { ActionOptions, DataFrame, Session } from '../../../src/index.js';
import { rejection, testEngine } from '../../helpers/engine.js';

const local = testEngine({ longPollMs: 100, chunkRows: 100 });
const QUIET = { write: (): void => undefined };

type Action = (session: Session, frame: DataFrame, options: ActionOptions) => Promise<unknown>;

const ACTIONS: readonly (readonly [string, Action])[] = [
  ['collect', async (_session, frame, options) => frame.collect(options)],
  ['toLocalIterator', async (_session, frame, options) => frame.toLocalIterator(options).next()],
  ['toReadable', async (_session, frame, options) => frame.toReadable(options).toArray()],
  ['first', async (_session, frame, options) => frame.first(undefined, options)],
  ['first(-1)', async (_session, frame, options) => frame.first(-1, options)],
  ['take', async (_session, frame, options) => frame.take(3, options)],
  ['count', async (_session, frame, options) => frame.count(options)],
  ['show', async (_session, frame, options) => frame.show(3, { ...QUIET, ...options })],
  ['explain', async (_session, frame, options) => frame.explain({ ...QUIET, ...options })],
  ['schema', async (_session, frame, options) => frame.schema(options)],
  ['cacheResult', async (_session, frame, options) => frame.cacheResult(options)],
  ['collectNowait', async (_session, frame, options) => frame.collectNowait(options)],
  ['createOrReplaceView', async (_session, frame, options) => frame.createOrReplaceView('never', options)],
  ['several', async (session, _frame, options) => session.sql('select 1', [], { multiStatement: 1 }).collect(options)],
  ['call', async (session, _frame, options) => session.call('p', [], options)],
  ['useSchema', async (session, _frame, options) => session.useSchema('public', options)],
  ['getCurrentRole', async (session, _frame, options) => session.getCurrentRole(options)],
  ['setQueryTag', async (session, _frame, options) => session.setQueryTag('t', options)],
  ['commit', async (session, _frame, options) => session.commit(options)],
  ['transaction', async (session, _frame, options) => session.transaction(async () => undefined, options)],
  ['file.list', async (session, _frame, options) => session.file.list('@~', options)],
];

const BAD: readonly (readonly [string, unknown])[] = [
  ['timeoutMs', { timeoutMs: 0 }],
  ['timeoutMs', { timeoutMs: '5' }],
  ['signal', { signal: {} }],
  ['signal', { signal: 'stop' }],
  ['onQueryId', { onQueryId: 'tell me' }],
  ['statementParams', { statementParams: 'QUERY_TAG' }],
  ['statementParams', { statementParams: { 'QUERY TAG': 'x' } }],
  ['statementParams.QUERY_TAG', { statementParams: { QUERY_TAG: 1n } }],
  ['statementParams.QUERY_TAG', { statementParams: { QUERY_TAG: { secret: 'hunter2' } } }],
];

test.each(ACTIONS)('%s: options that cannot be are refused by name, and nothing is sent', async (_name, act) => {
  const session = await local.open();
  const frame = session.sql('select 1 as a');
  const start = local.engine.requests.length;
  for (const [name, options] of BAD) {
    const error = await rejection((async () => act(session, frame, options as ActionOptions))());
    expect(error).toMatchObject({ code: 'ARGUMENT_INVALID', message: expect.stringMatching(`^${name} `) });
    expect(String(error)).not.toContain('hunter2');
  }
  expect(local.engine.requests).toHaveLength(start);
});

test.each([null, 'x', 5])('%p is refused as options', async (options) => {
  const session = await local.open();
  const frame = session.sql('select 1 as a');
  const bad = options as unknown as ActionOptions;
  for (const act of [
    async () => frame.collect(bad),
    async () => frame.count(bad),
    async () => frame.toLocalIterator(bad).next(),
    async () => session.commit(bad),
  ]) {
    expect(await rejection(act())).toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: expect.stringContaining('options must be an object'),
    });
  }
});

test.each([
  ['rowMode', 'tuple'],
  ['caseSensitive', 'no'],
  ['integers', 'BigInt'],
  ['decimals', 'number'],
  ['timestamps', 'iso'],
  ['rowMode', null],
])('%s: %p is refused, for it would be taken for the default', async (name, value) => {
  const session = await local.open();
  const start = local.engine.requests.length;
  expect(await rejection(session.sql('select 1').collect({ [name]: value }))).toMatchObject({
    code: 'ARGUMENT_INVALID',
    message: expect.stringMatching(`^${name} must be `),
  });
  expect(local.engine.requests).toHaveLength(start);
});

test('a parameter that is undefined is not given', async () => {
  const session = await local.open();
  const statementParams = { QUERY_TAG: undefined } as unknown as { readonly QUERY_TAG: string };
  expect(await session.sql('select 1 as a').collect({ statementParams })).toEqual([{ A: 1 }]);
});

test.each<[string, (session: Session) => Promise<unknown>]>([
  ['take: n', async (session) => session.sql('select 1').take(undefined as unknown as number)],
  ['show: write', async (session) => session.sql('select 1').show(1, { write: 'x' as never })],
  ['explain: write', async (session) => session.sql('select 1').explain({ write: 'x' as never })],
  ['comment', async (session) => session.sql('select 1 as a').createOrReplaceView('v', { comment: 5 as never })],
  ['call: returns', async (session) => session.call('p', [], { returns: 'all' as never })],
  ['pattern', async (session) => session.file.list('@~', { pattern: /x/ as never })],
])('%s is refused by name, and nothing is sent', async (name, act) => {
  const session = await local.open();
  const start = local.engine.requests.length;
  expect(await rejection(act(session))).toMatchObject({
    code: 'ARGUMENT_INVALID',
    message: expect.stringMatching(`^${name} must be `),
  });
  expect(local.engine.requests).toHaveLength(start);
});
