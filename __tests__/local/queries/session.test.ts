import { inspect } from 'node:util';

import { expect, test } from '@jest/globals';

import { Session, SnowflakeConnection } from '../../../src/index.js';
import { rejection, testEngine, until } from '../../helpers/engine.js';

const local = testEngine({ longPollMs: 200, chunkRows: 100 });

test('several statements give their results in order, and no other number of them', async () => {
  const session = await local.open();
  const text = "select 1 as a; select ';' as b where 1 = 1; select seq4() as n from table(generator(rowcount => 250))";
  const [first, second, third] = await session.sql(text, [], { multiStatement: 3 }).collect();
  expect([first, second, third?.length]).toEqual([[{ A: 1 }], [{ B: ';' }], 250]);
  expect(await session.sql('select ? as a; select ? as a', [1, 2], { multiStatement: 0 }).collect()).toEqual([
    [{ A: 1 }],
    [{ A: 2 }],
  ]);
  expect(await rejection(session.sql(text, [], { multiStatement: 2 }).collect())).toMatchObject({ code: 'SQL_FAILED' });
  expect(await rejection(session.sql('select 1; select nope', [], { multiStatement: 2 }).collect())).toMatchObject({
    serverCode: '000904',
  });
  expect(() => session.sql(text, [], { multiStatement: -1 })).toThrow('multiStatement must be a whole number');
});

test('several statements where there should be one are refused before any is sent, also where the session lets them run', async () => {
  const session = await local.open({ MULTI_STATEMENT_COUNT: 0 });
  await using connection = new SnowflakeConnection('several', {
    ...local.engine.connectionOptions,
    MULTI_STATEMENT_COUNT: 0,
  });
  await connection.ready();
  const start = local.engine.queries.length;
  const text = 'create table never_made (a int); drop table never_made';
  const frame = session.sql(text);
  const refused = { code: 'ARGUMENT_INVALID', message: expect.stringMatching(/none was sent.*multiStatement/s) };
  const asked: (() => Promise<unknown>)[] = [
    () => frame.collect(),
    async () => frame.toLocalIterator().next(),
    () => frame.first(),
    () => frame.count(),
    () => frame.show(),
    () => session.sql('select 1; drop table t').explain({ write: () => undefined }),
    () => session.sql('select 1; drop table t').cacheResult(),
    () => session.sql('select 1; drop table t').createOrReplaceView('v'),
    () => frame.collectNowait(),
    () => connection.query(text),
    () => connection.execute(text),
  ];
  for (const ask of asked) {
    expect(await rejection(Promise.resolve().then(ask))).toMatchObject(refused);
  }
  expect(local.engine.queries.slice(start).filter(({ sql }) => sql.includes('never_made'))).toEqual([]);
  expect(await session.sql('begin let n int := 1; return n; end;').collect({ rowMode: 'array' })).toEqual([[1]]);
});

test('where a block hides the end of a statement, the rows of the next one do not vanish either', async () => {
  const session = await local.open({ MULTI_STATEMENT_COUNT: 0 });
  const text = 'begin return 1; end; select 2 as a';
  const refused = { code: 'RESULT_INVALID', message: expect.stringMatching(/2 statements.*multiStatement/s) };
  expect(await rejection(session.sql(text).collect())).toMatchObject(refused);
  expect(await rejection(session.sql(text).toLocalIterator().next())).toMatchObject(refused);
  await using connection = new SnowflakeConnection('several', {
    ...local.engine.connectionOptions,
    MULTI_STATEMENT_COUNT: 0,
  });
  expect(await rejection(connection.query(text))).toMatchObject(refused);
});

test('a frame keeps the binds it was made with, whatever becomes of the list', async () => {
  const session = await local.open();
  const list = [1];
  const names = { n: 1 };
  const first = session.sql('select ? as n', list).first();
  const counted = session.sql('select :n as n', names);
  list[0] = 2;
  names.n = 2;
  expect([await first, await counted.collect()]).toEqual([{ N: 1 }, [{ N: 1 }]]);
});

test('what is current can be read and changed', async () => {
  const session = await local.open();
  await session.sql('create schema if not exists "My Schema"').collect();
  await session.useSchema('"My Schema"');
  expect(await session.getCurrentSchema()).toBe('My Schema');
  expect(await session.getFullyQualifiedCurrentSchema()).toBe('"LOCAL"."My Schema"');
  await session.useDatabase('local');
  expect([await session.getCurrentDatabase(), await session.getCurrentSchema()]).toEqual(['LOCAL', 'PUBLIC']);
  await session.useSchema('local."My Schema"');
  expect(await session.getCurrentSchema()).toBe('My Schema');
  await session.useSecondaryRoles('all');
  expect([await session.getCurrentUser(), await session.getCurrentAccount()]).toEqual(['LOCAL_USER', 'LOCAL']);
  const role = await session.getCurrentRole();
  await session.useRole(role ?? '');
  expect(await session.getCurrentRole()).toBe(role);
  const warehouse = await session.getCurrentWarehouse();
  await session.useWarehouse(warehouse ?? '');
  expect(await session.getCurrentWarehouse()).toBe(warehouse);
});

