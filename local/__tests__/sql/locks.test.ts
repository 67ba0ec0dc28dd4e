import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { joinSession, openSession, type TestSession } from './open-session.js';

let one: TestSession;
let two: TestSession;

beforeEach(async () => {
  one = await openSession();
  two = await joinSession(one.engine);
  await one.run('create table t (id int, n int)');
  await one.run('create table u (id int, n int)');
  await one.run('insert into t values (1, 0), (2, 0)');
  await one.run('insert into u values (1, 0)');
});

afterEach(async () => {
  await two.close();
  await one.close();
});

/** Waits until so many statements wait for a lock; `asked` is a session that does not. */
async function waitersOf(asked: TestSession, count: number): Promise<void> {
  const sql = `show locks in account ->> select count(*) from $1 where "status" = 'WAITING'`;
  while ((await asked.rows(sql))[0]?.[0] !== String(count)) {
    // Asked again.
  }
}

test.each([
  ['an update', 'update t set n = n + 1 where id = 1'],
  ['a delete', 'delete from t where id = 1'],
  ['a merge', 'merge into t using u on t.id = u.id when matched then update set n = t.n + 1'],
  ['a truncate', 'truncate table t'],
])('%s waits for the transaction that changes the table, and sees what it has made', async (_name, sql) => {
  await one.run('begin');
  await one.run('update t set n = 10 where id = 1');
  const waiting = two.run(sql);
  await waitersOf(one, 1);
  await one.run('commit');
  await waiting;
  const expected = sql.startsWith('truncate')
    ? []
    : sql.startsWith('delete')
      ? [['2', '0']]
      : [
          ['1', '11'],
          ['2', '0'],
        ];
  expect(await one.rows('select id, n from t order by id')).toEqual(expected);
});

test('what a transaction rolls back is not waited for in vain', async () => {
  await one.run('begin');
  await one.run('delete from t');
  const waiting = two.run('update t set n = n + 1');
  await waitersOf(one, 1);
  await one.run('rollback');
  expect((await waiting).rows).toEqual([['2', '0']]);
});

test('other tables, reads and inserts do not wait', async () => {
  await one.run('begin');
  await one.run('update t set n = 10');
  await two.run('update u set n = 1');
  await two.run('insert into t values (3, 0)');
  expect(await two.rows('select count(*), sum(n) from t')).toEqual([['3', '0']]);
  await one.run('commit');
  expect(await two.rows('select count(*), sum(n) from t')).toEqual([['3', '20']]);
});

test('hundred increments of two sessions are a hundred', async () => {
  await Promise.all(
    [one, two].map(async (session) => {
      for (let at = 0; at < 50; at += 1) {
        await session.run('update t set n = n + 1 where id = 1');
      }
    }),
  );
  expect(await one.rows('select n from t where id = 1')).toEqual([['100']]);
});

test('a transaction that has done work sees the table anew once it has the lock, and keeps its work', async () => {
  await two.run('begin');
  await two.run('insert into u values (2, 2)');
  await one.run('begin');
  await one.run('update t set n = 10 where id = 1');
  const waiting = two.run('update t set n = n + 1 where id = 1');
  await waitersOf(one, 1);
  await one.run('commit');
  await waiting;
  await two.run('commit');
  expect(await one.rows('select (select n from t where id = 1), (select count(*) from u)')).toEqual([['11', '2']]);
});

test('a transaction that has done nothing yet sees what others commit', async () => {
  await one.run('begin');
  expect(await one.rows('select count(*) from t')).toEqual([['2']]);
  await two.run('insert into t values (3, 0)');
  expect(await one.rows('select count(*) from t')).toEqual([['3']]);
  await one.run('commit');
});

test('LOCK_TIMEOUT ends the wait, and the lock is free afterwards', async () => {
  await one.run('begin');
  await one.run('update t set n = 1');
  await two.run('alter session set lock_timeout = 0');
  expect(await two.fails('update t set n = 2')).toMatchObject({
    code: '000625',
    sqlState: '57014',
    message: expect.stringContaining("has locked table 'T'"),
  });
  await one.run('commit');
  await two.run('update t set n = 2');
});

test('a wait can be cancelled, and a session that goes leaves no lock', async () => {
  await one.run('begin');
  await one.run('update t set n = 1');
  const abort = new AbortController();
  const waiting = two.run('delete from t', { signal: abort.signal });
  await waitersOf(one, 1);
  abort.abort();
  await expect(waiting).rejects.toMatchObject({ code: '000604' });
  const third = await joinSession(one.engine);
  const next = third.run('delete from t');
  await waitersOf(two, 1);
  await one.session.close();
  expect((await next).rows).toEqual([['2']]);
  await third.close();
});

test('two that would wait for each other: the later one fails, the other goes on', async () => {
  await one.run('begin');
  await two.run('begin');
  await one.run('update t set n = 1');
  await two.run('update u set n = 2');
  const waiting = one.run('update u set n = 1');
  await waitersOf(two, 1);
  expect(await two.fails('update t set n = 2')).toMatchObject({ code: '000625' });
  await two.run('rollback');
  await waiting;
  await one.run('commit');
  expect(await two.rows('select n from u')).toEqual([['1']]);
});

test('no more than twenty wait for one table', async () => {
  await one.run('begin');
  await one.run('update t set n = 1');
  const others = await Promise.all(Array.from({ length: 20 }, () => joinSession(one.engine)));
  const waiting = others.map((other) => other.run('update t set n = n + 1'));
  await waitersOf(two, 20);
  expect(await two.fails('delete from t')).toMatchObject({
    message: expect.stringContaining('exceeds the 20 statements limit'),
  });
  await one.run('commit');
  await Promise.all(waiting);
  expect(await one.rows('select distinct n from t')).toEqual([['21']]);
  await Promise.all(others.map((other) => other.close()));
});

test('array-bound updates happen all or none', async () => {
  const binds = { 1: { type: 'TEXT', value: ['5', 'no number'] } };
  expect(await one.fails('update t set n = n + ?', binds)).toMatchObject({ code: '100038' });
  expect(await one.rows('select sum(n) from t')).toEqual([['0']]);
});

test('a fault far into the rows of a query is told, and nothing of it is taken for the whole', async () => {
  const sql = "select to_number(iff(seq8() = 150000, 'x', '1')) from table(generator(rowcount => 200000))";
  expect(await one.fails(sql)).toMatchObject({ code: '100038' });
  await one.run('begin');
  expect(await one.fails(sql)).toMatchObject({ code: '100038' });
  await one.run('rollback');
});
