import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, ENDLESS, rejection, run, start } from './driver.js';

test('a seed runs files and fills tables, those it makes and those that stand', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seed-'));
  await using engine = await LocalSnowflake.start();
  const file = join(folder, 'a.sql');
  await writeFile(file, "create table made (id int, name varchar(5));\ninsert into made values (1, ';');");
  await engine.seed({
    files: [file],
    tables: {
      made: [{ ID: 2, name: null }],
      fresh: [
        {
          n: 12345678901234567890n,
          f: 1.5,
          b: true,
          t: new Date('2024-01-02T03:04:05.678Z'),
          v: { a: [1] },
          s: "it's",
        },
        { n: 1n, f: null, b: false, t: null, v: null, s: undefined },
      ],
    },
  });
  const connection = await connect(engine);
  expect((await run(connection, 'select * from made order by id')).rows).toEqual([
    [1, ';'],
    [2, null],
  ]);
  const { rows } = await run(
    connection,
    'select n::varchar, f, b, to_varchar(t), v:a[0]::int, s from fresh order by f',
  );
  expect(rows).toEqual([
    ['12345678901234567890', 1.5, true, '2024-01-02 03:04:05.678', 1, "it's"],
    ['1', null, false, null, null, null],
  ]);
  await expect(engine.seed({ tables: { made: [{ nosuch: 1 }] } })).rejects.toThrow(/seed: table made: .*NOSUCH/s);
  await expect(engine.seed({ files: [join(folder, 'missing.sql')] })).rejects.toThrow(/seed: file .*missing\.sql/);
  await destroy(connection);
  await rm(folder, { recursive: true });
});

test('a reset forgets everything but the sessions', async () => {
  await using engine = await LocalSnowflake.start();
  const connection = await connect(engine);
  await run(connection, 'create table t (id int autoincrement)');
  await run(connection, 'create temporary table own (a int)');
  await run(connection, 'create database other');
  await run(connection, 'create stage files');
  await run(connection, "set who = 'me'");
  await run(connection, "alter session set timezone = 'Asia/Tokyo'");
  await run(connection, 'begin');
  engine.clock.freeze('2020-01-01T00:00:00Z');
  engine.faults.add({ on: 'query', respond: 'hang' });
  await engine.reset();
  for (const gone of [
    'select * from local.public.t',
    'select * from own',
    'list @files',
    'use database other',
    'select $who',
  ]) {
    await rejection(run(connection, gone));
  }
  expect(
    (await run(connection, 'select current_database(), current_schema(), year(current_date()) > 2020')).rows,
  ).toEqual([['LOCAL', 'PUBLIC', true]]);
  expect((await run(connection, "show parameters like 'TIMEZONE'")).rows[0]?.[1]).toBe('America/Los_Angeles');
  const running = start(connection, ENDLESS);
  while (engine.queries.at(-1)?.state !== 'RUNNING') {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await expect(engine.reset()).rejects.toThrow(/a statement still runs/);
  await destroy(connection);
  await rejection(running.done);
});

test('the clock of SQL stands where it is put', async () => {
  await using engine = await LocalSnowflake.start();
  const connection = await connect(engine);
  await run(connection, "alter session set timezone = 'UTC'");
  engine.clock.freeze(new Date('2024-02-29T12:34:56.789Z'));
  expect(
    (await run(connection, 'select to_varchar(current_timestamp()), to_varchar(current_date()), sysdate()')).rows,
  ).toEqual([['2024-02-29 12:34:56.789 +0000', '2024-02-29', new Date('2024-02-29T12:34:56.789Z')]]);
  expect(() => engine.clock.freeze('never')).toThrow(/is no moment/);
  engine.clock.release();
  expect((await run(connection, 'select year(current_date()) > 2024')).rows).toEqual([[true]]);
  await destroy(connection);
});
