// @ts-check
// Measures the local engine alone: node bench/engine.js, after `npm run build`. Prints one table.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import snowflake from 'snowflake-sdk';

snowflake.configure({ logLevel: 'OFF' });

const SERVER = fileURLToPath(new URL('engine-server.js', import.meta.url));
const ROUNDS = 200;
const MILLION = 1_000_000;
const LONG = 'select count(*) from table(generator(rowcount => 1000000)) a, table(generator(rowcount => 1000000)) b';

/** @typedef {{ options: Record<string, unknown>, readyMs: number, duckDbMs: number }} Started */

/** Starts an engine in a process of its own, so that its memory is its own. */
async function startEngine() {
  const child = spawn(process.execPath, ['--expose-gc', SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const [line] = await once(lines, 'line');
  /** @type {Started} */
  const started = JSON.parse(line);
  /** @returns {Promise<{ now: number, most: number }>} megabytes resident, now and at most since last asked */
  const memory = async () => {
    child.stdin.write('memory\n');
    const [answer] = await once(lines, 'line');
    return JSON.parse(answer);
  };
  return { started, memory, stop: () => child.kill() };
}

/** @param {Record<string, unknown>} options @returns {Promise<import('snowflake-sdk').Connection>} */
async function connect(options) {
  const { user, ...rest } = options;
  const connection = snowflake.createConnection(/** @type {any} */ ({ ...rest, username: user }));
  await new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(undefined)));
  });
  return connection;
}

/** @param {import('snowflake-sdk').Connection} connection @param {string} sqlText @param {object} [more] */
function execute(connection, sqlText, more = {}) {
  return new Promise((resolve, reject) => {
    connection.execute({
      sqlText,
      ...more,
      complete: (error, statement, rows) => (error ? reject(error) : resolve({ statement, rows })),
    });
  });
}

/** @param {() => Promise<unknown>} work @returns {Promise<number>} milliseconds */
async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** @param {readonly number[]} times @param {number} part */
function quantile(times, part) {
  return times.toSorted((left, right) => left - right)[Math.floor((times.length - 1) * part)] ?? Number.NaN;
}

/** @param {import('snowflake-sdk').Connection} connection @param {string} sql */
async function perQuery(connection, sql) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(await timed(() => execute(connection, sql)));
  }
  return `${quantile(times, 0.5).toFixed(2)} ms (95 %: ${quantile(times, 0.95).toFixed(2)} ms)`;
}

/** @param {import('snowflake-sdk').Connection} connection */
async function fetchMillion(connection) {
  const sql = `select seq4() as n, 'row ' || seq4() as label, seq4() / 7 as share from table(generator(rowcount => ${MILLION}))`;
  const { statement } = await execute(connection, sql, { streamResult: true });
  let rows = 0;
  for await (const row of statement.streamRows()) {
    rows += row === undefined ? 0 : 1;
  }
  if (rows !== MILLION) {
    throw new Error(`${rows} rows came`);
  }
}

/** @param {Record<string, unknown>} options @param {import('snowflake-sdk').Connection} connection */
async function amongLongOnes(options, connection) {
  const others = await Promise.all([1, 2, 3, 4].map(() => connect(options)));
  const running = others.map((other) => execute(other, LONG).catch(() => undefined));
  await new Promise((resolve) => {
    setTimeout(resolve, 1500);
  });
  const answer = await perQuery(connection, 'select 1');
  await Promise.all(others.map((other) => new Promise((resolve) => other.destroy(resolve))));
  await Promise.all(running);
  return answer;
}

const { started, memory, stop } = await startEngine();
const connection = await connect(started.options);
/** @type {[string, string][]} */
const table = [['start to first result', `${started.readyMs.toFixed(0)} ms`]];
await perQuery(connection, 'select 1');
table.push(['`select 1` through the driver', await perQuery(connection, 'select 1')]);
table.push(['the same in DuckDB alone', `${started.duckDbMs.toFixed(2)} ms`]);
await execute(connection, 'create table many (id int, name varchar, price number(10, 2))');
const binds = Array.from({ length: 10_000 }, (_, at) => [at, `name ${at}`, at / 100]);
const insert = (/** @type {import('snowflake-sdk').Binds} */ rows) =>
  execute(connection, 'insert into many values (?, ?, ?)', { binds: rows });
table.push(['10,000 rows of three binds inserted', `${(await timed(() => insert(binds))).toFixed(0)} ms`]);
table.push([
  'a query of these, grouped',
  await perQuery(connection, 'select id % 10, sum(price) from many group by 1'),
]);
const before = await memory();
table.push([
  '1,000,000 rows of three columns fetched',
  `${((await timed(() => fetchMillion(connection))) / 1000).toFixed(1)} s`,
]);
const after = await memory();
table.push(['memory of the engine before, and at most while', `${before.now} MB, ${after.most} MB`]);
table.push(['`select 1` while four long queries run or wait', await amongLongOnes(started.options, connection)]);
await new Promise((resolve) => connection.destroy(resolve));
stop();
process.stdout.write(['| | |', '|---|---|', ...table.map(([what, how]) => `| ${what} | ${how} |`), ''].join('\n'));
