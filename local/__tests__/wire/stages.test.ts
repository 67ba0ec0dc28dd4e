import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, rejection, run } from './driver.js';
import { logIn, query } from './raw.js';

let engine: LocalSnowflake;
let connection: Connection;
let folder: string;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  connection = await connect(engine);
  folder = await mkdtemp(join(tmpdir(), 'stage-test-'));
});
afterAll(async () => {
  await destroy(connection);
  await engine.close();
  await rm(folder, { recursive: true });
});

const rowsOf = async (sql: string): Promise<readonly (readonly unknown[])[]> => (await run(connection, sql)).rows;

/** Puts a file of that content into a stage. */
async function stage(name: string, content: string, target: string): Promise<void> {
  await writeFile(join(folder, name), content);
  await run(connection, `put file://${join(folder, name)} ${target} auto_compress=false`);
}

test('files go up, are listed, come down and are removed', async () => {
  await run(connection, 'create or replace stage trip');
  await writeFile(join(folder, 'a.txt'), 'one\n');
  const put = await run(connection, `put file://${join(folder, 'a.txt')} @trip/sub`);
  expect(put.rows[0]).toEqual(expect.arrayContaining(['a.txt', 'a.txt.gz', 'UPLOADED']));
  const [listed] = await rowsOf('list @trip');
  expect(listed?.[0]).toBe('trip/sub/a.txt.gz');
  const down = join(folder, 'down');
  await mkdir(down);
  await run(connection, `get @trip file://${down}`);
  expect(gunzipSync(await readFile(join(down, 'a.txt.gz'))).toString()).toBe('one\n');
  expect(await rowsOf("remove @trip pattern = '.*txt.gz'")).toEqual([['trip/sub/a.txt.gz', 'removed']]);
  expect(await rowsOf('list @trip')).toEqual([]);
  expect((await rejection(run(connection, `get @trip file://${down}`))).message).toContain('File does not exist');
});

test('PUT takes its stage from a bind, as Python sends it', async () => {
  await run(connection, 'create or replace stage "Bound one"');
  const { token } = await logIn(engine);
  const bindings = { 1: { type: 'TEXT', value: '@"Bound one"/deep' } };
  const answer = await query(engine, token, 'PUT file:///x/a.parquet ? PARALLEL=8', { bindings });
  expect(answer.data).toMatchObject({ command: 'UPLOAD', src_locations: ['/x/a.parquet'], parallel: 8 });
  expect(await query(engine, token, 'PUT file:///x/a.parquet ?')).toMatchObject({ code: '002049' });
});

test('array binds may stand in a stage, where a driver puts those that are many', async () => {
  await run(connection, `create stage binds file_format = (type = csv field_optionally_enclosed_by = '"')`);
  await run(connection, 'create table staged_binds (id int, note varchar, ok boolean, at date)');
  await stage('2', ',,,2020-01-01\n', '@binds/one');
  await stage('1', '1,"a,""b""\n\\",true,2020-02-29\n2,"",false,\n', '@binds/one');
  const { token } = await logIn(engine);
  const insert = 'insert into staged_binds values (?, ?, ?, ?)';
  expect((await query(engine, token, insert, { bindStage: '@binds/one' })).data).toMatchObject({ rowset: [['3']] });
  expect(await rowsOf('select id, note, ok, at::varchar from staged_binds order by id')).toEqual([
    [1, 'a,"b"\n\\', true, '2020-02-29'],
    [2, '', false, null],
    [null, null, null, '2020-01-01'],
  ]);
  expect(await query(engine, token, insert, { bindStage: '@binds/none' })).toMatchObject({ code: '000002' });
});

test('the history of a session tells the tag of each statement', async () => {
  const tagged = await connect(engine, { queryTag: 'nightly' });
  await run(tagged, 'select 1');
  const history = 'select query_text, query_tag from table(information_schema.query_history_by_session())';
  expect((await run(tagged, history)).rows).toEqual([
    [history, 'nightly'],
    ['select 1', 'nightly'],
  ]);
  await destroy(tagged);
});

