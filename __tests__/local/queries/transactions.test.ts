import { expect, test } from '@jest/globals';

import type { Session } from '../../../src/index.js';
import { rejection, testEngine } from '../../helpers/engine.js';

const local = testEngine();

test('a transaction is committed when its work resolves and rolled back when it rejects', async () => {
  const session = await local.open();
  await session.sql('create or replace table ledger (n int)').collect();
  const given = await session.transaction(async (same) => {
    await same.sql('insert into ledger values (1)').collect();
    return 'given';
  });
  expect(given).toBe('given');
  const failure = new Error('no');
  const failing = session.transaction(async () => {
    await session.sql('insert into ledger values (2)').collect();
    expect(await rejection(session.transaction(async () => undefined))).toMatchObject({ code: 'ARGUMENT_INVALID' });
    throw failure;
  });
  expect(await rejection(failing)).toBe(failure);
  expect(await session.table('ledger').collect()).toEqual([{ N: 1 }]);
  await session.beginTransaction('named');
  await session.sql('insert into ledger values (3)').collect();
  await session.rollback();
  await session.beginTransaction();
  await session.sql('insert into ledger values (4)').collect();
  await session.commit();
  expect(await session.table('ledger').collect()).toEqual([{ N: 1 }, { N: 4 }]);
});

test.each<readonly [string, (session: Session) => Promise<unknown>]>([
  ['beginTransaction', async (session) => session.beginTransaction()],
  ['a statement', async (session) => session.sql('/* by hand */ begin name "x"').collect()],
  ['several statements', async (session) => session.sql('select 1; begin', [], { multiStatement: 2 }).collect()],
  [
    'a text of its own',
    async (session) => {
      await session.sql("set text = 'be' || 'gin'").collect();
      await session.sql('execute immediate $text').collect();
    },
  ],
  ['autocommit', async (session) => session.sql('alter session set autocommit = false').collect()],
])('a transaction that was begun by hand with %s is not joined by another', async (_how, begin) => {
  const session = await local.open();
  await session.sql('create or replace table by_hand (n int)').collect();
  await begin(session);
  await session.sql('insert into by_hand values (1)').collect();
  let hasRun = false;
  const work = async (): Promise<void> => {
    hasRun = true;
  };
  expect(await rejection(session.transaction(work))).toMatchObject({
    code: 'ARGUMENT_INVALID',
    message: expect.stringContaining('begun by hand'),
  });
  expect(hasRun).toBe(false);
  await session.rollback();
  expect(await session.table('by_hand').count()).toBe(0);
  await session.rollback();
  await session.transaction(work);
  expect(hasRun).toBe(true);
});

test('within the work of a transaction none is begun by hand, and a usual one costs three statements', async () => {
  const session = await local.open();
  const history = session.queryHistory();
  for (let turn = 0; turn < 2; turn++) {
    await session.transaction(async () => {
      expect(await rejection(session.beginTransaction())).toMatchObject({ code: 'ARGUMENT_INVALID' });
      await session.sql('select 1').collect();
    });
  }
  const sent = ['begin transaction', 'select 1', 'commit'];
  expect(history.queries.map(({ sqlText }) => sqlText)).toEqual([...sent, ...sent]);
});

test('a transaction that cannot begin leaves the one that the caller began', async () => {
  const session = await local.open();
  await session.sql('create or replace table kept (n int)').collect();
  await session.beginTransaction();
  await session.sql('insert into kept values (1)').collect();
  const work = async (): Promise<void> => undefined;
  expect(await rejection(session.transaction(work, { signal: AbortSignal.abort() }))).toMatchObject({
    name: 'AbortError',
  });
  expect(await rejection(session.transaction(7 as unknown as typeof work))).toMatchObject({
    code: 'ARGUMENT_INVALID',
    message: 'transaction: work must be a function, not 7.',
  });
  await session.commit();
  expect(await session.table('kept').count()).toBe(1);
});
