import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

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
async function runProgram(program: string): Promise<string> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000 });
  return stdout.trim();
}

test.each([
  ['that was never used', START, ''],
  ['that was never closed', START + CONNECT, '[{"ONE":1}]'],
  ['that was closed before its client', `${START}${CONNECT} await engine.close();`, '[{"ONE":1}]'],
])('an engine %s keeps no process alive', async (_what, program, printed) => {
  expect(await runProgram(program)).toBe(printed);
});