test('CSV is loaded as its format says, once', async () => {
  await run(connection, 'create or replace table people (id int, name varchar, born date, note varchar)');
  await run(connection, 'create or replace stage csvs');
  await run(
    connection,
    `create or replace file format semi type = csv field_delimiter = ';' skip_header = 1
     field_optionally_enclosed_by = '"' null_if = ('-') date_format = 'DD.MM.YYYY'`,
  );
  await stage('p.csv', 'id;name;born;note\n1;"Ann; ""A""";29.02.2020;-\n2;Bob;;"two\nlines"\n', '@csvs');
  const copied = await rowsOf("copy into people from @csvs file_format = (format_name = 'semi')");
  expect(copied).toEqual([['csvs/p.csv', 'LOADED', 2, 2, 1, 0, null, null, null, null]]);
  expect(await rowsOf('select id, name, to_varchar(born), note from people order by id')).toEqual([
    [1, 'Ann; "A"', '2020-02-29', null],
    [2, 'Bob', null, 'two\nlines'],
  ]);
  expect(await rowsOf('copy into people from @csvs file_format = (format_name = semi)')).toEqual([
    ['Copy executed with 0 files processed.'],
  ]);
  await run(connection, 'copy into people from @csvs file_format = (format_name = semi) force = true');
  expect(await rowsOf('select count(*) from people')).toEqual([[4]]);
});

test('a faulty row stops the load, or is left out, or its file is', async () => {
  await run(connection, 'create or replace table strict (id int not null, name varchar(3))');
  await run(connection, 'create or replace stage faulty');
  await stage('f.csv', '1,abc\nx,abc\n3,abcd\n4,ok\n', '@faulty');
  const error = await rejection(run(connection, 'copy into strict from @faulty'));
  expect(error).toMatchObject({ code: '100038' });
  expect(error.message).toContain("Numeric value 'x' is not recognized\n  File 'faulty/f.csv', line 2");
  expect(await rowsOf('select count(*) from strict')).toEqual([[0]]);
  expect((await rowsOf("copy into strict from @faulty on_error = 'skip_file'"))[0]?.slice(1, 6)).toEqual([
    'LOAD_FAILED',
    4,
    0,
    1,
    2,
  ]);
  expect((await rowsOf('copy into strict from @faulty on_error = continue'))[0]?.slice(1, 4)).toEqual([
    'PARTIALLY_LOADED',
    4,
    2,
  ]);
  expect(await rowsOf('select * from strict order by 1')).toEqual([
    [1, 'abc'],
    [4, 'ok'],
  ]);
});

test('a failed load leaves the transaction as it was', async () => {
  await run(connection, 'create or replace table held (id int)');
  await stage('h.csv', '1\nx\n', '@~/held');
  await run(connection, 'begin');
  await run(connection, 'insert into held values (7)');
  await rejection(run(connection, 'copy into held from @~/held'));
  await run(connection, 'commit');
  expect(await rowsOf('select * from held')).toEqual([[7]]);
});

test.each(['load_mode = add_files_copy', 'detailed_output = false', 'include_query_id = true'])(
  'what would change the answer and is not built is refused: %s',
  async (option) => {
    await run(connection, 'create or replace stage options_stage');
    await run(connection, 'create or replace table options_table (id int)');
    const error = await rejection(run(connection, `copy into options_table from @options_stage ${option}`));
    expect(error.code).toBe('000002');
    expect(error.message).toContain(option.split(' ')[0]?.toUpperCase());
  },
);

