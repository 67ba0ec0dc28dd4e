#!/usr/bin/env node
import { EXIT, StopRequest } from './exit-codes.js';
import { runProgram } from './program.js';

const stopping = new AbortController();

/** The first signal ends the command in order; a second one ends the process at once, as it would have anyway. */
function stopOn(signal: NodeJS.Signals, exitCode: number): void {
  const force = (): void => {
    // A signal ends the process without a word to those who clean up at its exit.
    process.emit('exit', exitCode);
    process.kill(process.pid, signal);
  };
  process.once(signal, () => stopping.abort(new StopRequest(exitCode, force)));
}

stopOn('SIGINT', EXIT.interrupted);
stopOn('SIGTERM', EXIT.terminated);
for (const output of [process.stdout, process.stderr]) {
  // Such as `| head`: who reads has seen enough.
  output.on('error', () => stopping.abort(new StopRequest(EXIT.ok)));
}

const { stdin, stdout, stderr, env } = process;
const exitCode = await runProgram(process.argv.slice(2), { stdin, stdout, stderr, env, stop: stopping.signal });

// A timer of the driver can hold the process for seconds after all work is done; what was written must be out by then.
await Promise.all([stdout, stderr].map((output) => new Promise((resolve) => output.write('', resolve))));
// oxlint-disable-next-line unicorn/no-process-exit
process.exit(exitCode);
