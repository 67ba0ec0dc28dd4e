// @ts-check
// The engine that bench/engine.js measures: prints how to reach it, then its memory whenever it is asked.
import { createInterface } from 'node:readline';

const start = performance.now();
const { LocalSnowflake } = await import('snowpark-session-local');
const engine = await LocalSnowflake.start();
await engine.seed({ tables: { warm: [{ a: 1 }] } });
const readyMs = performance.now() - start;

const { DuckDBInstance } = await import('@duckdb/node-api');
const duckDb = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
const ROUNDS = 200;
await duckDb.run('select 1');
const began = performance.now();
for (let round = 0; round < ROUNDS; round += 1) {
  await (await duckDb.run('select 1')).getRows();
}
const duckDbMs = (performance.now() - began) / ROUNDS;

const megabytes = () => Math.round(process.memoryUsage.rss() / 2 ** 20);
let most = megabytes();
setInterval(() => {
  most = Math.max(most, megabytes());
}, 20);
createInterface(process.stdin).on('line', () => {
  globalThis.gc?.();
  process.stdout.write(`${JSON.stringify({ now: megabytes(), most })}\n`);
  most = megabytes();
});
process.stdout.write(`${JSON.stringify({ options: engine.connectionOptions, readyMs, duckDbMs })}\n`);
