// @ts-check
// Opens and closes sessions one after another, and watches the memory of the process that does it:
//   node bench/cycles.js [--cycles 10000]
// Run it on the build. The engine lives in the parent process.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { cycles: { type: 'string', default: '10000' } } });
const STEPS = 5;

await (process.env['CYCLES'] === undefined ? lead() : open(JSON.parse(process.env['CYCLES'])));

async function lead() {
  /** @type {string} */
  const engineUrl = new URL('../local/dist/index.js', import.meta.url).href;
  /** @type {typeof import('../local/src/index.js')} */
  const { LocalSnowflake } = await import(engineUrl);
  const engine = await LocalSnowflake.start();
  const task = JSON.stringify({ cycles: Number(values.cycles), options: engine.connectionOptions });
  const child = fork(fileURLToPath(import.meta.url), {
    execArgv: ['--expose-gc'],
    env: { ...process.env, CYCLES: task },
  });
  process.exitCode = await new Promise((resolve) => child.once('exit', resolve));
  await engine.close();
}

/** @param {{ cycles: number, options: Record<string, unknown> }} task */
async function open({ cycles, options }) {
  /** @type {string} */
  const build = new URL('../dist/index.js', import.meta.url).href;
  /** @type {typeof import('../src/index.js')} */
  const { Session } = await import(build);
  console.log('| cycles | heap MB | RSS MB | active session |\n|---:|---:|---:|---|');
  for (let cycle = 0; cycle <= cycles; cycle++) {
    if (cycle % Math.ceil(cycles / STEPS) === 0) {
      // Two turns: the first one frees what the second one's finalizers held.
      global.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 50));
      global.gc?.();
      const { heapUsed, rss } = process.memoryUsage();
      const megabytes = [heapUsed, rss].map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(' | ');
      console.log(`| ${cycle} | ${megabytes} | ${Session.getActiveSession() === undefined ? 'none' : 'one'} |`);
    }
    const session = await Session.builder.configs(options).create();
    await session.close();
  }
  process.disconnect();
}
