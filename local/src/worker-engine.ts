import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { atExit } from './at-exit.js';
import { Clock } from './clock.js';
import type { EngineHost } from './engine-host.js';
import { type Fault, Faults } from './faults.js';
import type { LocalConnectionOptions } from './local-snowflake.js';
import type { QueryRecord } from './query-registry.js';
import type { LoggedRequest } from './request-log.js';
import type { Seed } from './seed.js';
import {
  CRASHED,
  receiveError,
  type WorkerAnswer,
  type WorkerCall,
  type WorkerFacts,
  type WorkerSeat,
  type WorkerStart,
} from './worker-messages.js';

/** A function in JavaScript may hold the engine's thread for 3 seconds; this is more. */
const ANSWER_LIMIT_MS = 10_000;
/** How long a thread that has failed may take to stop the database. */
const CRASH_LIMIT_MS = 10_000;

/** A thread runs what was built, also where the sources are run as they are. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? '../dist/engine-worker.js' : './engine-worker.js',
  import.meta.url,
);

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** An engine in a thread of its own, seen from the thread that started it. */
export class WorkerEngine implements EngineHost {
  readonly url: string;
  readonly certificate: string | undefined;
  readonly connectionOptions: LocalConnectionOptions;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly #line: Line;

  private constructor(line: Line, { url, certificate, connectionOptions }: WorkerFacts) {
    this.#line = line;
    this.url = url;
    this.certificate = certificate;
    this.connectionOptions = { ...connectionOptions };
    this.faults = new WorkerFaults(line);
    this.clock = new WorkerClock(line);
  }

  /** @throws Error as {@link InProcessEngine.start} does, and when the thread cannot be started */
  static async start(start: WorkerStart): Promise<WorkerEngine> {
    const line = new Line(start);
    try {
      const facts = (await line.started) as WorkerFacts;
      return new WorkerEngine(line, facts);
    } catch (error) {
      await line.end();
      throw error;
    }
  }

  // What passes between threads is made anew: a test runner's realm has a Date of its own.
  requests(): readonly LoggedRequest[] {
    const requests = this.#line.ask('requests') as readonly LoggedRequest[];
    return requests.map((request) => ({ ...request, at: new Date(request.at) }));
  }

  queries(): readonly QueryRecord[] {
    const queries = this.#line.ask('queries') as readonly QueryRecord[];
    return queries.map(({ endedAt, ...query }) => ({
      ...query,
      startedAt: new Date(query.startedAt),
      ...(endedAt === undefined ? {} : { endedAt: new Date(endedAt) }),
    }));
  }

  expireSessions(master: boolean): void {
    this.#line.ask('expireSessions', master);
  }

  revokeTokens(): void {
    this.#line.ask('revokeTokens');
  }

  async reset(): Promise<void> {
    this.clock.release();
    await this.#line.call('reset');
  }

  async seed({ files = [], tables = {} }: Seed): Promise<void> {
    // An URL does not pass between threads.
    const paths = files.map((file) => (file instanceof URL ? fileURLToPath(file) : file));
    await this.#line.call('seed', { files: paths, tables });
  }

  async close(): Promise<void> {
    await this.#line.call('close').catch(() => undefined);
    await this.#line.end();
  }
}

class WorkerFaults extends Faults {
  readonly #line: Line;

  constructor(line: Line) {
    super();
    this.#line = line;
  }

  override add(fault: Fault): void {
    this.#line.ask('addFault', fault);
  }

  override clear(): void {
    this.#line.ask('clearFaults');
  }
}

class WorkerClock extends Clock {
  readonly #line: Line;

  constructor(line: Line) {
    super();
    this.#line = line;
  }

  override freeze(moment: Date | string): void {
    super.freeze(moment);
    this.#line.ask('freeze', this.frozenAt);
  }

  override release(): void {
    super.release();
    this.#line.ask('release');
  }
}

