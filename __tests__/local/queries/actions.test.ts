import { expect, test } from '@jest/globals';

import { rejection, testEngine } from '../../helpers/engine.js';

const local = testEngine({ longPollMs: 200, chunkRows: 100 });
const MANY = 'select seq4() as n from table(generator(rowcount => 250))';

/** The texts of the statements the engine was sent while something was done. */
async function sentBy(work: () => Promise<unknown>): Promise<string[]> {
  const start = local.engine.queries.length;
  await work();
  return local.engine.queries.slice(start).map(({ sql }) => sql.replaceAll('\n', ' '));
}

test('first() gives a row or undefined, first(n) rows, and the server computes no more', async () => {
  const session = await local.open();
  const frame = session.sql<{ readonly N: number }>(`-- why\n${MANY} order by n; -- bye`);
  expect(await frame.first()).toEqual({ N: 0 });
  expect(await frame.first(2)).toEqual([{ N: 0 }, { N: 1 }]);
  expect(await frame.take(1)).toEqual([{ N: 0 }]);
  expect(await frame.first(0)).toEqual([]);
  expect(await session.sql('select 1 as a where 1 = 0').first()).toBeUndefined();
  expect(await sentBy(async () => frame.first(3))).toEqual([`select * from ( -- why ${MANY} order by n ) limit 3`]);
});

test('first(n) below zero gives all rows, as in Snowpark', async () => {
  const session = await local.open();
  expect(await session.sql(MANY).first(-1)).toHaveLength(250);
});

