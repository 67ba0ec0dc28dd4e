import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { joinSession, openSession, type TestSession } from './open-session.js';

let db: TestSession;

beforeEach(async () => {
  db = await openSession();
  await db.run('create table t (a int not null)');
});
afterEach(() => db.close());

async function count(session = db): Promise<string | null | undefined> {
  return (await session.rows('select count(*) from t'))[0]?.[0];
}

test('nothing is seen outside before COMMIT, and nothing stays after ROLLBACK', async () => {
  const other = await joinSession(db.engine);
  await db.run('begin');
  await db.run('insert into t values (1)');
  expect([await count(), await count(other)]).toEqual(['1', '0']);
  await db.run('rollback');
  expect(await count()).toBe('0');
});

test('a statement that fails undoes itself, not the transaction', async () => {
  await db.run('begin');
  await db.run('insert into t values (1)');
  expect(await db.fails("insert into t select 'x'::int")).toMatchObject({ code: '100038' });
  await db.run('insert into t values (2)');
  await db.run('commit');
  expect(await count()).toBe('2');
});

test('a statement of several steps is undone whole', async () => {
  await db.run('begin');
  await db.run('insert into t values (1)');
  expect(await db.fails('insert overwrite into t values (null)')).toMatchObject({ code: '100072' });
  expect(await db.rows('select a from t')).toEqual([['1']]);
  await db.run('commit');
  expect(await count()).toBe('1');
});

test('a transaction whose work cannot be repeated fails to commit instead of losing it', async () => {
  await db.run('begin');
  await db.run('insert into t values (1)');
  await db.run('update t set a = abs(random())');
  expect(await db.fails('insert into t values (null)')).toMatchObject({ code: '100072' });
  expect(await db.fails('commit')).toMatchObject({ code: '000603', sqlState: '40000' });
  expect(await count()).toBe('0');
});

test('rows with numbers of a sequence or of chance stay as they were when a later statement fails', async () => {
  await db.run('create table n (id int autoincrement, u varchar default uuid_string(), v variant, a int not null)');
  await db.run('begin');
  await db.run('insert into n (v, a) select parse_json(\'{"k":1}\'), 1');
  await db.run('insert into n (a) select abs(random()) % 9 from table(generator(rowcount => 3))');
  const before = await db.rows('select * from n order by id');
  expect(await db.fails('insert into n (a) values (null)')).toMatchObject({ code: '100072' });
  expect(await db.rows('select * from n order by id')).toEqual(before);
  await db.run('commit');
  expect(await db.rows('select * from n order by id')).toEqual(before);
});

test('the time of SQL goes on within a transaction', async () => {
  await db.run('begin');
  const [[first] = []] = await db.rows('select current_timestamp()');
  await db.run("select system$wait(2, 'MILLISECONDS')");
  const [[second] = []] = await db.rows('select current_timestamp()');
  expect(Number(second)).toBeGreaterThan(Number(first));
});

test('without AUTOCOMMIT a change opens a transaction, and a definition commits it', async () => {
  await db.run('alter session set autocommit = false');
  await db.run('insert into t values (1)');
  await db.run('rollback');
  expect(await count()).toBe('0');
  await db.run('insert into t values (1)');
  await db.run('create table u (b int)');
  await db.run('rollback');
  expect(await count()).toBe('1');
});

test('a definition that fails leaves what was there', async () => {
  await db.run('insert into t values (1)');
  expect(await db.fails("create or replace table t as select 'x'::int a")).toMatchObject({ code: '100038' });
  expect(await count()).toBe('1');
});