test('JSON is loaded whole, by names of columns, and through a query', async () => {
  await run(connection, 'create or replace table docs (v variant)');
  await stage('d.json', '[{"id":1,"Name":"a"},{"id":12345678901234567890,"Name":null}]', '@%docs');
  await run(connection, 'copy into docs from @%docs file_format = (type = json strip_outer_array = true)');
  expect(await rowsOf('select v:id::varchar, v:Name::varchar from docs order by 1')).toEqual([
    ['1', 'a'],
    ['12345678901234567890', null],
  ]);
  await run(connection, 'create or replace table named (name varchar, id number(20,0))');
  await run(
    connection,
    `copy into named from @%docs file_format = (type = json strip_outer_array = true)
     match_by_column_name = case_insensitive`,
  );
  expect(await rowsOf('select id::varchar, name from named order by 1')).toEqual([
    ['1', 'a'],
    ['12345678901234567890', null],
  ]);
  await run(connection, 'create or replace file format whole type = json strip_outer_array = true');
  await run(
    connection,
    'copy into named (id, name) from (select $1:id, upper($1:Name) from @%docs) file_format = (format_name = whole) force = true',
  );
  expect(await rowsOf("select count(*) from named where name = 'A'")).toEqual([[1]]);
  expect(
    await rowsOf(
      "select t.$1:id::varchar, metadata$filename, metadata$file_row_number from @%docs (file_format => 'whole') t order by 3",
    ),
  ).toEqual([
    ['1', 'd.json', 1],
    ['12345678901234567890', 'd.json', 2],
  ]);
});

test.each(['csv', 'parquet'])('a table comes back as it was through %s', async (type) => {
  await run(
    connection,
    `create or replace table original as select 1 as id, 12345678901234567.25::number(20,2) as amount, 'a,"b' as text,
     '2024-02-29'::date as day, '2024-01-02 03:04:05.123456'::timestamp_ntz as at, true as flag union all
     select 2, null, null, null, null, null`,
  );
  await run(connection, 'create or replace stage exports');
  const quote =
    type === 'csv' ? `field_optionally_enclosed_by = '"' timestamp_format = 'YYYY-MM-DD HH24:MI:SS.FF6'` : '';
  await run(connection, "alter session set timestamp_ntz_output_format = 'YYYY-MM-DD HH24:MI:SS.FF6'");
  const [[unloaded] = []] = await rowsOf(
    `copy into @exports/x/ from original file_format = (type = ${type} ${quote}) ${type === 'parquet' ? 'header = true' : ''}`,
  );
  expect(unloaded).toBe(2);
  expect(
    (await rejection(run(connection, 'copy into @exports/x/ from original file_format = (type = ' + type + ')')))
      .message,
  ).toContain('already existing');
  await run(connection, 'create or replace table copied like original');
  const match = type === 'parquet' ? 'match_by_column_name = case_insensitive' : '';
  await run(connection, `copy into copied from @exports/x file_format = (type = ${type} ${quote}) ${match}`);
  expect(await rowsOf('select * from original minus select * from copied')).toEqual([]);
  expect(await rowsOf('select count(*) from copied')).toEqual([[2]]);
});

test('nothing outside of a stage can be named, and no stage outlives its engine', async () => {
  await run(connection, 'create or replace stage walls');
  expect((await rejection(run(connection, 'list @walls/../../etc'))).message).toContain('leads out of the stage');
  expect(
    (await rejection(run(connection, 'copy into @walls/../x from (select 1) file_format = (type = csv)'))).message,
  ).toContain('leads out of the stage');
  expect((await rejection(run(connection, 'list @nosuch'))).code).toBe('002003');
  expect((await rejection(run(connection, "create stage s3 url = 's3://bucket'"))).message).toContain(
    'Unsupported feature',
  );
  const before = await stagesOnDisk();
  const other = await LocalSnowflake.start();
  expect((await stagesOnDisk()).length).toBe(before.length + 1);
  await other.close();
  expect(await stagesOnDisk()).toEqual(before);
});

async function stagesOnDisk(): Promise<readonly string[]> {
  // Other processes run engines of their own beside this one.
  return (await readdir(tmpdir())).filter((name) => name.startsWith(`snowpark-stages-${process.pid}-`));
}

