import { expect, test } from '@jest/globals';

import type { DriverResult, DriverStatement } from '../../../src/driver/port.js';
import { QueryCancelledError } from '../../../src/errors.js';
import { RunningStatement } from '../../../src/query/running-statement.js';

const RESULT: DriverResult = {
  queryId: '01b00000-0000-0000-0000-000000000001',
  columns: [],
  rowCount: 0,
  names: { database: undefined, schema: undefined, warehouse: undefined, role: undefined },
  following: [],
  async *batches() {},
};

/** A statement that the server knows after some cancels too many, and then settles. */
function settlingAfter(cancels: number): { readonly statement: DriverStatement; readonly cancelled: boolean[] } {
  const cancelled: boolean[] = [];
  let isSettled = false;
  let settle: (result: DriverResult) => void = () => undefined;
  const result = new Promise<DriverResult>((resolve) => {
    settle = resolve;
  });
  const statement: DriverStatement = {
    get queryId() {
      return isSettled ? RESULT.queryId : undefined;
    },
    result,
    async cancel() {
      cancelled.push(isSettled);
      if (cancelled.length === cancels) {
        isSettled = true;
        settle(RESULT);
      }
    },
  };
  return { statement, cancelled };
}

const NEVER = new AbortController().signal;

test('a statement is cancelled again and again until the server has settled it', async () => {
  const { statement, cancelled } = settlingAfter(4);
  await new RunningStatement(statement).stop(new QueryCancelledError('enough'), NEVER);
  expect(cancelled).toEqual([false, false, false, false]);
});

test('an asynchronous one is cancelled once more: when the server has taken it, it has only begun', async () => {
  const { statement, cancelled } = settlingAfter(2);
  await new RunningStatement(statement, 'submit').stop(new QueryCancelledError('enough'), NEVER);
  expect(cancelled).toEqual([false, false, true]);
});

test('a stop gives up when its limit does, and who waits has long been told', async () => {
  const { statement } = settlingAfter(Infinity);
  const running = new RunningStatement(statement);
  const reason = new QueryCancelledError('enough');
  const waiting = running.result().catch((error: unknown) => error);
  await running.stop(reason, AbortSignal.timeout(60));
  expect(await waiting).toBe(reason);
});

test('the query id is told once, when it is known', async () => {
  const { statement } = settlingAfter(1);
  const running = new RunningStatement(statement);
  const told: string[] = [];
  const end = running.tellQueryId((queryId) => told.push(queryId));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(told).toEqual([]);
  await statement.cancel();
  await running.settled;
  await new Promise((resolve) => setTimeout(resolve, 50));
  end();
  expect(told).toEqual([RESULT.queryId]);
});