/** The line to the engine's thread. */
class Line {
  /** The answer to having been started. */
  readonly started: Promise<unknown>;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #answers: MessagePort;
  readonly #signal = new Int32Array(new SharedArrayBuffer(4));
  readonly #pending = new Map<number, Pending>();
  /** A thread that ends while the database works takes the process with it, and a clean exit would be none. */
  readonly #forgetExit = atExit(() => {
    if (this.#ended === undefined) {
      this.ask('close');
    }
  });
  #next = 1;
  #ended: Error | undefined;
  #crashed = false;

  constructor(start: WorkerStart) {
    const { port1, port2 } = new MessageChannel();
    this.#answers = port1;
    this.started = this.#wait(0);
    const seat: WorkerSeat = { ...start, answers: port2, signal: this.#signal.buffer };
    this.#worker = new Worker(SCRIPT, {
      workerData: seat,
      transferList: [port2],
      name: 'snowpark-session-local',
      // What the process was started with, such as --input-type, need not fit the thread.
      execArgv: [],
    });
    this.#worker.on('message', (answer: WorkerAnswer) => this.#receive(answer));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#fail(`it ended with code ${code}`);
        resolve();
      });
    });
    this.#answers.unref();
  }

  /** Calls the engine. */
  async call(method: string, ...args: readonly unknown[]): Promise<unknown> {
    const answer = this.#wait(this.#send(method, args, false));
    this.#holdProcess();
    return answer;
  }

  /** Calls the engine and stands still until it has answered, so that what is asked for holds when this returns. */
  ask(method: string, ...args: readonly unknown[]): unknown {
    Atomics.store(this.#signal, 0, 0);
    const id = this.#send(method, args, true);
    while (Atomics.wait(this.#signal, 0, 0, ANSWER_LIMIT_MS) !== 'timed-out') {
      Atomics.store(this.#signal, 0, 0);
      const answer = this.#answerTo(id);
      if (answer !== undefined) {
        return valueOf(answer);
      }
    }
    throw new Error(`LocalSnowflake: the engine's thread has not answered for ${ANSWER_LIMIT_MS / 1000} seconds.`);
  }

  /** Passes over answers that came too late for those who had asked. */
  #answerTo(id: number): WorkerAnswer | undefined {
    for (;;) {
      const received: { readonly message: WorkerAnswer } | undefined = receiveMessageOnPort(this.#answers);
      if (received === undefined || received.message.id === id) {
        return received?.message;
      }
    }
  }

  /** Ends the thread. */
  async end(): Promise<void> {
    this.#fail('it was closed');
    this.#forgetExit();
    this.#answers.close();
    if (this.#crashed) {
      // It ends by itself, once the database has stopped.
      const limit = new AbortController();
      const late = sleep(CRASH_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => undefined);
      await Promise.race([this.#exited, late]);
      limit.abort();
    }
    await this.#worker.terminate();
  }

  #send(method: string, args: readonly unknown[], stands: boolean): number {
    if (this.#ended !== undefined) {
      throw this.#ended;
    }
    const id = this.#next;
    this.#next += 1;
    const call: WorkerCall = { id, stands, method, args };
    this.#worker.postMessage(call);
    return id;
  }

  #wait(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
    });
  }

  /** What waits for an answer keeps the process alive; an engine does not. */
  #holdProcess(): void {
    if (this.#pending.size > 0) {
      this.#worker.ref();
    } else {
      this.#worker.unref();
    }
  }

  #receive(answer: WorkerAnswer): void {
    if (answer.id === CRASHED && 'error' in answer) {
      this.#crashed = true;
      this.#fail(answer.error.message);
      return;
    }
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    this.#holdProcess();
    try {
      pending?.resolve(valueOf(answer));
    } catch (error) {
      pending?.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** The first reason is the true one: what comes after follows from it. */
  #fail(why: string): void {
    this.#ended ??= new Error(`LocalSnowflake: the engine's thread is gone: ${why}.`);
    for (const { reject } of this.#pending.values()) {
      reject(this.#ended);
    }
    this.#pending.clear();
  }
}

function valueOf(answer: WorkerAnswer): unknown {
  if ('error' in answer) {
    throw receiveError(answer.error);
  }
  return answer.value;
}
