import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, rejection, run } from './driver.js';

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  connection = await connect(engine);
});

afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

test('what a set-up script makes is listed, and gone after a reset', async () => {
  await run(connection, "create or replace warehouse etl warehouse_size = 'MEDIUM' auto_suspend = 60");
  await run(connection, 'create or replace role loader');
  await run(connection, "create or replace user svc password = 'pass-word' default_role = loader");
  const listed = await run(connection, "show warehouses like 'etl'");
  const columns = (listed.statement.getColumns() ?? []).map((column) => column.getName());
  const row = new Map(columns.map((name, at) => [name, listed.rows[0]?.[at]]));
  expect(row.get('size')).toBe('Medium');
  expect(row.get('auto_suspend')).toBe(60);
  expect(row.get('created_on')).toBeInstanceOf(Date);
  const { rows } = await run(connection, "show users like 'svc'");
  expect(JSON.stringify(rows)).not.toContain('pass-word');
  expect(rows).toHaveLength(1);
  await engine.reset();
  expect((await run(connection, "show warehouses like 'etl'")).rows).toEqual([]);
  expect(await rejection(run(connection, 'drop role loader'))).toMatchObject({ code: '002003' });
});

test('the transactions and locks of other sessions are listed too', async () => {
  const other = await connect(engine);
  await run(other, 'create or replace table counted (n int)');
  await run(other, 'insert into counted values (1)');
  await run(other, 'begin');
  await run(other, 'update counted set n = 2');
  const { rows } = await run(connection, 'show transactions ->> select "id"::varchar, "session"::varchar from $1');
  expect(rows).toHaveLength(1);
  expect((await run(other, 'select current_transaction(), current_session()')).rows).toEqual(rows);
  const locks = await run(connection, 'show locks in account ->> select "transaction"::varchar from $1');
  expect(locks.rows).toEqual([[rows[0]?.[0]]]);
  await run(other, 'commit');
  expect((await run(connection, 'show locks in account')).rows).toEqual([]);
  await destroy(other);
});

test('a stage keeps its files, and finds its format, under another name', async () => {
  await run(connection, 'create or replace file format semi type = csv field_delimiter = ";"'.replaceAll('"', "'"));
  await run(connection, 'create or replace stage inbox file_format = semi');
  await run(connection, 'copy into @inbox/rows from (select 1, 2) single = true');
  await run(connection, 'alter stage inbox rename to archive');
  expect((await run(connection, 'select $1, $2 from @archive')).rows).toEqual([['1', '2']]);
  await run(connection, "alter file format semi set field_delimiter = ','");
  expect((await run(connection, 'select $1 from @archive')).rows).toEqual([['1;2']]);
  await run(connection, 'drop file format semi');
  expect(await rejection(run(connection, 'select $1 from @archive'))).toMatchObject({ code: '002003' });
});

test('a graph of tasks runs when it is asked for, and tells what became of it', async () => {
  await run(connection, 'create or replace table orders (id int, total number(10,2))');
  await run(connection, 'create or replace table report (day date, total number(10,2))');
  await run(
    connection,
    "create or replace task load_orders schedule = '60 minutes' as insert into orders values (1, 10.50), (2, 4.50)",
  );
  await run(
    connection,
    `create or replace task sum_up after load_orders as
      begin
        let total number(10,2) := (select sum(total) from orders);
        insert into report select current_date(), :total;
      end`,
  );
  await run(
    connection,
    'alter task sum_up modify as begin insert into report select current_date(), sum(total) from orders; end;',
  );
  await run(connection, 'alter task sum_up resume');
  await run(connection, 'alter task load_orders resume');
  expect((await run(connection, 'select count(*) from orders')).rows).toEqual([[0]]);
  await run(connection, 'execute task load_orders');
  expect((await run(connection, 'select total from report')).rows).toEqual([[15]]);
  const history = 'select name, state, completed_time from table(information_schema.task_history()) order by name';
  const { rows } = await run(connection, history);
  expect(rows.map((row) => row.slice(0, 2))).toEqual([
    ['LOAD_ORDERS', 'SUCCEEDED'],
    ['SUM_UP', 'SUCCEEDED'],
  ]);
  expect(rows[0]?.[2]).toBeInstanceOf(Date);
});
