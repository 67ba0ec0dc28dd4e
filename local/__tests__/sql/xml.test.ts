import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';

import { connect, destroy, rejection, run } from '../wire/driver.js';

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  connection = await connect(engine);
  await run(connection, 'create table books (id int, src variant, held object)');
  await run(
    connection,
    `insert into books select 1, parse_xml(x), parse_xml(x) from (select '<catalog issue="spring">
       <book id="bk1"><title>One &amp; only</title><price>5.50</price></book>
       <book id="bk2"><title><![CDATA[<Two>]]></title><price>7</price></book>
     </catalog>' as x)`,
  );
});
afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

/** The only row of a query, with semi-structured cells as the text they travel in. */
async function row(sql: string): Promise<readonly unknown[]> {
  const { rows } = await run(connection, sql, { fetchAsString: ['JSON', 'Number', 'Boolean'] });
  expect(rows).toHaveLength(1);
  return rows[0] ?? [];
}

test('the driver reads what a result shows of XML', async () => {
  const { rows } = await run(connection, `select parse_xml('<a id="1"><b>X</b><b>Y</b></a>')`);
  expect(rows).toEqual([[{ a: { b: ['X', 'Y'] } }]]);
});

test('an element is compact XML as text', async () => {
  const compact = '<book id="bk2"><title>&lt;Two&gt;</title><price>7</price></book>';
  const read = `xmlget(src, 'book', 1)`;
  expect(await row(`select to_varchar(${read}), ${read}::variant::string, to_xml(${read}) from books`)).toEqual([
    compact,
    compact,
    compact,
  ]);
});

test('tag, attributes, content and the places of elements in it are keys', async () => {
  const sql = `select src:"@"::string, held:"@issue"::string, xmlget(src, 'book'):"@id"::string,
    xmlget(xmlget(held, 'book'), 'title'):"$"::string, xmlget(src, 'book'):price::string, src:book::string,
    get(xmlget(src, 'book', 0), '@'), xmlget(src, 'book', 2), xmlget(src, 'pamphlet'), typeof(src) from books`;
  expect(await row(sql)).toEqual([
    'catalog',
    'spring',
    'bk1',
    'One & only',
    '1',
    '[0,1]',
    '"book"',
    null,
    null,
    'OBJECT',
  ]);
});

test('FLATTEN walks the elements of a content, and an array is made of a single one', async () => {
  const { rows } = await run(
    connection,
    `select b.index, b.value:"@id"::string, xmlget(b.value, 'price'):"$"::number(9,2), p.value:"$"::string
     from books, lateral flatten(src:"$") b, lateral flatten(to_array(b.value:"$")) p
     where p.value:"@" = 'title' order by 1`,
  );
  expect(rows).toEqual([
    [0, 'bk1', 5.5, 'One & only'],
    [1, 'bk2', 7, '<Two>'],
  ]);
});

test('what prints back the same becomes a number or boolean, unless that is turned off', async () => {
  const texts = ['1.50', '007', '+1', 'true', 'TRUE', '1e3', '-0.5', '12345678901234567890123456789012345678', ' x '];
  const read = (text: string): string => `parse_xml('<a>${text}</a>'):"$"`;
  expect(await row(`select ${texts.map(read).join()}`)).toEqual([
    '1.5',
    '"007"',
    '"+1"',
    'true',
    '"TRUE"',
    '1.000000000000000e+03',
    '-0.5',
    '12345678901234567890123456789012345678',
    '"x"',
  ]);
  expect(
    await row(`select parse_xml('<a b="1">1.50</a>', true):"$", typeof(parse_xml('<a b="1"/>', true):"@b"),
      parse_xml(disable_auto_convert => true, str => '<a>true</a>'):"$"`),
  ).toEqual(['"1.50"', 'VARCHAR', '"true"']);
});

test('what is no XML is refused by its fault and place, and CHECK_XML tells it', async () => {
  const faults = [
    ['<a> </b>', 'no opening tag for </b>, pos 8'],
    ['<a>', 'prematurely terminated XML document, pos 3'],
    ['<a/><b/>', 'documents may contain only one root, pos 7'],
    ['<a>&unknown;</a>', 'undefined entity, pos 12'],
    ['<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', 'undefined entity, pos 60'],
  ] as const;
  for (const [text, fault] of faults) {
    expect(await row(`select check_xml('${text}')`)).toEqual([fault]);
    const error = await rejection(run(connection, `select parse_xml('${text}')`));
    expect(error).toMatchObject({ code: '100100', sqlState: '22P02', message: `Error parsing XML: ${fault}` });
  }
  expect(await row(`select check_xml('<a/>'), check_xml(null), parse_xml(null), parse_xml(' ')`)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test.each([
  [`select parse_xml(text => '<a/>')`, 'Invalid named arguments (TEXT) for function PARSE_XML'],
  [`select upper(x => 'a')`, 'Invalid named arguments (X) for function UPPER'],
  [`select xmlget('<a/>', 'b')`, "Invalid argument types for function 'XMLGET': (VARCHAR(4), VARCHAR(1))"],
])('%s is no call of the function', async (sql, message) => {
  expect((await rejection(run(connection, sql))).message).toContain(message);
});

test('an element deeper than any document is an error, and the engine goes on', async () => {
  const deep = `select parse_xml(repeat('<a>', 20000) || repeat('</a>', 20000))`;
  await rejection(run(connection, deep));
  expect(await row('select 1')).toEqual(['1']);
});
