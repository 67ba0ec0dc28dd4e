import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

import { Runner } from '../../src/session/runner.js';
import { RunningSlots, type SlotWork } from '../../src/session/running-slots.js';
import { TableLocks } from '../../src/session/table-locks.js';
import { Transaction } from '../../src/session/transaction.js';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create();
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** Tells each read to give way as soon as it has begun, and then lets it run in peace. */
class HastySlots extends RunningSlots {
  override async use<T>(work: SlotWork<T>): Promise<T> {
    if (!work.repeatable) {
      return work.run(work.signal);
    }
    const stop = new AbortController();
    const begun = work.run(stop.signal);
    stop.abort();
    return begun.catch(() => work.run(work.signal));
  }
}

test('a read that gives way in the moment it begins has all its rows', async () => {
  const transaction = new Transaction(connection, new TableLocks(), { user: 'U', session: '1' });
  const runner = new Runner(connection, transaction, new HastySlots(1));
  const { signal } = new AbortController();
  for (let turn = 0; turn < 40; turn++) {
    let rows = 0;
    for await (const chunk of await runner.stream('SELECT range + 1 FROM range(250)', { signal })) {
      rows += chunk.rowCount;
    }
    expect(rows).toBe(250);
  }
});
