import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, rejection, run } from './driver.js';

let databaseDirectory: string;

beforeEach(async () => {
  databaseDirectory = await mkdtemp(join(tmpdir(), 'snowpark-directory-'));
});

afterEach(() => rm(databaseDirectory, { recursive: true }));

/** What makes one of everything that is kept. */
const DEFINITIONS = [
  "create or replace database shop comment = 'of pets'",
  "create schema shop.care comment = 'of care'",
  'use schema shop.care',
  `create table pets (id int identity(10, 5) primary key, name varchar(20) not null comment 'how it is called',
    born timestamp_tz, price number(38, 10), tags variant, kind varchar default 'cat') comment = 'all of them'`,
  `insert into pets (name, born, price, tags) select 'Tom', '2020-01-01 12:00:00 +05:30'::timestamp_tz,
    1234567890123456789012345678.0123456789, parse_json('{"a":[1,null]}')`,
  "create view cats as select name, price from pets where kind = 'cat'",
  'create sequence numbers start = 7 increment = 3',
  'select numbers.nextval',
  "create function twice(x number) returns number as 'x * 2'",
  "create function shout(x varchar) returns varchar language javascript as 'return X.toUpperCase();'",
  'create procedure count_pets() returns int language sql as $$ begin return (select count(*) from pets); end $$',
  "create file format piped type = csv field_delimiter = '|'",
  'create stage inbox file_format = (format_name = piped)',
  "create role keeper comment = 'keeps'",
  "create tag kind_of allowed_values 'a', 'b'",
  'create task count_them as insert into counts select count(*) from pets',
  'create table counts (n int, twice as (n * 2))',
  'create temporary table gone (a int)',
  'begin',
  "insert into pets (name) values ('never committed')",
];

const QUESTIONS: readonly (readonly [string, unknown])[] = [
  ['select id, name, price::varchar, tags:a[0]::int, kind from pets', [[10, 'Tom', '1234567890123456789012345678.0123456789', 1, 'cat']]], // prettier-ignore
  ["select to_varchar(born, 'YYYY-MM-DD HH24:MI TZH:TZM') from pets", [['2020-01-01 12:00 +05:30']]],
  ['select name from cats', [['Tom']]],
  ['select numbers.nextval', [[10]]],
  ["select twice(21), shout('a')", [[42, 'A']]],
  ['call count_pets()', [[1]]],
  ["select comment from information_schema.tables where table_name = 'PETS'", [['all of them']]],
  ["select comment from information_schema.columns where column_name = 'NAME' and table_name = 'PETS'", [['how it is called']]], // prettier-ignore
  ["select comment from information_schema.schemata where schema_name = 'CARE'", [['of care']]],
  ['select $1, $2 from @inbox', [['a', 'b']]],
  ['show roles like \'keeper\' ->> select "comment" from $1', [['keeps']]],
  ['show tags ->> select "allowed_values" from $1', [['["a","b"]']]],
  ['show tasks ->> select "name", "state" from $1', [['COUNT_THEM', 'suspended']]],
  ['describe table counts ->> select "expression" from $1 where "name" = \'TWICE\'', [['N * 2']]],
];

async function expectAll(connection: Connection): Promise<void> {
  await run(connection, 'use schema shop.care');
  for (const [sql, rows] of QUESTIONS) {
    expect([sql, (await run(connection, sql)).rows]).toEqual([sql, rows]);
  }
  expect(await rejection(run(connection, 'select * from gone'))).toMatchObject({ code: '002003' });
  expect(await rejection(run(connection, 'insert into pets (name) values (null)'))).toMatchObject({ code: '100072' });
  await run(connection, "insert into pets (name) values ('Kit')");
  expect((await run(connection, "select id > 10 from pets where name = 'Kit'")).rows).toEqual([[true]]);
  await run(connection, "delete from pets where name = 'Kit'");
  await run(connection, 'create or replace sequence numbers start = 10 increment = 3');
}

test('what was committed outlives an engine that is killed, and a directory is for one engine at a time', async () => {
  const program = `
    import { LocalSnowflake } from 'snowpark-session-local';
    const engine = await LocalSnowflake.start({ databaseDirectory: process.argv[1], users: { ann: 'a' } });
    console.log(JSON.stringify(engine.connectionOptions));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, databaseDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line]: string[] = await once(createInterface(child.stdout), 'line');
  const { port, user, password } = JSON.parse(String(line));
  const connection = await connect({ connectionOptions: { account: 'local', host: '127.0.0.1', protocol: 'http', port, user, password } }); // prettier-ignore
  for (const sql of DEFINITIONS) {
    await run(connection, sql);
  }
  const file = join(databaseDirectory, 'part.csv');
  await writeFile(file, 'a|b\n');
  await run(connection, `put file://${file} @inbox auto_compress = false`);
  await expect(LocalSnowflake.start({ databaseDirectory })).rejects.toThrow(
    `databaseDirectory ${databaseDirectory} is in use by another engine, in process ${child.pid}`,
  );
  child.kill('SIGKILL');
  await once(child, 'exit');

  for (const round of ['after the kill', 'after a close']) {
    const engine = await LocalSnowflake.start({ databaseDirectory });
    const again = await connect(engine);
    await expectAll(again);
    if (round === 'after the kill') {
      await expect(LocalSnowflake.start({ databaseDirectory })).rejects.toThrow(/is in use by another engine/);
    }
    await destroy(again);
    await engine.close();
  }
});

test('a directory that cannot be one is told', async () => {
  const file = join(databaseDirectory, 'part.csv');
  await writeFile(file, 'a|b\n');
  await expect(LocalSnowflake.start({ databaseDirectory: file })).rejects.toThrow(/databaseDirectory .*part\.csv/);
});
