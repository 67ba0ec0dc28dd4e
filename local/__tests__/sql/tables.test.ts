import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { joinSession, openSession, type TestSession } from './open-session.js';

let db: TestSession;

beforeEach(async () => {
  db = await openSession();
  await db.run(
    "create table pets (id int not null, name varchar(5), kind string default 'cat', weight number(6,2), born date, doc variant)",
  );
  await db.run(
    "insert into pets (id, name, kind, weight) values (1, 'Ann', 'cat', 4.5), (2, 'Bob', 'dog', 20), (3, 'Cid', default, null)",
  );
});
afterEach(() => db.close());

test('rowtype carries declared sizes, nullability and the table', async () => {
  const [id, name, , weight, born, doc] = await db.columns('select * from pets');
  expect(id).toMatchObject({
    name: 'ID',
    type: 'fixed',
    precision: 38,
    scale: 0,
    nullable: false,
    table: 'PETS',
    schema: 'PUBLIC',
  });
  expect(name).toMatchObject({ type: 'text', length: 5, nullable: true });
  expect(weight).toMatchObject({ type: 'fixed', precision: 6, scale: 2 });
  expect([born?.type, doc?.type]).toEqual(['date', 'variant']);
});

test('describing a statement runs nothing', async () => {
  const { columns, rows } = await db.run('select id, count(*) n from pets group by id', { describeOnly: true });
  expect([columns.map(({ name }) => name), rows]).toEqual([['ID', 'N'], []]);
  expect((await db.run('delete from pets', { describeOnly: true })).rows).toEqual([]);
  expect(await db.rows('select count(*) from pets')).toEqual([['3']]);
});

/** Statements with the row they answer and their type id. */
const ANSWERS: readonly (readonly [string, readonly string[], number])[] = [
  ['insert into pets (id) select 9', ['1'], 0x3100],
  ["update pets set weight = weight * 1.1 where kind = 'cat'", ['2', '0'], 0x3200],
  ['delete from pets where id < 3', ['2'], 0x3300],
  [
    "merge into pets p using (select 1 id, 'Zed' n union all select 9, 'New') s on p.id = s.id when matched then update set name = s.n when not matched then insert (id, name) values (s.id, s.n)",
    ['1', '1'],
    0x3400,
  ],
  ['truncate table pets', ['Statement executed successfully.'], 0x6300],
  ['create table if not exists pets (a int)', ['PETS already exists, statement succeeded.'], 0x6100],
  ['create or replace table pets (a int)', ['Table PETS successfully created.'], 0x6100],
  ['create view v as select id from pets', ['View V successfully created.'], 0x6100],
  ['drop table pets', ['PETS successfully dropped.'], 0x6300],
  ['drop table if exists nosuch', ['Drop statement executed successfully (NOSUCH already dropped).'], 0x6300],
  ['use warehouse other', ['Statement executed successfully.'], 0x4300],
];

test.each(ANSWERS)('%s', async (sql, row, typeId) => {
  const answer = await db.run(sql);
  expect(answer.rows).toEqual([row]);
  expect(answer.statementTypeId).toBe(typeId);
});

/** What a table refuses. */
const REFUSALS: readonly (readonly [string, string])[] = [
  ["insert into pets (id, name) values (4, 'toolong')", '100078'],
  ["insert into pets (name) values ('x')", '100072'],
  ['insert into pets (id, weight) values (4, 123456)', '100046'],
  ["insert into pets (id, doc) values (4, parse_json('{}'))", '002014'],
  ['insert into pets (id, nosuch) values (4, 1)', '000904'],
  ['create table pets (a int)', '002002'],
  ['drop view pets', '002003'],
  ['select name from pets group by kind', '000979'],
];

test.each(REFUSALS)('%s is refused', async (sql, code) => {
  expect(await db.fails(sql)).toMatchObject({ code });
  expect(await db.rows('select count(*) from pets')).toEqual([['3']]);
});

test('a row reached twice is counted once, and never left to chance by MERGE', async () => {
  const twice = "(select 1 id, 'x' n union all select 1, 'y')";
  expect(await db.rows(`update pets set name = s.n from ${twice} s where pets.id = s.id`)).toEqual([['1', '1']]);
  const merge = `merge into pets using ${twice} s on pets.id = s.id when matched then`;
  expect(await db.fails(`${merge} update set name = s.n`)).toMatchObject({ code: '100090' });
  expect(await db.rows(`delete from pets using ${twice} s where pets.id = s.id`)).toEqual([['1']]);
});