test('what is no name is refused before anything is sent', async () => {
  const session = await local.open();
  const start = local.engine.queries.length;
  for (const bad of ['a; drop table b', 'a.b', '', '"a']) {
    expect(await rejection(session.useRole(bad))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  }
  expect(() => session.table('a b')).toThrow('table: name is not the name of an object: "a b"');
  expect(await rejection(session.useSecondaryRoles('some' as 'all'))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect(await rejection(session.call('p(1); drop'))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect(local.engine.queries).toHaveLength(start);
});

test('the id of the session is a text with all its digits, asked for once', async () => {
  const session = await local.open();
  const id = await session.sessionId();
  const start = local.engine.queries.length;
  expect(id).toBe(local.engine.queries.at(-1)?.sessionId);
  expect(await session.sessionId()).toBe(id);
  expect(local.engine.queries).toHaveLength(start);
});

test('the query tag is set, read, appended to, merged into and removed', async () => {
  const session = await local.open();
  expect(await session.getQueryTag()).toBe('');
  await session.appendQueryTag("it's \\ one");
  await session.appendQueryTag('two', ';');
  expect(await session.getQueryTag()).toBe("it's \\ one;two");
  expect(await rejection(session.updateQueryTag({ a: 1 }))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  await session.setQueryTag('');
  await session.updateQueryTag({ a: 1, b: 'x' });
  await session.updateQueryTag({ b: 'y' });
  expect(JSON.parse(await session.getQueryTag())).toEqual({ a: 1, b: 'y' });
  expect(await rejection(session.setQueryTag('x'.repeat(2001)))).toMatchObject({ code: 'ARGUMENT_INVALID' });
});

test('the query tag keeps digits that a number has not, and refuses what is none', async () => {
  const session = await local.open();
  await session.setQueryTag('{"id":12345678901234567890}');
  await session.updateQueryTag({ b: 2n ** 70n, __proto__: null });
  expect(await session.getQueryTag()).toBe('{"id":12345678901234567890,"b":1180591620717411303424}');
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const calls = [
    async () => session.updateQueryTag(null as never),
    async () => session.updateQueryTag('abc' as never),
    async () => session.updateQueryTag([1] as never),
    async () => session.updateQueryTag(circular),
    async () => session.updateQueryTag({ a: Symbol('s') }),
    async () => session.appendQueryTag(null as never),
    async () => session.appendQueryTag('x', 5 as never),
  ];
  const start = local.engine.requests.length;
  for (const call of calls) {
    expect(await rejection(call())).toMatchObject({ code: 'ARGUMENT_INVALID' });
  }
  expect(local.engine.requests).toHaveLength(start);
});

test('a frame that is printed shows its statement and no value', async () => {
  const session = await local.open();
  const frame = session.sql('select ?', ['hunter2']);
  expect(inspect(frame, { depth: 9 })).toContain('select ?');
  expect(inspect(frame, { depth: 9 }) + JSON.stringify(frame)).not.toContain('hunter2');
});

test('the query history records what is sent while it is open', async () => {
  const session = await local.open();
  const history = session.queryHistory();
  const all = session.queryHistory({ includeDescribe: true, includeError: true });
  await session.sql('select 1 as a').collect();
  await session.sql('select 2 as a').schema();
  await rejection(session.sql('select nope').collect());
  history.close();
  await session.sql('select 3 as a').collect();
  expect(history.queries).toEqual([
    { queryId: expect.stringMatching(/^[\da-f-]{36}$/), sqlText: 'select 1 as a', isDescribe: false, error: undefined },
  ]);
  expect(all.queries.map(({ sqlText, isDescribe, error }) => [sqlText, isDescribe, error === undefined])).toEqual([
    ['select 1 as a', false, true],
    ['select 2 as a', true, true],
    ['select nope', false, false],
    ['select 3 as a', false, true],
  ]);
  all.close();
});

test('named and typed binds arrive as what they say', async () => {
  const session = await local.open();
  const rows = await session
    .sql('select :n as n, :big as big, :day as day, :bytes as bytes, :j as j, :f as f, :n + 1 as more', {
      n: { type: 'NUMBER', value: '1.50' },
      big: { type: 'NUMBER(38,0)', value: 12345678901234567890123456789012345678n },
      day: { type: 'DATE', value: new Date('2020-02-29T12:00:00Z') },
      bytes: { type: 'BINARY', value: Buffer.from([0, 255]) },
      j: { type: 'VARIANT', value: { n: 9007199254740993n } },
      f: { type: 'FLOAT', value: -Infinity },
    })
    .collect();
  expect(rows).toEqual([
    {
      N: 1.5,
      BIG: 12345678901234567890123456789012345678n,
      DAY: new Date('2020-02-29T00:00:00Z'),
      BYTES: Buffer.from([0, 255]),
      J: { n: 9007199254740993n },
      F: -Infinity,
      MORE: 2.5,
    },
  ]);
});

test('appName names the program in the query tag, beside what is there', async () => {
  const options = { ...local.engine.connectionOptions, query_tag: 'mine' };
  const named = await Session.builder.appName('pets').configs(options).create();
  expect(await named.getQueryTag()).toBe('mine,APPNAME=pets');
  await named.close();
  expect(await rejection(Session.builder.configs(options).appName('pets', { json: true }).create())).toMatchObject({
    code: 'ARGUMENT_INVALID',
  });
  const asJson = await Session.builder.configs(local.engine.connectionOptions).appName('pets', { json: true }).create();
  expect(JSON.parse(await asJson.getQueryTag())).toEqual({ APPNAME: 'pets' });
  await asJson.close();
  expect(() => Session.builder.appName('')).toThrow('appName');
});

test.each<[string, string, unknown[][], string[], object, unknown]>([
  ['one value', 'add_one', [['3']], ['ADD_ONE'], {}, '3'],
  ['one value of a quoted name', 'db.s."add ""one"', [[null]], ['add "one'], {}, null],
  ['a table', 'pets', [['1', 'x']], ['ID', 'NAME'], {}, [{ ID: '1', NAME: 'x' }]],
  ['a table of one cell', 'pets', [['1']], ['ID'], {}, [{ ID: '1' }]],
  ['rows where they are asked for', 'add_one', [['3']], ['ADD_ONE'], { returns: 'rows' }, [{ ADD_ONE: '3' }]],
  ['a value where it is asked for', 'pets', [['1']], ['ID'], { returns: 'value' }, '1'],
])('call gives %s', async (_name, procedure, rowset, names, options, expected) => {
  const session = await local.open();
  const data = {
    queryId: '01b00000-0000-0000-0000-000000000001',
    rowtype: names.map((name) => ({ name, type: 'text', nullable: true })),
    rowset,
    returned: 1,
    total: 1,
    parameters: [],
  };
  local.engine.faults.add({
    on: 'query',
    respond: { status: 200, contentType: 'application/json', body: JSON.stringify({ success: true, data }) },
  });
  const history = session.queryHistory();
  expect(await session.call(procedure, [1, 'x'], options)).toEqual(expected);
  expect(history.queries.map(({ sqlText }) => sqlText)).toEqual([`call ${procedure}(?, ?)`]);
});

test('several statements whose results do not come end in one error, or with their signal', async () => {
  const session = await local.open();
  const text = 'select 1 as a; select 2 as b; select 3 as c';
  const several = session.sql(text, [], { multiStatement: 3 });
  local.engine.faults.add({ on: 'result', times: 50, respond: { status: 400, body: '', contentType: 'text/html' } });
  expect(await rejection(several.collect())).toMatchObject({ name: 'ConnectionError' });
  local.engine.faults.clear();
  local.engine.faults.add({ on: 'result', times: 50, respond: { delayMs: 500 } });
  expect(await rejection(several.collect({ timeoutMs: 150 }))).toMatchObject({ code: 'QUERY_TIMEOUT' });
  local.engine.faults.clear();
  expect(await session.sql('select 1 as a').collect()).toEqual([{ A: 1 }]);
});

test('several statements can be stopped while one of them runs', async () => {
  const session = await local.open();
  const start = local.engine.queries.length;
  const controller = new AbortController();
  const several = session.sql('select 1; select system$wait(60); select 3', [], { multiStatement: 3 });
  const pending = rejection(several.collect({ signal: controller.signal }));
  await until(() =>
    local.engine.queries.slice(start).some(({ sql, state }) => sql.includes('wait') && state === 'RUNNING'),
  );
  controller.abort();
  expect(await pending).toMatchObject({ name: 'AbortError' });
  await until(() => local.engine.queries.slice(start).every(({ state }) => state !== 'RUNNING' && state !== 'QUEUED'));
});

test('one session serves many actions at the same time, each with its own rows', async () => {
  const session = await local.open();
  const results = await Promise.all(
    Array.from({ length: 20 }, async (_value, n) => {
      const frame = session.sql<{ readonly N: number }>(
        'select seq4() + :n as n from table(generator(rowcount => 250))',
        { n },
      );
      const seen: number[] = [];
      for await (const { N } of frame) {
        seen.push(N);
      }
      return [seen.length, Math.min(...seen), await frame.count(), (await frame.collectNowait()).queryId.length];
    }),
  );
  expect(results).toEqual(Array.from({ length: 20 }, (_value, n) => [250, n, 250, 36]));
});
