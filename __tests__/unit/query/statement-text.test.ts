import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { SqlError } from '../../../src/errors.js';
import { bindRows } from '../../../src/query/binds.js';
import { loadExactJson } from '../../../src/query/exact-json.js';
import { prepareStatement, type StatementBinds } from '../../../src/query/statement-text.js';

beforeAll(loadExactJson);

test.each<[string, StatementBinds, string, unknown[]]>([
  ['select :a, :b, :a', { a: 1, b: 'x' }, 'select ?, ?, ?', [1, 'x', 1]],
  ['select \':a\', ":a", $$:a$$ -- :a\n, :a', { a: 1 }, 'select \':a\', ":a", $$:a$$ -- :a\n, ?', [1]],
  [
    'select v:a.b::int, t.v:x, v[0]:y, (f()):z from t where k=:k',
    { k: 2 },
    'select v:a.b::int, t.v:x, v[0]:y, (f()):z from t where k=?',
    [2],
  ],
  [
    'select case when:a then:b end limit :n offset /* x */ :n',
    { a: 1, b: 2, n: 3 },
    'select case when? then? end limit ? offset /* x */ ?',
    [1, 2, 3, 3],
  ],
  [':a', { a: 1 }, '?', [1]],
  ['select (:a):b', { a: 1 }, 'select (?):b', [1]],
  ['select :a', Object.assign(Object.create(null), { a: 1 }), 'select ?', [1]],
  ['select ?::int, ?', [{ type: 'NUMBER', value: '1.50' }, 7], 'select cast(? as NUMBER(38, 2))::int, ?', ['1.50', 7]],
  ['select :2, :1', [1, { type: 'varchar(5)', value: 2 }], 'select cast(:2 as VARCHAR(5)), :1', [1, 2]],
  ["select '?', ?", [{ type: 'FLOAT', value: -Infinity }], "select '?', cast(? as FLOAT)", ['-inf']],
  ['select ?', [{ type: 'double precision', value: Number.NaN }], 'select cast(? as DOUBLE PRECISION)', ['NaN']],
  ['select ?', [{ type: 'BINARY', value: Buffer.from([255]) }], "select to_binary(?, 'HEX')", ['FF']],
  ['select ?', [{ type: 'DATE', value: new Date(0) }], 'select cast(? as DATE)', ['1970-01-01']],
  ['select ?', [{ type: 'TIME', value: new Date(1) }], 'select cast(? as TIME)', ['00:00:00.001']],
  [
    'select ?',
    [{ type: 'TIMESTAMP_TZ(3)', value: new Date(0) }],
    'select cast(? as TIMESTAMP_TZ(3))',
    ['1970-01-01T00:00:00.000Z'],
  ],
  [
    'select ?',
    [{ type: 'VARIANT', value: { n: 12345678901234567890n } }],
    'select parse_json(?)',
    ['{"n":12345678901234567890}'],
  ],
  ['select ?', [{ type: 'ARRAY', value: [1] }], 'select cast(parse_json(?) as ARRAY)', ['[1]']],
  ['select ?', [{ type: 'VARIANT', value: 'text' }], 'select cast(? as VARIANT)', ['text']],
  ['select ?', [{ type: 'OBJECT', value: null }], 'select cast(? as OBJECT)', [null]],
  [
    'select :a',
    { a: { type: 'NUMBER(38,0)', value: 12345678901234567890n } },
    'select cast(? as NUMBER(38,0))',
    ['12345678901234567890'],
  ],
])('%p with %p', (text, binds, sqlText, expected) => {
  expect(prepareStatement(text, binds)).toEqual({ sqlText, binds: expected });
});

test('comments before a file transfer are left out, because the driver would not know it for one', () => {
  const put = "put 'file:///a' @s -- end";
  expect(prepareStatement(`/* why */\n-- and\n ${put}`, []).sqlText).toBe(put);
});

test('without names and types a statement goes letter by letter', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(fc.property(text, (sql) => expect(prepareStatement(sql, [1, 'x']).sqlText).toBe(sql)));
});

test.each<[string, unknown, RegExp]>([
  ['select :a', { b: 1 }, /placeholder :a, but there is no bind/],
  ['select :a', { a: 1, b: 1, c: 2 }, /no placeholder for :b, :c/],
  ['select :a, ?', { a: 1 }, /has \? beside placeholders with names/],
  ['select :a, :1', { a: 1 }, /has :1 beside placeholders with names/],
  ['select v :a from t', { a: 1 }, /:a after v may be a placeholder or a path.*Write v:a for the path, or \(:a\)/],
  ['select :a', { a: undefined }, /bind :a is undefined/],
  ['select ?, :1', [{ type: 'INT', value: 1 }], /both \? and :1/],
  ['select ?', [{ type: 'cat', value: 1 }], /bind 1 has a type that is no SQL type: "cat"/],
  ['select ?', [{ type: 'INT; drop', value: 1 }], /that is no SQL type/],
  ['select ?', [{ type: 7, value: 1 }], /that is no SQL type/],
  ['select ?', [{ type: 'INT', value: Number.NaN }], /bind 1 is NaN/],
  ['select ?', [{ type: 'VARIANT', value: { a: Number.NaN } }], /bind 1 has a field "a" that cannot .* NaN/],
  ['select ?', [{ a: [{ b: Infinity }] }], /bind 1 has a field "b" that cannot .* Infinity/],
  ['select ?', [{ a: new Map() }], /field "a" .* a Map/],
  ['select ?', [[Buffer.from('a')]], /field "0" .* a Buffer/],
  ['select ?', [{ a: 1n }], /field "a" .* a bigint.*type: 'VARIANT'/],
  ['select ?', 'x', /binds must be an array/],
  ['select ?', new Date(0), /binds must be an array/],
  ['select ?', new Map(), /binds must be an array/],
])('%p with %p is refused', (text, binds, message) => {
  expect(() => prepareStatement(text, binds as StatementBinds)).toThrow(message);
  expect(() => prepareStatement(text, binds as StatementBinds)).toThrow(SqlError);
});

test('a bulk column whose values are of several types goes as text, and the rows of the caller stay', () => {
  const rows = [
    [1, null, true],
    [1.5, 2, 'x'],
    [null, 3, false],
  ];
  const copy = structuredClone(rows);
  expect(prepareStatement('insert', bindRows(rows)).binds).toEqual([
    ['1', null, 'true'],
    ['1.5', '2', 'x'],
    [null, '3', 'false'],
  ]);
  expect(rows).toEqual(copy);
});

test('an object in a bulk column that the driver would send as text is refused', () => {
  expect(() => prepareStatement('insert', bindRows([[null], [{ a: 1 }]]))).toThrow(
    'bind 1 of row 2 is an object or array, but others in its column are not',
  );
});
