import { expect, test } from '@jest/globals';
import { SnowflakeError } from '../../src/errors.js';
import type { Query } from '../../src/query.js';
import { QueryRegistry } from '../../src/query-registry.js';
import { QueryRunner } from '../../src/query-runner.js';
import { ResultStore } from '../../src/result-store.js';
import { StatementQueue } from '../../src/statement-queue.js';
import type { Cell } from '../../src/statement.js';
import type { WireSession } from '../../src/wire-session.js';
import { until } from './driver.js';
import { type Script, ScriptedSession } from './scripted-session.js';

const ONE_ROW: readonly (readonly (readonly Cell[])[])[] = [[['1']]];
const atOnce: Script = () => Promise.resolve(ONE_ROW);

/** Runs until it is cancelled. */
const endless: Script = async ({ signal }) => {
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  throw new Error('INTERRUPT');
};

function openRegistry(): QueryRegistry {
  const results = new ResultStore(1_000_000);
  const limits = { chunkRows: 100, chunkBytes: 10_000 };
  const engine = { splitStatements: (sql: string): readonly string[] => sql.split(';').filter((part) => part !== '') };
  return new QueryRegistry(engine, new QueryRunner(new StatementQueue(), results, limits), results);
}

function openSession(
  script: Script,
  sessionId = '1',
): { readonly session: WireSession; readonly sql: ScriptedSession } {
  const sql = new ScriptedSession(script);
  return { session: { sessionId, user: 'ANN', account: 'LOCAL', client: 'JavaScript', sql }, sql };
}

let requests = 0;

function submit(registry: QueryRegistry, session: WireSession, sql: string, parameters = {}): Query {
  requests += 1;
  const statement = { sql, binds: {}, describeOnly: false, parameters };
  return registry.submit(session, { requestId: String(requests), isAsync: false, statement });
}

test('a statement is cancelled once', async () => {
  const { session } = openSession(endless);
  const query = submit(openRegistry(), session, 'a');
  expect(query.cancel()).toBe(true);
  expect(await query.settled).toMatchObject({ kind: 'error', error: { code: '000604', sqlState: '57014' } });
  expect(query.cancel()).toBe(false);
});

test('reads run side by side; what works alone holds back what comes after it', async () => {
  const ends = new Map<string, () => void>();
  const { session, sql } = openSession(
    (request) => new Promise((resolve) => ends.set(request.sql, () => resolve(ONE_ROW))),
  );
  const registry = openRegistry();
  const queries = ['read 1', 'read 2', 'write', 'read 3'].map((text) => submit(registry, session, text));
  await until(() => ends.size === 3);
  expect(sql.executed).toEqual(['read 1', 'read 2', 'write']);
  expect(queries.map(({ state }) => state)).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'QUEUED']);
  ends.get('write')?.();
  await until(() => ends.size === 4);
  ends.forEach((end) => end());
  expect(await Promise.all(queries.map(({ settled }) => settled))).toMatchObject(
    queries.map(() => ({ kind: 'result' })),
  );
});

test('a statement that ended well before its interrupt came has ended well', async () => {
  const { session } = openSession(async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return ONE_ROW;
  });
  const query = submit(openRegistry(), session, 'insert');
  await Promise.resolve();
  query.cancel();
  expect(await query.settled).toMatchObject({ kind: 'result' });
});

test('a statement that runs beside others neither waits nor is waited for, and cancels no one', async () => {
  const { session } = openSession((request, self) =>
    request.sql === 'slow' ? endless(request, self) : atOnce(request, self),
  );
  const registry = openRegistry();
  const slow = submit(registry, session, 'slow');
  const beside = submit(registry, session, 'beside');
  expect(await beside.settled).toMatchObject({ kind: 'result' });
  expect(slow.state).toBe('RUNNING');
  slow.cancel();
  await slow.settled;
});

