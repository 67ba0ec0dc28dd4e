import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSession, type TestSession } from './open-session.js';

let db: TestSession;

beforeAll(async () => {
  db = await openSession();
  await db.run('create table pets (id int, name varchar)');
  await db.run("insert into pets values (1, 'Ann'), (2, 'Bob'), (3, 'Cid')");
});
afterAll(() => db.close());

/** A block, and the cell it returns. */
const BLOCKS: readonly (readonly [string, string | null])[] = [
  ['begin let x int := 1; return x; end', '1'],
  ['begin let x := 1; x := x + 41; return :x; end', '42'],
  ['declare x number(10,2) default 1.005; begin return x; end', '1.01'],
  ["declare n int; begin select count(*) into :n from pets; return 'n=' || n; end", 'n=3'],
  ['begin let s := 0; for i in 1 to 4 do s := s + i; end for; return s; end', '10'],
  ["begin let s := ''; for i in reverse 1 to 3 do s := s || i; end for; return s; end", '321'],
  [
    "begin let s := ''; for r in (select name from pets order by id) do s := s || r.name; end for; return s; end",
    'AnnBobCid',
  ],
  [
    'declare c cursor for select id from pets where id > 1; begin let s := 0; for r in c do s := s + r.id; end for; return s; end',
    '5',
  ],
  ['begin let n := 0; while (n < 5) do n := n + 2; end while; return n; end', '6'],
  ['begin let n := 0; repeat n := n + 1; until (n >= 3) end repeat; return n; end', '3'],
  ['begin let n := 0; loop n := n + 1; if (n = 7) then break; end if; end loop; return n; end', '7'],
  ["begin if (1 = 2) then return 'a'; elseif (2 = 2) then return 'b'; else return 'c'; end if; end", 'b'],
  ["begin let x := 2; case (x) when 1 then return 'one'; when 2 then return 'two'; end; end", 'two'],
  ['begin let id := 2; let n varchar; select name into :n from pets where id = :id; return n; end', 'Bob'],
  ['begin select 1/0; exception when other then return sqlcode; end', '100051'],
  [
    "declare mine exception (-20002, 'too bad'); begin raise mine; exception when mine then return sqlerrm; end",
    'too bad',
  ],
  ['begin update pets set name = upper(name) where id < 3; return sqlrowcount; end', '2'],
  ["begin let t := 'pets'; return (select count(*) from identifier(:t)); end", '3'],
  ['begin let v variant := parse_json(\'{"a":{"b":5}}\'); return v:a.b; end', '5'],
  ['begin let a := 1; begin let a := 2; end; return a; end', '1'],
  ['begin null; end', null],
  ["execute immediate $$ begin return 'deep'; end $$", 'deep'],
  ["begin let q := 'select 5'; execute immediate :q; return 'ran'; end", 'ran'],
];

test.each(BLOCKS)('%s', async (sql, cell) => {
  expect(await db.rows(sql)).toEqual([[cell]]);
});

test('a procedure takes arguments, changes data and returns a value or a table', async () => {
  await db.run(`create or replace procedure add_pet(id int, name varchar) returns varchar language sql as
    $$ begin insert into pets values (:id, :name); return 'added ' || name; end $$`);
  const { columns, rows } = await db.run("call add_pet(9, 'Zoe')");
  expect(rows).toEqual([['added Zoe']]);
  expect(columns.map(({ name }) => name)).toEqual(['ADD_PET']);
  expect(await db.rows('select name from pets where id = 9')).toEqual([['Zoe']]);
  await db.run(`create procedure list_pets(least int) returns table(id int, name varchar) language sql as
    begin let res resultset := (select id, name from pets where id >= :least order by id); return table(res); end`);
  expect(await db.rows('call list_pets(3)')).toEqual([
    ['3', 'Cid'],
    ['9', 'Zoe'],
  ]);
  expect((await db.fails('call add_pet(1)')).code).toBe('001044');
  expect((await db.fails('call nosuch()')).code).toBe('002003');
  await db.run('drop procedure add_pet(int, varchar)');
  expect((await db.fails("call add_pet(9, 'Zoe')")).code).toBe('002003');
});

/** What is wrong with a block, and how it is told. */
const FAULTS: readonly (readonly [string, string])[] = [
  ['declare e exception; begin raise e; end', "Uncaught exception of type 'E' on line 1 at position 27"],
  [
    'declare\n  a int;\nbegin\n  let a := 1;\nend',
    "SQL compilation error: error line 4 at position 2\n Variable with name 'A' declared twice.",
  ],
  [
    'declare c cursor for select id from pets; begin for r in c do let p := r.id; end for; end',
    "SQL compilation error: error line 1 at position 62\n variable 'P' cannot have its type inferred from initializer",
  ],
];

test.each(FAULTS)('%s', async (sql, message) => {
  expect((await db.fails(sql)).message).toBe(message);
});

test('what a procedure returns has to be what it declares', async () => {
  const messageOf = async (returns: string, body: string): Promise<string> => {
    await db.run(`create or replace procedure wrong() returns ${returns} language sql as $$${body}$$`);
    return (await db.fails('call wrong()')).message;
  };
  const rows = 'declare r resultset default (select 1 as a); begin return table(r); end';
  const other = 'SQL compilation error: error line 1 at position';
  expect(await messageOf('table (a int)', 'begin return 5; end')).toBe(
    `${other} 6\n Declared return type 'TABLE' is incompatible with actual return type 'SCALAR'`,
  );
  expect(await messageOf('int', rows)).toBe(
    `${other} 51\n Declared return type 'SCALAR' is incompatible with actual return type 'TABLE'`,
  );
  expect(await messageOf('table (a varchar)', rows)).toBe(
    'Stored procedure execution error: data type of returned table does not match expected returned table type',
  );
  expect(await messageOf('table ()', 'begin let x := 1; end')).toBe(
    'SQL compilation error: stored procedure is missing a return statement',
  );
});

test('an uncaught exception is the statement’s error, and what a block does not know is refused', async () => {
  expect(await db.fails("declare e exception (-20001, 'no'); begin raise e; end")).toMatchObject({
    code: '-20001',
    message: "Uncaught exception of type 'E' on line 1 at position 42 : no",
  });
  expect((await db.fails('begin return nosuch; end')).code).toBe('000904');
  expect((await db.fails('begin nosuch := 1; end')).code).toBe('000904');
  expect((await db.fails('begin let x := 1 return x; end')).code).toBe('001003');
  expect((await db.fails('create procedure broken() returns int language sql as $$ begin retrun 1 $$')).code).toBe(
    '001003',
  );
  expect((await db.fails("create procedure p() returns int language python as 'x'")).code).toBe('000002');
});

test('a procedure whose block stands plainly is one statement', () => {
  const procedure = 'create or replace procedure p() returns int language sql as begin let x := 1; return x; end';
  expect(db.engine.splitStatements(`${procedure}; call p()`)).toEqual([procedure, 'call p()']);
});

test('an endless loop ends when it is cancelled', async () => {
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 50);
  await expect(db.run('begin loop let x := 1; end loop; end', { signal: cancel.signal })).rejects.toMatchObject({
    code: '000604',
  });
});
