import { parentPort, workerData } from 'node:worker_threads';
import type { Fault } from './faults.js';
import { InProcessEngine } from './in-process-engine.js';
import type { Seed } from './seed.js';
import { resolveSettings } from './settings.js';
import {
  CRASHED,
  sendError,
  type WorkerAnswer,
  type WorkerCall,
  type WorkerFacts,
  type WorkerSeat,
} from './worker-messages.js';

// The thread of an engine with `isolate: 'worker'`: it is started by worker-engine.ts alone, which writes its data.
const seat: WorkerSeat = workerData;

/** What the main thread may ask for, by name. */
function methodsOf(engine: InProcessEngine): Readonly<Record<string, (...args: never[]) => unknown>> {
  return {
    requests: () => engine.requests(),
    queries: () => engine.queries(),
    expireSessions: (master: boolean) => engine.expireSessions(master),
    revokeTokens: () => engine.revokeTokens(),
    freeze: (moment: number) => engine.clock.freeze(new Date(moment)),
    release: () => engine.clock.release(),
    addFault: (fault: Fault) => engine.faults.add(fault),
    clearFaults: () => engine.faults.clear(),
    reset: () => engine.reset(),
    seed: (seed: Seed) => engine.seed(seed),
    close: () => engine.close(),
  };
}

function answer(message: WorkerAnswer, stands: boolean): void {
  if (!stands) {
    parentPort?.postMessage(message);
    return;
  }
  seat.answers.postMessage(message);
  const signal = new Int32Array(seat.signal);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
}

async function run(engine: InProcessEngine, { id, stands, method, args }: WorkerCall): Promise<void> {
  try {
    answer({ id, value: await methodsOf(engine)[method]?.(...(args as never[])) }, stands);
  } catch (error) {
    answer({ id, error: sendError(error) }, stands);
  }
}

async function end(): Promise<void> {
  try {
    await running?.close();
  } finally {
    process.exit(1);
  }
}

let running: InProcessEngine | undefined;

// A thread that ends while the database works takes the whole process with it: the work is stopped first.
process.on('uncaughtException', (error) => {
  answer({ id: CRASHED, error: sendError(error) }, false);
  void end();
});

try {
  const engine = await InProcessEngine.start(resolveSettings(seat.options, seat.password));
  running = engine;
  parentPort?.on('message', (call: WorkerCall) => void run(engine, call));
  const facts: WorkerFacts = {
    url: engine.url,
    certificate: engine.certificate,
    connectionOptions: engine.connectionOptions,
  };
  answer({ id: 0, value: facts }, false);
} catch (error) {
  answer({ id: 0, error: sendError(error) }, false);
}
