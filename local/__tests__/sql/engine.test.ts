import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSession } from './open-session.js';

const ENDLESS =
  'select count(*) from table(generator(rowcount => 3000000000)) a, table(generator(rowcount => 3000)) b where random() > 0';

test.each([ENDLESS, 'select system$wait(30)'])('%s can be cancelled, and the session goes on', async (sql) => {
  const db = await openSession();
  const cancel = new AbortController();
  const failing = expect(db.run(sql, { signal: cancel.signal })).rejects.toMatchObject({
    code: '000604',
    sqlState: '57014',
  });
  setTimeout(() => cancel.abort(), 50);
  await failing;
  expect(await db.rows('select 1')).toEqual([['1']]);
  await db.close();
});

test('closing a session stops what runs in it and refuses more', async () => {
  const db = await openSession();
  const failing = expect(db.run(ENDLESS)).rejects.toMatchObject({ code: '000604' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await db.session.close();
  await failing;
  await expect(db.run('select 1')).rejects.toMatchObject({ code: '000604' });
  await db.close();
});

test('the event loop stays free while many rows are read', async () => {
  const db = await openSession();
  await db.run(
    "create table wide as select seq4() a, 'n' || seq4() b, dateadd(second, seq4(), '2020-01-01'::timestamp_ntz) c from table(generator(rowcount => 50000))",
  );
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 1);
  const rows = await db.rows('select * from wide order by a');
  clearInterval(timer);
  expect(rows.length).toBe(50_000);
  expect(rows[49_999]).toEqual(['49999', 'n49999', '1577886799.000000000']);
  expect(ticks).toBeGreaterThan(5);
  await db.close();
});

test('a database folder keeps tables, their declarations and sequences between runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'local-engine-'));
  try {
    const first = await openSession(folder);
    await first.run(
      "create table kept (id int autoincrement, name varchar(7) not null, at timestamp_tz(3), doc object) comment = 'mine'",
    );
    await first.run("insert into kept (name, at) values ('Ann', '2024-01-01 00:00:00.5 +0100')");
    await first.run('create view seen as select name from kept');
    await first.close();
    const second = await openSession(folder);
    expect(await second.rows('select id, name, at from kept')).toEqual([['1', 'Ann', '1704063600.500 1500']]);
    await second.run("insert into kept (name) values ('Bob')");
    expect(await second.rows('select name from seen order by 1')).toEqual([['Ann'], ['Bob']]);
    expect(
      (await second.columns('select name, doc from kept')).map(({ type, length, nullable }) => [
        type,
        length,
        nullable,
      ]),
    ).toEqual([
      ['text', 7, false],
      ['object', null, true],
    ]);
    await second.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('statements are split outside strings, comments, bodies and blocks', async () => {
  const db = await openSession();
  const text =
    "select ';' ; -- a;b\nselect $$;$$; ;begin let x int := 1; return case when true then x end; end; select 2; begin; commit";
  expect(db.engine.splitStatements(text)).toEqual([
    "select ';'",
    '-- a;b\nselect $$;$$',
    'begin let x int := 1; return case when true then x end; end',
    'select 2',
    'begin',
    'commit',
  ]);
  await db.close();
});

test.each([
  ["select system$cancel_all_queries('1')", 'at once'],
  ["select 'system$cancel_all_queries'", 'shared'],
  ['-- why\n /* and */ ((with a as (select 1) select * from a))', 'shared'],
  ['call system$wait(1)', 'shared'],
  ['call my_procedure()', 'alone'],
  ['showing off', 'alone'],
  ['insert into t select 1', 'alone'],
  ['', 'alone'],
])('%s goes %s', async (sql, order) => {
  const db = await openSession();
  expect(db.session.orderOf(sql)).toBe(order);
  await db.close();
});

test('files of the machine are out of reach', async () => {
  const db = await openSession();
  expect(await db.fails("select * from '/etc/passwd'")).toMatchObject({ code: '001003' });
  expect(await db.fails("select read_text('/etc/passwd')")).toMatchObject({ code: '002140' });
  await db.close();
});
