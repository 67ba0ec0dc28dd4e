import { beforeAll, expect, test } from '@jest/globals';

import { EXIT, StopRequest } from '../../src/cli/exit-codes.js';
import { type CliOutcome, type CliSurroundings, runCli, testFiles, tomlEntry } from '../helpers/cli.js';
import { testEngine, until } from '../helpers/engine.js';

const files = testFiles();
const local = testEngine({ chunkRows: 500 });
let file: string;

beforeAll(() => {
  file = files.write('connections.toml', tomlEntry('default', { ...local.engine.connectionOptions }));
});

async function sql(argv: readonly string[], surroundings?: CliSurroundings): Promise<CliOutcome> {
  return runCli(['sql', '--connections-file', file, ...argv], surroundings);
}

const VALUES = `select 12345678901234567890123::number(38,0) as big, 1.10::number(10,2) as d, 0.1::float as f,
  'NaN'::float as n, 'x,"y' as s, '' as e, null::varchar as nothing, true as b, '2026-01-02'::date as day,
  '01:02:03.123456789'::time as t, '2026-01-02 03:04:05.123456789 +02:00'::timestamp_tz as tz,
  parse_json('{"a": [12345678901234567890, null]}') as v, to_binary('00ff') as bin, 1 as "a b", 2 as "a b"`;

test('values are exact in JSON', async () => {
  const { exitCode, stdout, stderr } = await sql([VALUES, '--format', 'ndjson']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(
    '{"BIG":12345678901234567890123,"D":1.10,"F":0.1,"N":"NaN","S":"x,\\"y","E":"","NOTHING":null,"B":true,' +
      '"DAY":"2026-01-02","T":"01:02:03.123456789","TZ":"2026-01-02T03:04:05.123456789+02:00",' +
      '"V":{"a":[12345678901234567890,null]},"BIN":"00FF","a b":1,"a b_2":2}\n',
  );
});

test('and in CSV, where NULL is nothing and empty text is quoted', async () => {
  const { stdout } = await sql([VALUES, '--format', 'csv']);
  expect(stdout).toBe(
    'BIG,D,F,N,S,E,NOTHING,B,DAY,T,TZ,V,BIN,a b,a b\n' +
      '12345678901234567890123,1.10,0.1,NaN,"x,""y","",,true,2026-01-02,01:02:03.123456789,' +
      '2026-01-02T03:04:05.123456789+02:00,"{""a"":[12345678901234567890,null]}",00FF,1,2\n',
  );
});

test('JSON is one array, also of many rows and of none', async () => {
  const many = await sql(['select seq4() as n from table(generator(rowcount => 1200))', '--format', 'json']);
  expect(JSON.parse(many.stdout)).toHaveLength(1200);
  expect((await sql(['select 1 where 1 = 0', '--format', 'json'])).stdout).toBe('[]\n');
  expect((await sql(['select 1 as a where 1 = 0', '--format', 'csv'])).stdout).toBe('A\n');
});

test('a table is the default, as show() prints it', async () => {
  const { stdout, stderr } = await sql(["select 1 as id, 'Tom' as name, null as x"]);
  expect(stdout).toBe(
    [
      '---------------------------',
      '|"ID"  |"NAME"  |"X"   |',
      '---------------------------',
      '|1     |Tom     |NULL  |',
      '---------------------------',
      '',
    ]
      .join('\n')
      .replaceAll('---------------------------', '-'.repeat(24)),
  );
  expect(stderr).toBe('');
});

test('more rows than wanted are left out, and that is told', async () => {
  const text = 'select seq4() as n from table(generator(rowcount => 1500))';
  const table = await sql([text]);
  expect(table.stdout.split('\n')).toHaveLength(1_000 + 5);
  expect(table.stderr).toBe('Printed 1,000 of 1,500 rows; --max-rows 1500 prints all.\n');
  const csv = await sql([text, '--format', 'csv', '-n', '3']);
  expect(csv.stdout.split('\n')).toHaveLength(5);
  expect(csv.stderr).toContain('Printed 3 of 1,500 rows');
  expect((await sql([text, '--format', 'ndjson'])).stdout.split('\n')).toHaveLength(1_501);
});

test('the statement comes from a file or standard input, binds from --bind', async () => {
  const path = files.write('query.sql', 'select ? as a, ?::number as b;\n-- the end\n');
  expect((await sql(['-f', path, '-b', "it's", '-b', '42', '--format', 'ndjson'])).stdout).toBe(
    '{"A":"it\'s","B":42}\n',
  );
  expect((await sql(['-', '--format', 'ndjson'], { stdin: 'select 7 as n' })).stdout).toBe('{"N":7}\n');
});

test('a text of several statements prints each result', async () => {
  const { exitCode, stdout } = await sql(['select 1 as a; select 2 as b', '--format', 'ndjson']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '{"A":1}\n{"B":2}\n' });
});