test('cancelling all of a session spares the statement that asks, and other sessions', async () => {
  const registry = openRegistry();
  const mine = openSession((request, self) =>
    request.sql === 'slow' ? endless(request, self) : atOnce(request, self),
  );
  const other = openSession(endless, '2');
  const [slow, queued, foreign] = [
    submit(registry, mine.session, 'slow'),
    submit(registry, mine.session, 'queued'),
    submit(registry, other.session, 'foreign'),
  ];
  await until(() => slow.state === 'RUNNING' && foreign.state === 'RUNNING');
  const asking = submit(registry, mine.session, 'beside');
  expect(registry.cancelAllQueries('1', asking.queryId)).toBe(2);
  expect(await Promise.all([slow.settled, queued.settled])).toMatchObject([{ kind: 'error' }, { kind: 'error' }]);
  expect(await asking.settled).toMatchObject({ kind: 'result' });
  expect(mine.sql.executed).toEqual(['slow', 'beside']);
  expect(foreign.state).toBe('RUNNING');
  expect(registry.cancelQuery(foreign.queryId)).toBe(true);
  expect(registry.cancelQuery('no such id')).toBe(false);
  await foreign.settled;
});

test('a statement among several that cancels all others does not cancel itself', async () => {
  const registry = openRegistry();
  const { session } = openSession(({ sql, queryId }) => {
    if (sql === 'cancel') {
      registry.cancelAllQueries('1', queryId);
    }
    return Promise.resolve(ONE_ROW);
  });
  const query = submit(registry, session, 'a;cancel;b', { MULTI_STATEMENT_COUNT: 3 });
  expect(await query.settled).toMatchObject({ kind: 'several', children: { length: 3 } });
});

test('what the session says of counts and timeouts holds, and the statement says it better', async () => {
  const registry = openRegistry();
  const { session, sql } = openSession(atOnce);
  sql.told.push({ name: 'MULTI_STATEMENT_COUNT', value: 2 });
  const outcome = await submit(registry, session, 'a;b').settled;
  expect(outcome).toMatchObject({ kind: 'several', session: { database: 'D', schema: 'S' } });
  expect(JSON.stringify(outcome)).not.toContain('MULTI_STATEMENT_COUNT');
  expect(await submit(registry, session, 'a').settled).toMatchObject({ error: { code: '000008' } });
  expect(await submit(registry, session, 'a', { MULTI_STATEMENT_COUNT: 1 }).settled).toMatchObject({ kind: 'result' });
  const slow = openSession(endless);
  slow.sql.told.push({ name: 'STATEMENT_TIMEOUT_IN_SECONDS', value: 1 });
  expect(await submit(registry, slow.session, 'slow').settled).toMatchObject({ error: { code: '000630' } });
});

test('an error of another kind is told as an internal one', async () => {
  const registry = openRegistry();
  const broken = openSession(() => Promise.reject(new RangeError('off by one')));
  expect(await submit(registry, broken.session, 'a').settled).toMatchObject({
    error: { code: '000603', sqlState: 'XX000', message: 'SQL execution internal error: off by one' },
  });
  const known = openSession(() => Promise.reject(new SnowflakeError('002003', '42S02', 'no such table')));
  expect(await submit(registry, known.session, 'a').settled).toMatchObject({ error: { code: '002003' } });
});

test('earlier results are for their own user, and the ids come oldest first', async () => {
  const registry = openRegistry();
  const { session } = openSession(atOnce);
  const first = submit(registry, session, 'a');
  const several = submit(registry, session, 'b;c', { MULTI_STATEMENT_COUNT: 0 });
  await several.settled;
  const ids = registry.queryIdsOf('1');
  expect(ids).toHaveLength(3);
  expect(ids[0]).toBe(first.queryId);
  expect(ids).not.toContain(several.queryId);
  expect(await registry.resultOf(first.queryId, 'ANN')).toMatchObject({ statementTypeId: 0x1000 });
  await expect(registry.resultOf(first.queryId, 'OTHER')).rejects.toMatchObject({ code: '000709' });
  expect(await registry.resultOf(several.queryId, 'ANN')).toMatchObject({ statementTypeId: 0xa000 });
  await expect(registry.resultOf('no such id', 'ANN')).rejects.toMatchObject({ code: '000709' });
});

test('the oldest statements are forgotten, but none that runs', async () => {
  const registry = openRegistry();
  const slow = openSession(endless, 'slow');
  const running = submit(registry, slow.session, 'slow');
  const { session } = openSession(atOnce);
  const first = submit(registry, session, 'first');
  await first.settled;
  for (let at = 0; at < 10_000; at += 1) {
    await submit(registry, session, 'next').settled;
  }
  expect(registry.list()).toHaveLength(10_000);
  expect(registry.find(first.queryId)).toBeUndefined();
  expect(registry.findByRequest('1', first.origin.requestId)).toBeUndefined();
  expect(registry.find(running.queryId)).toBe(running);
  running.cancel();
  await running.settled;
});
