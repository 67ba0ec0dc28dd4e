import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, jest, test } from '@jest/globals';

// Some tests start several programs, which takes its time on a busy machine.
jest.setTimeout(400_000);

const START = `
  import { LocalSnowflake } from 'snowpark-session-local';
  import snowflake from 'snowflake-sdk';
  snowflake.configure({ logLevel: 'OFF' });
  const engine = await LocalSnowflake.start();
`;
const CONNECT = `
  const { user, ...rest } = engine.connectionOptions;
  const connection = snowflake.createConnection({ ...rest, username: user });
  await new Promise((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  const rows = await new Promise((resolve, reject) =>
    connection.execute({ sqlText: 'select 1 as one', complete: (error, _, all) => (error ? reject(error) : resolve(all)) }));
  console.log(JSON.stringify(rows));
`;

/** Runs a program of its own, with the built package; gives what it printed. */
async function runProgram(program: string, env = process.env): Promise<string> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { timeout: 120_000, env });
  return stdout.trim();
}

test.each([
  ['that was never used', START, ''],
  ['that was never closed', START + CONNECT, '[{"ONE":1}]'],
  ['that was closed before its client', `${START}${CONNECT} await engine.close();`, '[{"ONE":1}]'],
])('an engine %s keeps no process alive', async (_what, program, printed) => {
  expect(await runProgram(program)).toBe(printed);
});

const ISOLATED = START.replace('start()', "start({ isolate: 'worker' })");

test('an engine in a thread keeps no process alive, closed or not', async () => {
  expect(await runProgram(ISOLATED)).toBe('');
  expect(await runProgram(ISOLATED + CONNECT)).toBe('[{"ONE":1}]');
  expect(await runProgram(`${ISOLATED}${CONNECT} await engine.close(); await engine.close();`)).toBe('[{"ONE":1}]');
});

test('a process lives on when the thread of its engine does not, and is told so by all it asks', async () => {
  const program = `
    let thread;
    process.once('worker', (worker) => { thread = worker; });
    ${ISOLATED}${CONNECT}
    connection.execute({ sqlText: 'select count(*) from table(generator(rowcount => 1000000)) a, table(generator(rowcount => 1000000))', complete: () => {} });
    while (engine.queries.at(-1)?.state !== 'RUNNING') await new Promise(setImmediate);
    const seeding = engine.seed({ tables: { t: [{ a: 1 }] } }).then(() => 'seeded', ({ message }) => message);
    thread.postMessage(null);
    console.log(await seeding);
    console.log(await engine.reset().catch(({ message }) => message));
    for (const ask of [() => engine.queries, () => engine.clock.freeze('2024-01-01'), () => engine.expireSessions()]) {
      try { ask(); console.log('answered'); } catch ({ message }) { console.log(message); }
    }
    await engine.close();
    console.log(engine.connectionOptions.host);
    process.exit();
  `;
  const lines = (await runProgram(program)).split('\n').slice(1);
  expect(lines.slice(0, 5)).toEqual(
    Array.from({ length: 5 }, () => expect.stringMatching(/^LocalSnowflake: the engine's thread is gone: .*null/)),
  );
  expect(lines.at(5)).toBe('127.0.0.1');
});

test.each([
  ['', ''],
  ['in a thread', "{ isolate: 'worker' }"],
])('a process may exit while its engine %s works', async (_where, options) => {
  const program = `${START.replace('start()', `start(${options})`)}${CONNECT}
    connection.execute({ sqlText: 'select count(*) from table(generator(rowcount => 1000000)) a, table(generator(rowcount => 1000000))', complete: () => {} });
    while (engine.queries.at(-1)?.state !== 'RUNNING') await new Promise(setImmediate);
    process.exit();`;
  expect(await runProgram(program)).toBe('[{"ONE":1}]');
});

test('stages go with their process, or with the next engine where it was killed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'snowpark-process-'));
  const env = { ...process.env, TMPDIR: directory };
  const kill = "process.kill(process.pid, 'SIGKILL');";
  try {
    await runProgram(START, env);
    await runProgram(ISOLATED, env);
    expect(await readdir(directory)).toEqual([]);
    await expect(runProgram(START + kill, env)).rejects.toMatchObject({ signal: 'SIGKILL' });
    const [left] = await readdir(directory);
    expect(left).toMatch(/^snowpark-stages-/);
    const program = `${START}
      import { readdirSync } from 'node:fs';
      const other = await LocalSnowflake.start();
      console.log(JSON.stringify(readdirSync(process.env.TMPDIR)));`;
    const standing: readonly string[] = JSON.parse(await runProgram(program, env));
    expect(standing).toHaveLength(2);
    expect(standing).not.toContain(left);
    expect(await readdir(directory)).toEqual([]);
  } finally {
    await rm(directory, { recursive: true });
  }
});
