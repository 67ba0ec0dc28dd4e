import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSession, type TestSession } from './open-session.js';

let db: TestSession;

beforeAll(async () => {
  db = await openSession();
  await db.run('create table t (id int, name varchar)');
  await db.run("insert into t values (1, 'Ann'), (2, 'Bob')");
  await db.run('create sequence s');
});
afterAll(() => db.close());

const procedure = (name: string, statement: string): string =>
  `create procedure ${name}() returns table(id int) language sql as
   begin ${statement}; let r resultset := (select id from t order by id); return table(r); end`;

test('a procedure in FROM sees what the open transaction has changed', async () => {
  await db.run(procedure('ids', 'null'));
  await db.run('begin');
  await db.run("insert into t values (3, 'Cid')");
  expect(await db.rows('select * from table(ids())')).toEqual([['1'], ['2'], ['3']]);
  await db.run('rollback');
});

test.each([
  ['inserts', 'insert into t values (9, null)'],
  ['defines', 'create table u (a int)'],
  ['begins', 'begin transaction'],
  ['calls', 'call inserts()'],
  ['executes', "execute immediate 'delete from t'"],
])('a procedure in FROM that %s is refused, and has changed nothing', async (name, statement) => {
  await db.run(procedure(name, statement));
  expect(await db.fails(`select * from table(${name}())`)).toMatchObject({ code: '000002', sqlState: '0A000' });
  expect(await db.rows('select count(*) from t')).toEqual([['2']]);
});

test('TABLE(GETNEXTVAL) gives one number a row, however often and wherever it is read', async () => {
  await db.run('create or replace sequence s');
  expect(await db.rows('select n.nextval, n.nextval from table(getnextval(s)) n')).toEqual([['1', '1']]);
  const twice = await db.rows(
    'select n.nextval, n.nextval, m.nextval from t, table(getnextval(s)) n, table(getnextval(s)) m',
  );
  expect(twice.every(([first, again]) => first === again)).toBe(true);
  expect(new Set(twice.flat())).toEqual(new Set(['2', '3', '4', '5']));
  const beside = await db.rows('select * from table(getnextval(s)) n, t order by id');
  expect(beside.map((row) => row.slice(1))).toEqual([
    ['1', 'Ann'],
    ['2', 'Bob'],
  ]);
  // Which row gets which number is left open, as in Snowflake.
  expect(new Set(beside.map(([number]) => number))).toEqual(new Set(['6', '7']));
});

test('a statement that is compiled again with an answer of the database does not act again', async () => {
  const told = async (wait: string): Promise<number> => {
    let count = 0;
    const { rows } = await db.session.execute({
      sql: `select ${wait} from (select id, name from t) pivot (count(id) for name in (any))`,
      queryId: 'q',
      binds: {},
      describeOnly: false,
      parameters: {},
      signal: new AbortController().signal,
      tell: () => (count += 1),
    });
    for await (const _ of rows);
    return count;
  };
  expect(await told("system$wait(1, 'MILLISECONDS')")).toBe((await told('1')) + 1);
});

test('the ? of a chain are counted through all of it', async () => {
  const binds = { 1: { type: 'FIXED', value: '5' }, 2: { type: 'FIXED', value: '7' } };
  expect(await db.rows('select ? as a ->> select a, ? as b from $1', binds)).toEqual([['5', '7']]);
  await db.run("set (x, y) = (1, 'b')");
  expect(await db.rows("execute immediate 'select ? as a ->> select a, ? as b from $1' using (x, y)")).toEqual([
    ['1', 'b'],
  ]);
});
