import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';

import { connect, destroy, rejection, run } from '../wire/driver.js';

let engine: LocalSnowflake;
let connection: Connection;

const KEY = `to_binary('000102030405060708090A0B0C0D0E0F', 'HEX')`;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  connection = await connect(engine);
});
afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

async function row(sql: string): Promise<readonly unknown[]> {
  const { rows } = await run(connection, sql);
  return rows[0] ?? [];
}

test.each(['AES', 'AES-GCM', 'aes-cbc/pad:pkcs', 'AES-ECB/pad: PKCS', 'AES-CTR', 'AES-OFB', 'AES-CFB'])(
  '%s is undone by the passphrase, and by a key',
  async (method) => {
    const sealed = `encrypt('secret', 'pass', null, '${method}')`;
    const raw = `encrypt_raw(to_binary('secret', 'UTF-8'), ${KEY}, null, null, '${method}')`;
    const parts = ['ciphertext', 'iv', 'tag'].map((name) => `as_binary(v:${name})`);
    const opened = `decrypt_raw(${parts[0]}, ${KEY}, ${parts[1]}, null, '${method}', ${parts[2]})`;
    expect(
      await row(`select to_varchar(decrypt(${sealed}, 'pass', null, '${method}'), 'utf-8'),
        ${sealed} = to_binary('secret', 'UTF-8'), to_varchar(${opened}, 'utf-8') from (select ${raw} v)`),
    ).toEqual(['secret', false, 'secret']);
  },
);

test('a passphrase encrypts in another way each time, for every row', async () => {
  const { rows } = await run(
    connection,
    `select count(distinct e), count_if(to_varchar(decrypt(e, 'p'), 'utf-8') = 'x')
     from (select encrypt('x', 'p') e from table(generator(rowcount => 20)))`,
  );
  expect(rows).toEqual([[20, 20]]);
});

test.each([
  [`decrypt(encrypt('x', 'a'), 'b')`, '100311'],
  [`decrypt(encrypt('x', 'a', 'aad'), 'a', 'other')`, '100311'],
  [`decrypt(to_binary('00', 'HEX'), 'a')`, '001015'],
  [`encrypt('x', 'a', null, 'DES')`, '001015'],
  [`encrypt('x', 'a', 'aad', 'AES-CBC')`, '001015'],
  [`encrypt('x', 'a', null, 'AES-CBC/pad:NONE')`, '001015'],
  [`encrypt_raw(to_binary('00', 'HEX'), to_binary('00', 'HEX'), null)`, '001015'],
  [`compress('x', 'LZ4')`, '001015'],
  [`decompress_string(to_binary('FFFFFFFF0F41', 'HEX'), 'SNAPPY')`, '001015'],
  [`compress('x', 'ZSTD')`, '000002'],
  [`compress('x', 'BZ2(3)')`, '000002'],
])('%s fails with %s', async (call, code) => {
  expect((await rejection(run(connection, `select ${call}`))).code).toBe(code);
  const attempted = call.replace(/^decrypt/, 'try_decrypt');
  expect(attempted === call || (await row(`select ${attempted}`))[0] === null).toBe(true);
});

test.each(['SNAPPY', 'ZLIB', 'zlib(1)', 'Zlib (9)'])(
  '%s makes text and bytes smaller and brings them back',
  async (method) => {
    const text = `repeat('snow', 500)`;
    expect(
      await row(`select decompress_string(compress(${text}, '${method}'), '${method}') = ${text},
      octet_length(compress(${text}, '${method}')) < 200,
      decompress_binary(compress(to_binary('00FF', 'HEX'), '${method}'), '${method}') = to_binary('00FF', 'HEX'),
      compress(null, '${method}')`),
    ).toEqual([true, true, true, null]);
  },
);

test('states of frequent values are combined, and keep no more than their counters', async () => {
  await run(connection, 'create table states (s object)');
  await run(
    connection,
    `insert into states select approx_top_k_accumulate(seq4() + 1, 50) from table(generator(rowcount => 8))`,
  );
  await run(
    connection,
    `insert into states select approx_top_k_accumulate(seq4() + 5, 50) from table(generator(rowcount => 8))`,
  );
  expect(await row(`select approx_top_k_estimate(approx_top_k_combine(s), 4) from states`)).toEqual([
    [
      [5, 2],
      [6, 2],
      [7, 2],
      [8, 2],
    ],
  ]);
  expect(
    await row(`select approx_top_k_estimate(approx_top_k_accumulate(column1, 1), 9) from values ('a'), ('b'), ('a')`),
  ).toEqual([[['a', 2]]]);
});

test('vectors are folded place by place', async () => {
  await run(connection, 'create table vectors (kind varchar, v vector(float, 2), n vector(int, 2))');
  await run(
    connection,
    `insert into vectors select 'a', [2, 4]::vector(float, 2), [1, 3]::vector(int, 2)
     union all select 'a', [4, 8]::vector(float, 2), [2, 4]::vector(int, 2) union all select 'b', null, null`,
  );
  const { rows } = await run(
    connection,
    `select kind, vector_avg(v), vector_sum(n), vector_min(v), vector_max(n), vector_avg(n) from vectors group by kind order by 1`,
  );
  const values = rows.map((cells) =>
    cells.map((cell) => (cell !== 'a' && cell !== 'b' ? JSON.parse(String(cell)) : cell)),
  );
  expect(values).toEqual([
    ['a', [3, 6], [3, 7], [2, 4], [2, 4], [1.5, 3.5]],
    ['b', null, null, null, null, null],
  ]);
});

test('gaps of a series are filled from either side, and along a line', async () => {
  const { rows } = await run(
    connection,
    `select n, interpolate_bfill(v) over (order by n), interpolate_ffill(v) over (order by n),
       interpolate_linear(v) over (order by n)
     from (select column1 n, column2::number(6, 2) v from values (1, null), (2, 10), (4, null), (6, 20), (7, null))
     order by 1`,
  );
  expect(rows).toEqual([
    [1, 10, null, null],
    [2, 10, 10, 10],
    [4, 20, 10, 15],
    [6, 20, 20, 20],
    [7, null, 20, null],
  ]);
  const framed = `select interpolate_ffill(column1) over (order by column1 rows 1 preceding) from values (1)`;
  expect((await rejection(run(connection, framed))).message).toContain('Sliding window frame unsupported');
});