test('--verbose tells query id and time; options win over the file', async () => {
  const { stdout, stderr } = await sql(['select current_schema() as s', '-v', '-o', 'schema=OTHER', '--format', 'csv']);
  expect(stdout).toBe('S\nOTHER\n');
  expect(stderr).toMatch(/^query [0-9a-f-]{36}: 1 row, \d+ ms\n$/);
});

test('a statement that fails says where, with its query id; nothing stands on standard output', async () => {
  const { exitCode, stdout, stderr } = await sql(['select nothing from nowhere']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^error: SQL compilation error/);
  expect(stderr).toMatch(/code: SQL_FAILED\n +server code: 002003\n +SQL state: 42S02/);
  expect(stderr).toMatch(/query id: [0-9a-f-]{36}/);
});

test('a connection that cannot be used says so before any network', async () => {
  const { exitCode, stderr } = await sql(['select 1', '-c', 'nobody']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/connection_name \(--connection\): there is no connection "nobody"/);
});

test('--timeout cancels the statement on the server', async () => {
  const { exitCode, stderr } = await sql(['call system$wait(60)', '--timeout', '0.2']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('code: QUERY_TIMEOUT');
  await until(() => local.engine.queries.every(({ state }) => state !== 'RUNNING'));
});

test('Ctrl-C cancels the statement on the server, ends the session, and exits with 130', async () => {
  const stopping = new AbortController();
  const [start, before] = [local.engine.queries.length, local.engine.requests.length];
  const running = sql(['call system$wait(60)'], { stop: stopping.signal });
  await until(() => local.engine.queries[start]?.state === 'RUNNING');
  stopping.abort(new StopRequest(EXIT.interrupted));
  expect(await running).toEqual({ exitCode: 130, stdout: '', stderr: '' });
  await until(() => local.engine.queries[start]?.errorCode === '000604');
  expect(local.engine.requests.slice(before).map(({ kind }) => kind)).toContain('delete');
});

test('a terminal shows what is going on, and keeps nothing of it', async () => {
  const { stderr } = await sql(['select 1'], { columns: 80 });
  expect(stderr).toContain('signing in · 0 s');
  expect(stderr).toContain('running · 0 s');
  expect(stderr.endsWith('\r\u001B[2K')).toBe(true);
});

test('and into a pipe, how many rows and parts have come', async () => {
  local.engine.faults.add({ on: 'chunk', respond: { delayMs: 1_300 } });
  const text = 'select seq4() as n from table(generator(rowcount => 1200))';
  const { stdout, stderr } = await sql([text, '--format', 'csv'], { columns: 100, isPiped: true });
  expect(stdout.split('\n')).toHaveLength(1_202);
  expect(stderr).toMatch(/running · \d s · 500 of 1,200 rows, \d of 2 parts/);
  expect(stderr.endsWith('\r\u001B[2K')).toBe(true);
});

test('Ctrl-C ends the waiting for standard input', async () => {
  const stop = AbortSignal.abort(new StopRequest(EXIT.interrupted));
  expect(await sql(['-'], { stdin: 'select 1', stop })).toEqual({ exitCode: 130, stdout: '', stderr: '' });
});
