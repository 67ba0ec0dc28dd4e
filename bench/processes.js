// @ts-check
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SAMPLE_TIMEOUT_MS = 300_000;

/** @param {string} name */
const fileOf = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Starts the fixture server in its own process. */
export async function startServer() {
  const child = spawn(process.execPath, [fileOf('server.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { port: Number(String(line)), stop: () => child.stdin.end() };
}

/**
 * Takes one sample in a fresh process; undefined when that fails, such as for a package that is not installed.
 *
 * @param {string} client
 * @param {import('./plan.js').Measurement} measurement
 * @param {number} port
 * @returns {Promise<Record<string, number> | undefined>}
 */
export async function takeSample(client, { task, sql, nodeOptions = [] }, port) {
  try {
    const { stdout } = await run(
      process.execPath,
      [...nodeOptions, '--no-warnings', fileOf('sample.js'), client, task, String(port), sql],
      { timeout: SAMPLE_TIMEOUT_MS },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch (error) {
    if (process.env['BENCH_VERBOSE'] !== undefined) {
      console.error(error);
    }
    return undefined;
  }
}