test('INFER_SCHEMA tells the columns of CSV, JSON and Parquet, and a table is loaded by them', async () => {
  await run(connection, 'create or replace stage shapes');
  await run(connection, 'create or replace file format headed type = csv parse_header = true');
  await run(connection, 'create or replace file format documents type = json');
  await run(connection, 'create or replace file format columns type = parquet');
  await stage('s.csv', 'id,Price,at,note\n1,10.25,2024-02-29,x\n200,,2024-03-01,7\n', '@shapes');
  await stage(
    's.json',
    '{"n": 1.5, "d": "2024-02-29", "l": [1], "o": {"a": 1}, "b": true}\n{"n": 12, "t": "7"}',
    '@shapes',
  );
  await run(
    connection,
    `copy into @shapes/s.parquet from (select 1 as id, 1.5::number(5,2) as price, 'inf'::float as "real one",
       '2024-02-29'::date as born) file_format = (type = parquet) single = true header = true`,
  );
  const infer = (file: string, format: string, more = ''): Promise<readonly (readonly unknown[])[]> =>
    rowsOf(
      `select column_name, type, nullable, expression, filenames from table(infer_schema(
         location => '@shapes/${file}', file_format => '${format}' ${more})) order by order_id`,
    );
  expect(await infer('s.csv', 'headed')).toEqual([
    ['id', 'NUMBER(3, 0)', true, '$1::NUMBER(3, 0)', 'shapes/s.csv'],
    ['Price', 'NUMBER(4, 2)', true, '$2::NUMBER(4, 2)', 'shapes/s.csv'],
    ['at', 'DATE', true, '$3::DATE', 'shapes/s.csv'],
    ['note', 'TEXT', true, '$4::TEXT', 'shapes/s.csv'],
  ]);
  expect(await infer('s.json', 'documents')).toEqual(
    expect.arrayContaining([
      ['n', 'NUMBER(3, 1)', true, '$1:n::NUMBER(3, 1)', 'shapes/s.json'],
      ['d', 'DATE', true, '$1:d::DATE', 'shapes/s.json'],
      ['l', 'ARRAY', true, '$1:l::ARRAY', 'shapes/s.json'],
      ['o', 'OBJECT', true, '$1:o::OBJECT', 'shapes/s.json'],
      ['b', 'BOOLEAN', true, '$1:b::BOOLEAN', 'shapes/s.json'],
      ['t', 'TEXT', true, '$1:t::TEXT', 'shapes/s.json'],
    ]),
  );
  const parquet = await infer('s.parquet', 'columns');
  expect(parquet.map(([name, , , expression]) => [name, expression])).toEqual(
    expect.arrayContaining([
      ['PRICE', '$1:PRICE::NUMBER(5, 2)'],
      ['real one', '$1:"real one"::REAL'],
    ]),
  );
  expect(await infer('s.parquet', 'columns', ', ignore_case => true')).toContainEqual(
    expect.arrayContaining(['REAL ONE', "GET_IGNORE_CASE ($1, 'REAL ONE')::REAL"]),
  );
  await run(connection, 'create or replace table shaped (price number(5,2), r float)');
  await run(
    connection,
    `copy into shaped from (select $1:PRICE::number(5,2), $1:"real one"::real from '@shapes/s.parquet')
     file_format = (type = parquet) on_error = 'abort_statement'`,
  );
  expect(await rowsOf("select price, r = 'inf'::float from shaped")).toEqual([[1.5, true]]);
  await run(
    connection,
    `copy into @shapes/n.parquet from (select null::int as a, 1 as b) file_format = (type = parquet) single = true header = true`,
  );
  expect(await rowsOf("select to_json($1) from '@shapes/n.parquet' (file_format => 'columns')")).toEqual([['{"B":1}']]);
  expect(await rejection(run(connection, "select * from table(infer_schema(location => '@shapes'))"))).toMatchObject({
    code: '001038',
  });
});
