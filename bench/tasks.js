// @ts-check
import { toSql } from './fixture.js';
import { watchLoop } from './watch-loop.js';

/**
 * Each measures one thing in a process of its own and returns numbers by name.
 *
 * @typedef {import('./clients/client.js').ClientKind} ClientKind
 * @typedef {() => Promise<ClientKind>} Kind
 * @typedef {Record<string, number>} Numbers
 */

const ONE_ROW = toSql({ rows: 1, chunkBytes: 1, inline: 1 });
const WARM_UP = 200;
const SMALL_QUERIES = 400;
const CANCELS = 20;
const MB = 1024 * 1024;

/** @type {Record<string, (kind: Kind, port: number, sql: string) => Promise<Numbers>>} */
export const tasks = {
  import: async (kind) => {
    const { load } = await kind();
    const before = process.memoryUsage.rss();
    const started = performance.now();
    await load();
    return { ms: performance.now() - started, mb: (process.memoryUsage.rss() - before) / MB };
  },
  start: async (kind, port) => {
    const client = await (await kind()).connect(port);
    const connected = performance.now();
    await client.collect(ONE_ROW);
    // performance.now() counts from the start of the process.
    const firstRow = performance.now();
    const closing = performance.now();
    await client.close();
    return { ms: firstRow, connectMs: connected, closeMs: performance.now() - closing };
  },
  small: async (kind, port) => {
    const client = await (await kind()).connect(port);
    await repeat(WARM_UP, () => client.collect(ONE_ROW));
    const cpu = process.cpuUsage();
    const times = await repeat(SMALL_QUERIES, () => client.collect(ONE_ROW));
    const { user, system } = process.cpuUsage(cpu);
    await client.close();
    return { ms: median(times), cpuMs: (user + system) / 1000 / SMALL_QUERIES };
  },
  cancel: async (kind, port) => {
    const client = await (await kind()).connect(port);
    const times = await repeat(CANCELS, () => client.cancel());
    await client.close();
    // The statement runs for a while before it is cancelled; that while is no part of cancelling.
    return { ms: median(times) - 50 };
  },
  close: async (kind, port) => {
    const { connect } = await kind();
    const times = [];
    for (let index = 0; index < CANCELS; index++) {
      const client = await connect(port);
      await client.collect(ONE_ROW);
      times.push(...(await repeat(1, () => client.close())));
    }
    return { ms: median(times) };
  },
  collect: (kind, port, sql) => read(kind, port, sql, 'collect'),
  stream: (kind, port, sql) => read(kind, port, sql, 'stream'),
};

/**
 * @param {Kind} kind
 * @param {number} port
 * @param {string} sql
 * @param {'collect' | 'stream'} how
 * @returns {Promise<Numbers>}
 */
async function read(kind, port, sql, how) {
  const client = await (await kind()).connect(port);
  await client.collect(ONE_ROW);
  const base = process.memoryUsage.rss();
  const stopWatching = watchLoop();
  const cpu = process.cpuUsage();
  const started = performance.now();
  const rows = await client[how](sql);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const stallMs = stopWatching();
  // In kilobytes on every system that we measure on.
  const peak = process.resourceUsage().maxRSS * 1024;
  await client.close();
  return {
    ms,
    rows,
    rowsPerSecond: (rows / ms) * 1000,
    // Of all threads; hardly changes when the machine has other work too.
    rowsPerCpuSecond: (rows / (user + system)) * 1e6,
    peakMb: (peak - base) / MB,
    stallMs,
  };
}

/**
 * @param {number} times
 * @param {() => Promise<unknown>} work
 */
async function repeat(times, work) {
  const durations = [];
  for (let index = 0; index < times; index++) {
    const started = performance.now();
    await work();
    durations.push(performance.now() - started);
  }
  return durations;
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
