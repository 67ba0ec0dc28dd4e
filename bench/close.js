// @ts-check
// Closes a session with 0, 1 and 50 running queries, with the raw driver, snowflake-promise and this package, in one run:
//   node bench/close.js [--rounds 3]
// Run it on the build. snowflake-promise is left out where it is not installed.
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const RUNNING = [0, 1, 50];
const WAIT_SQL = 'select system$wait(20)';
const LIMIT_MS = 30_000;

/** @type {string} */
const ENGINE = new URL('../local/dist/index.js', import.meta.url).href;
/** @type {string} */
const BUILD = new URL('../dist/index.js', import.meta.url).href;
/** Not a literal at the import: the package is optional. @type {string} */
const PROMISE = process.env['SNOWFLAKE_PROMISE'] ?? 'snowflake-promise';

/** @typedef {{ run: (sql: string) => Promise<unknown>, close: () => Promise<unknown> }} Client */
/** @typedef {(options: import('../local/src/index.js').LocalConnectionOptions) => Promise<Client>} Connect */

/** @type {Connect} */
async function ours(options) {
  /** @type {typeof import('../src/index.js')} */
  const { Session } = await import(BUILD);
  const session = await Session.builder.configs({ ...options }).create();
  return { run: (sql) => session.sql(sql).collect(), close: () => session.close() };
}

/** @type {Connect} */
async function raw({ user, ...options }) {
  const { default: sdk } = await import('snowflake-sdk');
  sdk.configure({ logLevel: 'OFF', additionalLogToConsole: false });
  const connection = sdk.createConnection({ ...options, username: user });
  await new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(undefined)));
  });
  return {
    run: (sqlText) =>
      new Promise((resolve, reject) => {
        connection.execute({ sqlText, complete: (error) => (error ? reject(error) : resolve(undefined)) });
      }),
    close: () => new Promise((resolve) => connection.destroy(resolve)),
  };
}

/** @type {Connect} */
async function snowflakePromise({ user, ...options }) {
  const { Snowflake } = await import(PROMISE);
  const snowflake = new Snowflake({ ...options, username: user }, { logLevel: 'error', logSql: undefined });
  await snowflake.connect();
  return { run: (sql) => snowflake.execute(sql), close: () => snowflake.destroy() };
}

/** @type {[string, Connect][]} */
const clients = [
  ['raw driver', raw],
  ['snowflake-promise', snowflakePromise],
  ['snowpark-session', ours],
];

/** @type {typeof import('../local/src/index.js')} */
const { LocalSnowflake } = await import(ENGINE);

/**
 * @param {Connect} connect
 * @param {number} running
 */
async function measure(connect, running) {
  const engine = await LocalSnowflake.start({ maxRunningStatements: 64 });
  try {
    const client = await connect(engine.connectionOptions);
    const pending = Array.from({ length: running }, () => client.run(WAIT_SQL).then(() => 'ok', codeOf));
    await until(() => engine.queries.length === running);
    const before = engine.requests.length;
    const started = performance.now();
    await client.close();
    const closedMs = performance.now() - started;
    const codes = await Promise.race([Promise.all(pending), late()]);
    const settledMs = performance.now() - started;
    const requests = engine.requests.slice(before);
    /** @param {string} kind */
    const count = (kind) => requests.filter((request) => request.kind === kind).length;
    return { closedMs, settledMs, aborts: count('abort'), again: count('query'), codes: [...new Set(codes)].join(' ') };
  } finally {
    await engine.close();
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** @returns {Promise<string[]>} */
function late() {
  return new Promise((resolve) => setTimeout(() => resolve(['never settled']), LIMIT_MS).unref());
}

/** @param {() => boolean} condition */
async function until(condition) {
  for (const ends = performance.now() + LIMIT_MS; !condition() && performance.now() < ends;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** @param {number[]} numbers */
function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

console.log('| running | client | close ms | all settled ms | aborts | queries sent again | what waited got |');
console.log('|---:|---|---:|---:|---:|---:|---|');
for (const running of RUNNING) {
  for (const [name, connect] of clients) {
    try {
      /** @type {Awaited<ReturnType<typeof measure>>[]} */
      const samples = [];
      for (let round = 0; round < Number(values.rounds); round++) {
        samples.push(await measure(connect, running));
      }
      /** @param {'closedMs' | 'settledMs' | 'aborts' | 'again'} number */
      const middle = (number) => median(samples.map((sample) => sample[number])).toFixed(0);
      const numbers = [middle('closedMs'), middle('settledMs'), middle('aborts'), middle('again')].join(' | ');
      console.log(`| ${running} | ${name} | ${numbers} | ${samples[0]?.codes} |`);
    } catch (error) {
      console.log(`| ${running} | ${name} | not measured: ${codeOf(error)} | | | | |`);
    }
  }
}
