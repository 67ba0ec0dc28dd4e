import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, run } from './driver.js';

test('a time of UTC in Parquet is a time, and a moment of UTC is one of the session where types are logical', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parquet-test-'));
  const file = join(folder, 'utc.parquet');
  const database = await DuckDBInstance.create();
  const writer = await database.connect();
  await writer.run(`COPY (SELECT '11:11:11'::TIMETZ AS t, '2022-04-01 11:11:11+00'::TIMESTAMPTZ AS m) TO '${file}'`);
  writer.closeSync();
  const engine = await LocalSnowflake.start();
  const connection = await connect(engine);
  const rowsOf = async (sql: string): Promise<readonly (readonly unknown[])[]> => (await run(connection, sql)).rows;
  await run(connection, 'create stage utc');
  await run(connection, `put file://${file} @utc auto_compress = false`);
  for (const [logical, type] of [
    ['true', 'TIMESTAMP_LTZ'],
    ['false', 'TIMESTAMP_NTZ'],
  ]) {
    await run(connection, `create or replace file format columns type = parquet use_logical_type = ${logical}`);
    const inferred = "table(infer_schema(location => '@utc', file_format => 'columns'))";
    expect(await rowsOf(`select type from ${inferred} order by order_id`)).toEqual([['TIME'], [type]]);
  }
  expect(
    await rowsOf(
      "select $1:t::varchar, $1:m::timestamp_ltz = '2022-04-01 11:11:11 +0000' from @utc (file_format => 'columns')",
    ),
  ).toEqual([['11:11:11', true]]);
  await destroy(connection);
  await engine.close();
  await rm(folder, { recursive: true });
});
