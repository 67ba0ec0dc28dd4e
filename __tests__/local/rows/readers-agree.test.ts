import { expect, test } from '@jest/globals';

import { bindRows } from '../../../src/index.js';
import { testEngine } from '../../helpers/engine.js';

const local = testEngine({ chunkRows: 500 });

/** Each type with a literal, its corners and NULL. */
const ladder: Readonly<Record<string, readonly string[]>> = {
  integer: ['0', '-1', '9007199254740993', '99999999999999999999999999999999999999::number(38, 0)'],
  decimal: ['1.50::number(10, 2)', '-0.01::number(10, 2)', '12345678901234567890.123456789::number(38, 9)'],
  float: ['1.5::float', "'inf'::float", "'-inf'::float", "'NaN'::float", '1e-300::float'],
  text: ["''", "'],['", '\'"quoted"\'', "'日本語 🙂'", "'null'"],
  boolean: ['true', 'false'],
  date: ["'1970-01-01'::date", "'1582-10-15'::date", "'9999-12-31'::date", "'0001-01-01'::date"],
  time: ["'00:00:00'::time(9)", "'23:59:59.999999999'::time(9)"],
  ntz: ["'1969-12-31 23:59:59.999999999'::timestamp_ntz(9)", "'2023-11-14 22:13:20.123456789'::timestamp_ntz(9)"],
  ltz: ["'2023-11-14 22:13:20.000000001'::timestamp_ltz(9)"],
  tz: ["'2023-11-14 22:13:20.123 +05:30'::timestamp_tz(9)", "'1950-01-01 00:00:00 -08:00'::timestamp_tz(9)"],
  binary: ["to_binary('00FF', 'HEX')", "to_binary('', 'HEX')"],
  variant: ['parse_json(\'{"n": 9007199254740993, "a": [1, null, "x"]}\')', "parse_json('null')", "to_variant('x')"],
};

const cases = Object.entries(ladder).flatMap(([type, literals]) =>
  [...literals, `nullif(${literals[0]}, ${literals[0]})`].map((literal) => [type, literal] as const),
);

test.each(cases)('%s: both readers give the same value for %s, inline and in chunks', async (_type, literal) => {
  const [direct, driver] = await Promise.all(
    (['direct', 'driver'] as const).map(async (result_reader) => {
      const session = await local.open({ result_reader });
      const one = await session.sql(`select ${literal} as v`).collect();
      const many = await session.sql(`select ${literal} as v from table(generator(rowcount => 1200))`).collect();
      return { one, many };
    }),
  );
  expect(direct).toEqual(driver);
  expect(direct?.many).toEqual(Array.from({ length: 1_200 }, () => direct?.one[0]));
});

test.each(['direct', 'driver'])('%s reader: what was bound comes back', async (result_reader) => {
  const session = await local.open({ result_reader });
  await session
    .sql('create or replace temporary table bound (id number(38, 0), name text, at timestamp_ntz(3))')
    .collect();
  const rows = Array.from({ length: 1_100 }, (_, index) => [
    BigInt(index) * 10n ** 20n,
    index % 3 === 0 ? null : `n${index}`,
    new Date(index),
  ]);
  await session.sql('insert into bound values (?, ?, ?)', bindRows(rows)).collect();
  const read = await session.sql('select * from bound order by id').collect({ rowMode: 'array' });
  expect(read.map(([id, name, at]) => [BigInt(String(id)), name, at])).toEqual(rows);
});
