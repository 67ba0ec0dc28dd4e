// @ts-check
import { toSql } from './fixture.js';

/**
 * One thing to measure: which clients, in which of its numbers, and how the ratio to the raw driver reads.
 *
 * @typedef {object} Measurement
 * @property {string} title
 * @property {string} task
 * @property {string} sql
 * @property {readonly string[]} clients
 * @property {readonly { number: string, unit: string, goal: string }[]} numbers
 * @property {string} [baseline] The client that ratios compare with.
 * @property {readonly string[]} [nodeOptions]
 * @property {number} [rounds] Rounds of this one, when they are not as many as of the others.
 */

const ALL = ['raw', 'promise', 'driver', 'direct'];
const CHUNK = 6_700_000;
const BIG_CHUNK = 67_000_000;

const peak = (/** @type {string} */ goal) => ({ number: 'peakMb', unit: 'MB', goal });
const rate = (/** @type {string} */ goal) => ({ number: 'rowsPerSecond', unit: 'rows/s', goal });
const cpuRate = (/** @type {string} */ goal) => ({ number: 'rowsPerCpuSecond', unit: 'rows/CPU s', goal });
const stall = (/** @type {string} */ goal) => ({ number: 'stallMs', unit: 'ms', goal });
const time = (/** @type {string} */ goal) => ({ number: 'ms', unit: 'ms', goal });

/** @type {readonly Measurement[]} */
const brief = [
  {
    title: 'import',
    task: 'import',
    sql: '',
    clients: ['raw', 'promise', 'direct'],
    numbers: [time('<= 0.05'), { number: 'mb', unit: 'MB', goal: '' }],
  },
  { title: 'start to first row', task: 'start', sql: '', clients: ALL, numbers: [time('<= 0.97')] },
  {
    title: 'small query, p50',
    task: 'small',
    sql: '',
    clients: [...ALL, 'parse'],
    numbers: [time('<= 1.03'), { number: 'cpuMs', unit: 'CPU ms', goal: '' }],
  },
  { title: 'cancel', task: 'cancel', sql: '', clients: ['raw', 'direct'], numbers: [time('<= 1.05')] },
  { title: 'close', task: 'close', sql: '', clients: ['raw', 'promise', 'direct'], numbers: [time('<= 1.05')] },
];

/**
 * @param {string} title
 * @param {number} rows
 * @param {number} chunkBytes
 * @param {'collect' | 'stream'} task
 * @param {readonly string[]} clients
 * @returns {Measurement}
 */
function large(title, rows, chunkBytes, task, clients) {
  const numbers =
    task === 'collect'
      ? [rate('>= 4.2'), cpuRate(''), peak('<= 0.25'), stall('')]
      : [rate('>= 4.5'), cpuRate(''), peak('<= 0.12'), stall('<= 50 ms')];
  return { title: `${task} ${title}`, task, sql: toSql({ rows, chunkBytes, inline: 0 }), clients, numbers };
}

/** @type {Measurement} */
const inline = {
  title: 'collect 10k inline rows',
  task: 'collect',
  sql: toSql({ rows: 10_000, chunkBytes: 1, inline: 10_000 }),
  clients: [...ALL, 'parse'],
  numbers: [rate('>= 3.5'), cpuRate('')],
};

/** Under a minute: enough to see a change. @type {readonly Measurement[]} */
export const quickPlan = [
  ...brief,
  inline,
  large('100k rows', 100_000, CHUNK, 'collect', ['raw', 'driver', 'direct', 'parse']),
  large('100k rows', 100_000, CHUNK, 'stream', ['raw', 'driver', 'direct', 'parse']),
];

/** Everything that the guide's table holds. @type {readonly Measurement[]} */
export const fullPlan = [
  ...brief,
  inline,
  large('200k rows', 200_000, CHUNK, 'collect', [...ALL, 'parse']),
  large('200k rows', 200_000, CHUNK, 'stream', [...ALL, 'parse']),
  large('1M rows', 1_000_000, CHUNK, 'collect', ['raw', 'driver', 'direct', 'parse']),
  large('1M rows', 1_000_000, CHUNK, 'stream', ['raw', 'driver', 'direct', 'parse']),
  large('1M rows in 67 MB chunks', 1_000_000, BIG_CHUNK, 'stream', ['raw', 'driver', 'direct']),
  {
    ...large('1M rows in 67 MB chunks, heap of 96 MB', 1_000_000, BIG_CHUNK, 'stream', ['direct']),
    nodeOptions: ['--max-old-space-size=96'],
  },
].map((measurement) =>
  // So that the raw driver measures its own time and not the garbage collector's last stand.
  measurement.sql === '' || 'nodeOptions' in measurement
    ? measurement
    : { ...measurement, nodeOptions: ['--max-old-space-size=6144'] },
);
