import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';
import { cancel, connect, destroy, ENDLESS, rejection, run, start, until } from './driver.js';
import { logIn, query } from './raw.js';

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start({ chunkRows: 1000 });
  connection = await connect(engine);
});

afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

test('a description tells the columns and runs nothing', async () => {
  const { token } = await logIn(engine);
  await query(engine, token, 'create or replace table described (id number(5,0) not null, name varchar(10))');
  const insert = await query(engine, token, "insert into described values (1, 'a')", { describeOnly: true });
  expect(insert).toMatchObject({ success: true, data: { rowset: [], returned: 0 } });
  const { data } = await query(engine, token, 'select * from described', { describeOnly: true });
  expect(data).toMatchObject({
    rowset: [],
    rowtype: [
      { name: 'ID', type: 'fixed', precision: 5, scale: 0, nullable: false },
      { name: 'NAME', type: 'text', length: 10, nullable: true },
    ],
  });
  expect(await query(engine, token, 'select count(*) from described')).toMatchObject({ data: { rowset: [['0']] } });
});

test('a description tells how many binds a statement takes, and what JDBC must know to read chunks', async () => {
  const { token } = await logIn(engine);
  const described = await query(engine, token, "select '?', ?, :3 -- ?", { describeOnly: true });
  expect(described.data).toMatchObject({ numberOfBinds: 3 });
  expect(described.data['parameters']).toEqual(
    expect.arrayContaining([{ name: 'CLIENT_RESULT_CHUNK_SIZE', value: 160 }]),
  );
});

test('binds of every kind travel there and back', async () => {
  const date = new Date('2024-02-29T12:34:56.789Z');
  const binds = ['text', 42, 1.5, true, null, { a: [1] }, date.toJSON()];
  const { rows } = await run(connection, 'select ?, ?, ?, ?, ?, parse_json(?):a[0]::int, ?::timestamp_ntz', {
    binds: binds as never,
  });
  expect(rows[0]?.slice(0, 6)).toEqual(['text', 42, 1.5, true, null, 1]);
  expect(Number(rows[0]?.[6])).toBe(date.getTime());
});

test('array binds insert all rows in one request', async () => {
  await run(connection, 'create or replace table bulk (id number, label varchar)');
  const binds = Array.from({ length: 2500 }, (_, index) => [index, index % 2 === 0 ? `row ${index}` : null]);
  const before = engine.requests.length;
  const { statement } = await run(connection, 'insert into bulk values (?, ?)', { binds: binds as never });
  expect(statement.getNumUpdatedRows()).toBe(2500);
  const { rows } = await run(connection, 'select id, label from bulk order by id');
  expect(rows).toEqual(binds);
  expect(engine.requests.slice(before).filter(({ sql }) => sql === 'insert into bulk values (?, ?)')).toHaveLength(1);
});

test('an earlier result is read again, chunks and all', async () => {
  const { statement, rows } = await run(connection, 'select id from bulk order by id');
  const again = await run(connection, `select count(*), sum(id) from table(result_scan('${statement.getQueryId()}'))`);
  expect(again.rows).toEqual([[rows.length, rows.reduce((sum, [id]) => sum + Number(id), 0)]]);
  const unknown = "select * from table(result_scan('01b00000-0000-0000-0000-000000000000'))";
  expect(await rejection(run(connection, unknown))).toMatchObject({ code: '000709' });
});

test('a session cancels all that runs in another, or in itself', async () => {
  const other = await connect(engine);
  const running = start(other, ENDLESS);
  const failed = rejection(running.done);
  await until(() => engine.queries.at(-1)?.state === 'RUNNING');
  const sessionId = engine.queries.at(-1)?.sessionId ?? '';
  await run(connection, `select system$cancel_all_queries(${sessionId})`);
  expect(await failed).toMatchObject({ code: '000604' });
  const own = start(other, ENDLESS);
  const ownFailed = rejection(own.done);
  await until(() => engine.queries.at(-1)?.state === 'RUNNING');
  await run(other, `select system$cancel_all_queries(${sessionId})`);
  expect(await ownFailed).toMatchObject({ code: '000604' });
  await destroy(other);
});

test('a statement that only waits is cancelled as fast', async () => {
  const running = start(connection, 'select system$wait(60)');
  const failed = rejection(running.done);
  await until(() => engine.queries.at(-1)?.state === 'RUNNING');
  await cancel(running);
  expect(await failed).toMatchObject({ code: '000604', sqlState: '57014' });
});

test('the session as it is after each statement is told to the driver', async () => {
  await run(connection, 'create or replace schema elsewhere');
  const { token } = await logIn(engine);
  await query(engine, token, 'use schema elsewhere');
  const { data } = await query(engine, token, "alter session set timezone = 'Europe/Rome'");
  expect(data).toMatchObject({ finalSchemaName: 'ELSEWHERE' });
  expect(data['parameters']).toEqual(expect.arrayContaining([{ name: 'TIMEZONE', value: 'Europe/Rome' }]));
});
