import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';

import { connect, destroy, rejection, run } from '../wire/driver.js';

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  connection = await connect(engine);
  await run(
    connection,
    `create table departments (deptno number(2), dname varchar(14), loc varchar(13)) as
     select * from values (10, 'ACCOUNTING', 'NEW YORK'), (20, 'RESEARCH', 'DALLAS'), (30, 'SALES', 'CHICAGO')`,
  );
  await run(connection, `set table_name = 'departments'`);
  await run(connection, `set dept = '10'`);
});
afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

test.each([
  [`'select * from identifier($table_name) where deptno = 20'`, [[20, 'RESEARCH', 'DALLAS']]],
  [`sql => 'select deptno as n from departments where deptno = to_number(:dno)', dno => '10'`, [[10]]],
  [
    `'select dname from departments where deptno = to_number(:dno) or dname = :dnm', dno => $dept, dnm => 'O''Neil'`,
    [['ACCOUNTING']],
  ],
  [`'select parse_json(:doc):a:b::int', doc => '{"a":{"b":7}}'`, [[7]]],
])('TO_QUERY(%s)', async (args, expected) => {
  const { rows } = await run(connection, `select * from table(to_query(${args})) t`);
  expect(rows).toEqual(expected);
});

test('a value cannot become a part of the query', async () => {
  const sql = `select * from table(to_query('select dname from departments where dname = :a', a => ''' or 1=1 --'))`;
  expect((await run(connection, sql)).rows).toEqual([]);
});

test('a procedure builds its query from its arguments', async () => {
  await run(
    connection,
    `create procedure of_dept(query varchar, dno varchar) returns table () language sql as $$
     declare
       res resultset default (select * from table(to_query(:query, dnoval => :dno)));
     begin
       return table(res);
     end $$`,
  );
  const { rows } = await run(connection, `call of_dept('select loc from departments where deptno = :dnoval', '30')`);
  expect(rows).toEqual([['CHICAGO']]);
});

test.each([
  [`'drop table departments'`, '001003'],
  [`'select 1; select 2'`, '001003'],
  [`'select * from departments where deptno = :missing'`, '002049'],
  [`'select * from nosuch'`, '002003'],
  [`current_user() || 'x'`, '001015'],
  [`null`, '000002'],
])('TO_QUERY(%s) fails with %s', async (args, code) => {
  expect((await rejection(run(connection, `select * from table(to_query(${args}))`))).code).toBe(code);
});