test('columns are added with their default, renamed, dropped and retyped', async () => {
  await db.run('alter table pets add column age int default 3');
  await db.run('alter table pets rename column age to years');
  expect(await db.rows('select years from pets where id = 1')).toEqual([['3']]);
  await db.run('alter table pets alter column name set data type varchar(20)');
  await db.run("insert into pets (id, name) values (4, 'longer name')");
  await db.run('alter table pets drop column years');
  expect((await db.rows('describe table pets')).map(([name, type]) => `${name} ${type}`)).toEqual([
    'ID NUMBER(38,0)',
    'NAME VARCHAR(20)',
    'KIND VARCHAR(16777216)',
    'WEIGHT NUMBER(6,2)',
    'BORN DATE',
    'DOC VARIANT',
  ]);
});

test('clones, copies of a shape, renamed and swapped tables keep their rows apart', async () => {
  await db.run('create table twin clone pets');
  await db.run('create table shell like pets');
  await db.run('delete from twin where id = 1');
  await db.run('alter table shell swap with twin');
  await db.run('alter table shell rename to moved');
  expect(
    await db.rows('select (select count(*) from pets), (select count(*) from twin), (select count(*) from moved)'),
  ).toEqual([['3', '0', '2']]);
});

test('names in quotes keep their case, and never meet those without', async () => {
  await db.run('create table "t" ("a" int, A int)');
  await db.run('insert into "t" values (1, 2)');
  expect(await db.rows('select "a", a from "t"')).toEqual([['1', '2']]);
  expect(await db.fails('select * from t')).toMatchObject({ code: '002003' });
});

test('numbers count by themselves: AUTOINCREMENT and sequences', async () => {
  await db.run('create table counted (id int autoincrement start 10 increment 5, n string)');
  await db.run("insert into counted (n) values ('a'), ('b')");
  expect(await db.rows('select id from counted order by id')).toEqual([['10'], ['15']]);
  await db.run('create sequence s start 5 increment 2');
  expect(await db.rows('select s.nextval')).toEqual([['5']]);
});

test('a temporary table hides a permanent one from its own session alone', async () => {
  const other = await joinSession(db.engine);
  await db.run('create temporary table pets (z int)');
  expect(await db.rows('select * from pets')).toEqual([]);
  expect(await other.rows('select count(*) from pets')).toEqual([['3']]);
  await db.run('drop table pets');
  expect(await db.rows('select count(*) from pets')).toEqual([['3']]);
});

test('sessions use their own database and schema', async () => {
  const other = await joinSession(db.engine, 'db2');
  await db.run('create schema s2');
  expect(await db.rows('select current_database(), current_schema()')).toEqual([['DB1', 'S2']]);
  expect(await other.rows('select current_database(), current_schema()')).toEqual([['DB2', 'PUBLIC']]);
  expect(await other.rows('select count(*) from db1.public.pets')).toEqual([['3']]);
  expect(await (await joinSession(db.engine, '')).fails('select * from pets')).toMatchObject({
    code: '090105',
    sqlState: '22000',
  });
});

test('variables, parameters and what SHOW lists', async () => {
  await db.run("set (t, n) = ('pets', 2)");
  expect(await db.rows('select name from identifier($t) where id = $n')).toEqual([['Bob']]);
  await db.run("alter session set timezone = 'Asia/Tokyo', query_tag = 'x'");
  expect(db.session.parameters()).toContainEqual({ name: 'TIMEZONE', value: 'Asia/Tokyo' });
  expect((await db.rows("show parameters like 'query_tag'"))[0]?.slice(0, 2)).toEqual(['QUERY_TAG', 'x']);
  expect(await db.fails("alter session set timezone = 'Mars/Olympus'")).toMatchObject({ code: '001008' });
  expect((await db.rows("show tables like 'P%'")).map((row) => row[1])).toEqual(['PETS']);
  expect(
    await db.rows("select column_name, data_type from information_schema.columns where table_name = 'PETS' limit 2"),
  ).toEqual([
    ['ID', 'NUMBER'],
    ['NAME', 'TEXT'],
  ]);
});
