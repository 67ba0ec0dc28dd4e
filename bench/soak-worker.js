// @ts-check
// The workers of soak.js: every answer is compared with what it must be.
import { isDeepStrictEqual } from 'node:util';

/** @type {string} */
const BUILD = new URL('../dist/index.js', import.meta.url).href;
/** @type {typeof import('../src/index.js')} */
const { SnowflakeConnection } = await import(BUILD);

/** @type {{ durationMs: number, workers: number, options: Record<string, unknown> }} */
const { durationMs, workers, options } = JSON.parse(process.env['SOAK'] ?? '{}');
const soaked = new SnowflakeConnection('soak', { ...options, login_timeout: 20 });
/** Between two queries of a worker, so that the machine is busy but not choked. */
const PAUSE_MS = 250;

const counts = { asked: 0, answered: 0, wrong: 0, uncaught: 0 };
/** @type {Map<string, number>} */
const failed = new Map();

process.on('unhandledRejection', () => (counts.uncaught += 1));
process.on('uncaughtException', () => (counts.uncaught += 1));

const started = performance.now();
const ends = started + durationMs;

/** @param {number} worker */
async function work(worker) {
  for (let turn = 0; performance.now() < ends; turn++) {
    const { sql, params, ttl, expected } = task(worker, turn);
    counts.asked += 1;
    try {
      const rows = await soaked.query(sql, { params, timeoutMs: 30_000, rowMode: 'array', ...(ttl ? { ttl } : {}) });
      counts.answered += 1;
      counts.wrong += isDeepStrictEqual(rows, expected) ? 0 : 1;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      failed.set(code, (failed.get(code) ?? 0) + 1);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/**
 * @param {number} worker
 * @param {number} turn
 * @returns {{ sql: string, params: (number | string)[], ttl?: number, expected: unknown[][] }}
 */
function task(worker, turn) {
  if (turn % 10 === 0) {
    const expected = Array.from({ length: 1_000 }, (_, row) => [row, worker]);
    return { sql: 'select seq4() as n, ? as w from table(generator(rowcount => 1000))', params: [worker], expected };
  }
  if (turn % 3 === 0) {
    return { sql: 'select ? as shared', params: [turn % 50], ttl: 2, expected: [[turn % 50]] };
  }
  return { sql: 'select ? as w, ? as t', params: [worker, `turn ${turn}`], expected: [[worker, `turn ${turn}`]] };
}

function failures() {
  return [...failed.values()].reduce((sum, count) => sum + count, 0);
}

function report() {
  global.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const minute = ((performance.now() - started) / 60_000).toFixed(1);
  const megabytes = [heapUsed, rss].map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(' | ');
  console.log(`| ${minute} | ${counts.asked} | ${counts.answered} | ${failures()} | ${counts.wrong} | ${megabytes} |`);
}

const reporting = setInterval(report, 60_000);
await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
clearInterval(reporting);
report();
const closing = performance.now();
await soaked.close({ drainTimeoutMs: 5_000 });
const open = process.getActiveResourcesInfo().filter((type) => type === 'TCPSocketWrap').length;
console.log(
  `\nclosed in ${(performance.now() - closing).toFixed(0)} ms; sockets left ${open}; uncaught ${counts.uncaught}`,
);
console.log(
  `unsettled ${counts.asked - counts.answered - failures()}; failed by code ${JSON.stringify(Object.fromEntries(failed))}`,
);
process.exitCode = counts.wrong + counts.uncaught === 0 && counts.asked === counts.answered + failures() ? 0 : 1;
process.disconnect();
