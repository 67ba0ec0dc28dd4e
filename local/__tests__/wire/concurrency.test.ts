import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';
import { cancel, connect, destroy, ENDLESS, rejection, run, start, until } from './driver.js';

const WAIT = 'select system$wait(60)';

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start({ longPollMs: 500 });
  connection = await connect(engine);
});

afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

function count(state: string): number {
  return engine.queries.filter((query) => query.state === state).length;
}

test('four long queries run or wait, and a fifth statement is answered: in a session of its own, and in theirs', async () => {
  const others = await Promise.all([1, 2, 3].map(() => connect(engine)));
  const all = [connection, ...others];
  const long = all.map((one) => start(one, ENDLESS));
  const failures = long.map(({ done }) => rejection(done));
  await until(() => count('RUNNING') === 2 && count('QUEUED') === 2);
  const fifth = await connect(engine);
  for (const one of [fifth, connection]) {
    expect(await run(one, 'select 5')).toMatchObject({ rows: [[5]] });
    await run(one, 'create or replace table kept (a int)');
    await run(one, 'insert into kept values (1), (2)');
    expect(await run(one, 'select sum(a) from kept')).toMatchObject({ rows: [[3]] });
  }
  await until(() => count('RUNNING') === 2 && count('QUEUED') === 2);
  await Promise.all(long.map(cancel));
  for (const failure of failures) {
    expect(await failure).toMatchObject({ code: '000604' });
  }
  await Promise.all([fifth, ...others].map(destroy));
});

test('a long query that was stopped for others to pass is answered in the end', async () => {
  const others = await Promise.all([connect(engine), connect(engine)]);
  const endless = others.map((one) => start(one, ENDLESS));
  const failures = endless.map(({ done }) => rejection(done));
  await until(() => count('RUNNING') === 2);
  const slow = 'select count(*) from table(generator(rowcount => 3000)) a, table(generator(rowcount => 200000)) b';
  const third = run(connection, slow);
  await until(() => engine.queries.at(-1)?.sql === slow && engine.queries.at(-1)?.state === 'QUEUED');
  await until(() => engine.queries.at(-1)?.state === 'RUNNING' || count('RUNNING') === 2);
  await Promise.all(endless.map(cancel));
  expect(await third).toMatchObject({ rows: [[600_000_000]] });
  await Promise.all(failures);
  await Promise.all(others.map(destroy));
});

test('SYSTEM$WAIT holds back nobody, in its own session or another', async () => {
  const waits = Array.from({ length: 10 }, () => start(connection, WAIT));
  const failures = waits.map(({ done }) => rejection(done));
  await until(() => count('RUNNING') === 10);
  expect(await run(connection, 'select 1')).toMatchObject({ rows: [[1]] });
  await run(connection, 'create or replace table waited (a int)');
  await Promise.all(waits.map(cancel));
  await Promise.all(failures);
});

test('a read goes on in the schema it was sent in', async () => {
  await run(connection, 'create or replace schema first_one');
  await run(connection, 'create or replace schema second_one');
  await run(connection, 'use schema first_one');
  const waited = run(connection, 'select system$wait(0.3), current_schema()');
  await until(() => engine.queries.some(({ sql, state }) => sql.includes('system$wait(0.3)') && state !== 'QUEUED'));
  await run(connection, 'use schema second_one');
  expect((await waited).rows[0]?.[1]).toBe('FIRST_ONE');
  expect(await run(connection, 'select current_schema()')).toMatchObject({ rows: [['SECOND_ONE']] });
});

test('statements sent without waiting see each other in the order they were sent', async () => {
  // With room for all: a read that has to give way to a long one begins again, and sees what has been done since as well.
  const roomy = await LocalSnowflake.start({ maxRunningStatements: 40 });
  const own = await connect(roomy);
  await run(own, 'create or replace table counted (a int)');
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      run(own, at % 2 === 0 ? `insert into counted values (${at})` : 'select count(*) from counted'),
    ),
  );
  expect(answers.filter((_, at) => at % 2 === 1).map(({ rows }) => rows[0]?.[0])).toEqual(
    Array.from({ length: 20 }, (_, at) => at + 1),
  );
  await destroy(own);
  await roomy.close();
});

test('reads in a transaction see what it has done', async () => {
  await run(connection, 'create or replace table seen (a int)');
  const answers = await Promise.all(
    ['begin', 'insert into seen values (1)', 'select count(*) from seen', 'rollback', 'select count(*) from seen'].map(
      (sql) => run(connection, sql),
    ),
  );
  expect([answers[2]?.rows[0]?.[0], answers[4]?.rows[0]?.[0]]).toEqual([1, 0]);
});

test('a session is closed while fifty of its statements run', async () => {
  const own = await connect(engine);
  const before = engine.queries.length;
  const running = Array.from({ length: 50 }, (_, at) => rejection(run(own, at % 2 === 0 ? ENDLESS : WAIT)));
  await until(() => engine.queries.length === before + 50);
  expect(await destroy(own)).toBeUndefined();
  expect(engine.queries.filter(({ endedAt }) => endedAt === undefined)).toEqual([]);
  const failures = await Promise.all(running);
  expect(failures.every(({ code }) => ['000604', '000612', 405501, 407002].includes(code ?? ''))).toBe(true);
});
