// @ts-check
// Many workers over one connection, while requests are struck by faults and sessions expire:
//   node bench/soak.js [--minutes 15] [--workers 32]
// Run it on the build. The engine and its faults live in this process, the workers in another, whose memory is measured.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '15' }, workers: { type: 'string', default: '32' } },
});
const durationMs = Number(values.minutes) * 60_000;
const FAULT_EVERY_MS = 4_000;
const EXPIRY_EVERY_MS = 60_000;

const refused = JSON.stringify({ success: false, code: '390112', message: 'expired', data: {} });

/** @type {import('../local/src/index.js').Fault[]} */
const FAULTS = [
  { on: 'query', respond: 'reset' },
  { on: 'query', respond: 'reset', when: 'after' },
  { on: 'query', respond: { status: 503 }, times: 8 },
  { on: 'query', respond: { status: 429 }, times: 4 },
  { on: 'query', respond: { delayMs: 1_500 }, times: 4 },
  { on: 'query', respond: { status: 200, body: refused } },
  { on: 'query', respond: { status: 200, body: '{"succ' } },
  { on: 'chunk', respond: 'reset' },
  { on: 'chunk', respond: 'truncate' },
  { on: 'chunk', respond: { status: 503 }, times: 3 },
  { on: 'login', respond: { status: 503 } },
  { on: 'renew', respond: 'reset' },
];

/** @type {string} */
const ENGINE = new URL('../local/dist/index.js', import.meta.url).href;
/** @type {typeof import('../local/src/index.js')} */
const { LocalSnowflake } = await import(ENGINE);
const engine = await LocalSnowflake.start({ chunkRows: 200, keptResultBytes: 2 ** 24 });

let struck = 0;
const striking = setInterval(() => {
  const fault = FAULTS[struck % FAULTS.length];
  if (fault !== undefined) {
    engine.faults.add(fault);
    struck += 1;
  }
}, FAULT_EVERY_MS);

let expired = 0;
const expiring = setInterval(() => {
  // Every other time the session cannot be renewed, and is lost.
  engine.expireSessions({ master: expired % 2 === 1 });
  expired += 1;
}, EXPIRY_EVERY_MS);

console.log('| minute | asked | answered | failed | wrong | heap MB | RSS MB |\n|---:|---:|---:|---:|---:|---:|---:|');
const worker = fork(fileURLToPath(new URL('soak-worker.js', import.meta.url)), {
  execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
  env: {
    ...process.env,
    SOAK: JSON.stringify({ durationMs, workers: Number(values.workers), options: engine.connectionOptions }),
  },
});
const code = await new Promise((resolve) => worker.once('exit', resolve));
clearInterval(striking);
clearInterval(expiring);
const logins = engine.requests.filter(({ kind }) => kind === 'login').length;
console.log(
  `\nfaults ${struck}, expiries ${expired}, logins among the last 10,000 requests ${logins}, exit code ${code}`,
);
const running = engine.queries.filter(({ state }) => state === 'RUNNING' || state === 'QUEUED').length;
console.log(`statements still running on the server: ${running}`);
await engine.close();
process.exitCode = code === 0 && running === 0 ? 0 : 1;