test.each([1.5, Number.NaN, '1'])('first(%p) is refused, and nothing is sent', async (n) => {
  const session = await local.open();
  const start = local.engine.queries.length;
  const frame = session.sql(MANY);
  expect(await rejection(frame.first(n as number))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect(await rejection(frame.take(n as number))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect(await rejection(frame.show(n as number))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect(local.engine.queries).toHaveLength(start);
});

test('count lets the server count, with the binds', async () => {
  const session = await local.open();
  expect(await session.sql(`select * from (${MANY}) where n < ?`, [100]).count()).toBe(100);
});

test('a statement that is no query is run once, and its kept result is the source', async () => {
  const session = await local.open();
  await session.sql('create or replace table listed (a int)').collect();
  const tables = session.sql("show tables like 'LISTED'");
  const sent = await sentBy(async () => expect(await tables.count()).toBe(1));
  expect(sent[0]).toBe("show tables like 'LISTED'");
  expect(sent[1]).toMatch(/^select count\(\*\) from \( select \* from table\(result_scan\('[-\da-f]{36}'\)\) \)$/);
  expect(await tables.first()).toMatchObject({ name: 'LISTED' });
});

test('show prints the table of Snowpark', async () => {
  const session = await local.open();
  let printed = '';
  const write = (text: string): void => {
    printed += text;
  };
  await session
    .sql("select 1 as a, 1.50::number(10,2) as d, null as n, true as b, '2020-01-02 03:04:05.6'::timestamp_ntz(3) as t")
    .show(5, { write });
  expect(printed).toBe(
    [
      '------------------------------------------------------',
      '|"A"  |"D"   |"N"   |"B"   |"T"                      |',
      '------------------------------------------------------',
      '|1    |1.50  |NULL  |true  |2020-01-02 03:04:05.600  |',
      '------------------------------------------------------',
      '',
    ].join('\n'),
  );
});

test('show of what is no query runs it once and cuts here; of a query the server cuts', async () => {
  const session = await local.open();
  const write = (): void => undefined;
  expect(await sentBy(async () => session.sql('show tables').show(1, { write }))).toEqual(['show tables']);
  expect(await sentBy(async () => session.sql('select 1 as a').show(1, { write }))).toEqual([
    'select * from ( select 1 as a ) limit 1',
  ]);
});

test('show refuses a width it cannot keep', async () => {
  const session = await local.open();
  expect(await rejection(session.sql('select 1').show(1, { maxWidth: 3 }))).toMatchObject({ code: 'ARGUMENT_INVALID' });
});

test('explain prints the plan, and the binds count', async () => {
  const session = await local.open();
  let printed = '';
  await session.sql('select ?::int as a', [1]).explain({
    write: (text) => {
      printed += text;
    },
  });
  expect(printed).toMatch(
    /^-+DATAFRAME EXECUTION PLAN-+\nQuery List:\n0\.\nselect \?::int as a\nLogical Execution Plan:\n/,
  );
  expect(printed.split('\n').length).toBeGreaterThan(7);
});

test('schema and columns ask without running, and remember until something changes', async () => {
  const session = await local.open();
  await session.sql('create or replace table shaped (id number(10,2), "My name" varchar, at timestamp_ntz)').collect();
  const frame = session.sql('select * from shaped');
  const sent = await sentBy(async () => {
    expect(await frame.columns()).toEqual(['ID', '"My name"', 'AT']);
    expect((await frame.schema()).map(({ type }) => type)).toEqual(['NUMBER(10,2)', 'VARCHAR', 'TIMESTAMP_NTZ(9)']);
  });
  expect(sent).toEqual(['select * from shaped']);
  await session.sql('create or replace table shaped (other int)').collect();
  expect(await frame.columns()).toEqual(['OTHER']);
});

test('a statement that cannot be described is not sent for its schema', async () => {
  const session = await local.open();
  const sent = await sentBy(async () => {
    expect(await session.sql('drop table if exists nothing').columns()).toEqual(['"status"']);
    expect(await session.sql('/* x */ list @stage').columns()).toEqual([
      '"name"',
      '"size"',
      '"md5"',
      '"last_modified"',
    ]);
  });
  expect(sent).toEqual([]);
});

test('queries tells what would be sent', async () => {
  const session = await local.open();
  expect(session.sql('select 1').queries).toEqual({ queries: ['select 1'], postActions: [] });
});

test('toReadable is a stream of rows that ends, fails and stops as one should', async () => {
  const session = await local.open();
  const rows: unknown[] = [];
  for await (const row of session.sql(MANY).toReadable({ highWaterMark: 5 })) {
    rows.push(row);
  }
  expect(rows).toHaveLength(250);
  const failing = session.sql('select nope').toReadable();
  expect(await rejection(failing.toArray())).toMatchObject({ code: 'SQL_FAILED' });
  const left = session.sql(MANY).toReadable();
  await new Promise((resolve) => left.once('data', resolve));
  left.destroy();
  await new Promise((resolve) => left.once('close', resolve));
  expect(await session.sql('select 1 as a').collect()).toEqual([{ A: 1 }]);
});

test('views are made of queries, and of nothing else', async () => {
  const session = await local.open();
  await session.sql('select 1 as a; -- end').createOrReplaceView('one', { comment: "it's one" });
  expect(await session.table('one').collect()).toEqual([{ A: 1 }]);
  await session.sql('select 2 as a').createOrReplaceTempView('"Two"');
  expect(await session.table('"Two"').collect()).toEqual([{ A: 2 }]);
  for (const bad of [session.sql('show tables'), session.sql('select ?', [1])]) {
    expect(await rejection(bad.createOrReplaceView('three'))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  }
  expect(await rejection(session.sql('select 1').createOrReplaceView('a; drop'))).toMatchObject({
    code: 'ARGUMENT_INVALID',
  });
});

test('cacheResult keeps the rows, however the source changes, until the table is dropped', async () => {
  const session = await local.open();
  await session.sql('create or replace table source as select 1 as a').collect();
  const cached = await session.sql<{ readonly A: number }>('select * from source where a = ?', [1]).cacheResult();
  await session.sql('drop table source').collect();
  expect(await cached.collect()).toEqual([{ A: 1 }]);
  expect(cached.tableName).toMatch(/^"LOCAL"\."PUBLIC"\."SNOWPARK_TEMP_TABLE_[\dA-F]{32}"$/);
  await cached.dropTable();
  expect(await rejection(cached.collect())).toMatchObject({ code: 'SQL_FAILED' });
});

test('maxRows refuses before rows are fetched', async () => {
  const session = await local.open();
  expect(await session.sql(MANY).collect({ maxRows: 250 })).toHaveLength(250);
  expect(await rejection(session.sql(MANY).collect({ maxRows: 249 }))).toMatchObject({
    code: 'RESULT_INVALID',
    queryId: expect.any(String),
    message: expect.stringContaining('250 rows, more than maxRows of 249'),
  });
  expect(await rejection(session.sql(MANY).collect({ maxRows: -1 }))).toMatchObject({ code: 'ARGUMENT_INVALID' });
});
