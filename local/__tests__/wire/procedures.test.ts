import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';

import { cancel, connect, destroy, rejection, run, start, until } from './driver.js';

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  connection = await connect(engine);
  await run(connection, 'create or replace database procedures');
});
afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

test('a procedure in JavaScript runs statements, with binds of the call and its own', async () => {
  await run(connection, 'create or replace table pets (id int, name varchar)');
  await run(
    connection,
    `create or replace procedure add_pet(id float, name varchar) returns varchar language javascript as $$
       const added = snowflake.createStatement({ sqlText: 'insert into pets values (?, ?)', binds: [ID, NAME] });
       added.execute();
       const found = snowflake.execute({ sqlText: 'select count(*) as n from pets' });
       found.next();
       return NAME + ' is ' + found.getColumnValue('N') + ', ' + added.getNumRowsInserted() + ' added';
     $$`,
  );
  const { rows } = await run(connection, 'call add_pet(?, ?)', { binds: [7, 'Ann'] });
  expect(rows).toEqual([['Ann is 1, 1 added']]);
  expect((await run(connection, 'select * from pets')).rows).toEqual([[7, 'Ann']]);
});

test('an endless procedure ends when it is cancelled, and the session goes on', async () => {
  await run(connection, `create or replace procedure endless() returns varchar language javascript as 'for (;;) {}'`);
  const running = start(connection, 'call endless()');
  const failed = rejection(running.done);
  await until(() => engine.queries.some(({ sql, state }) => sql === 'call endless()' && state === 'RUNNING'));
  expect(await cancel(running)).toBeUndefined();
  expect(await failed).toMatchObject({ code: '000604' });
  expect((await run(connection, 'select 2')).rows).toEqual([[2]]);
});

test('past statements are listed with how they ended', async () => {
  await rejection(run(connection, 'select * from nosuch'));
  const { rows } = await run(
    connection,
    `select query_text, execution_status, error_code from table(information_schema.query_history_by_session())
     where query_text ilike '%from nosuch' or query_text = 'select 2' order by start_time`,
  );
  expect(rows).toEqual([
    ['select 2', 'SUCCESS', null],
    ['select * from nosuch', 'FAILED_WITH_ERROR', '002003'],
  ]);
});

test('past statements are told by the time they ended', async () => {
  await run(connection, 'select 3 as third');
  const told = async (args: string): Promise<readonly (readonly unknown[])[]> =>
    (
      await run(
        connection,
        `select query_text, is_client_generated_statement, transaction_id
         from table(information_schema.query_history_by_session(current_session(), ${args})) where query_text like '% as third'`,
      )
    ).rows;
  const found = [['select 3 as third', false, null]];
  expect(await told('dateadd(hour, -1, current_timestamp()), current_timestamp()')).toEqual(found);
  expect(await told("end_time_range_start => to_timestamp_ltz('2020-01-01')")).toEqual(found);
  expect(await told('end_time_range_start => dateadd(hour, 1, current_timestamp())')).toEqual([]);
  expect(await told("end_time_range_end => '2020-01-01'")).toEqual([]);
});

test('a chain of statements answers with its last one', async () => {
  const { rows } = await run(connection, `show tables ->> select "name" from $1 ->> select $1 || '!' from $1`);
  expect(rows).toEqual([['PETS!']]);
});
