import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { Procedure } from '../catalog/model.js';
import { kindOf } from '../compile/js-functions.js';
import { cancelled, toSnowflakeError } from '../duckdb-errors.js';
import { SnowflakeError } from '../errors.js';
import type { Bind, Cell, ResultColumn } from '../statement.js';
import { TEXT } from '../types/sql-type.js';
import { API, WORKER } from './js-realm.js';

/** What a statement of a procedure has answered, as its result set shows it. */
export interface JsAnswer {
  readonly queryId: string;
  readonly columns: readonly (ResultColumn & { readonly jsType: string; readonly sqlType: string })[];
  readonly rows: readonly (readonly Cell[])[];
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly duplicates: number;
}

/** What a procedure in JavaScript runs in. */
export interface JsHost {
  readonly signal: AbortSignal;
  execute(sql: string, binds: readonly Bind[]): Promise<JsAnswer>;
}

/** What the realm says: that it starts, a statement to run, or how it ended. */
type Said =
  | { readonly start: true }
  | { readonly sql: string; readonly binds: readonly Bind[] }
  | { readonly done: true; readonly value?: string | null; readonly thrown?: Thrown; readonly unread?: string };

interface Thrown {
  readonly text: string;
  readonly message?: string;
  readonly trace?: string;
  readonly line: number;
  readonly position: number;
}

/**
 * Runs a procedure written in JavaScript on a thread of its own, since its API answers at once, and gives what it
 * returned as text.
 *
 * @throws SnowflakeError 100183 for a statement that failed in it, 100132 for what JavaScript threw, 100131 for a body that cannot be read
 */
export async function runJavaScript(
  procedure: Procedure,
  texts: readonly (string | null)[],
  host: JsHost,
): Promise<string | null> {
  const { name, parameters, body } = procedure;
  const { port1, port2 } = new MessageChannel();
  const turn = new SharedArrayBuffer(4);
  const script = `(function (${parameters.map((parameter) => parameter.name).join(', ')}) {\n${body}\n})`;
  const worker = new Worker(WORKER, {
    eval: true,
    workerData: { port: port2, turn, api: API, script, name },
    transferList: [port2],
    stdout: true,
    stderr: true,
  });
  const start = {
    kinds: parameters.map(({ type }) => kindOf(type)),
    returns: kindOf(procedure.returns ?? TEXT),
    texts,
    file: name,
  };
  try {
    return await converse({ worker, port: port1, turn: new Int32Array(turn) }, start, procedure, host);
  } finally {
    port1.close();
    await worker.terminate();
  }
}

interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly turn: Int32Array;
}

function converse(
  { worker, port, turn }: Thread,
  start: object,
  procedure: Procedure,
  host: JsHost,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(cancelled());
    // An abort that came before is told to no listener.
    if (host.signal.aborted) {
      stop();
    }
    host.signal.addEventListener('abort', stop, { once: true });
    worker.once('error', reject);
    worker.once('exit', () => reject(new SnowflakeError('100132', 'P0000', 'JavaScript execution error: it ended.')));
    const answer = (content: object): void => {
      port.postMessage(JSON.stringify(content));
      Atomics.store(turn, 0, 1);
      Atomics.notify(turn, 0);
    };
    port.on('message', (text: string) => {
      const said: Said = JSON.parse(text);
      if ('done' in said) {
        const fault = faultOf(procedure, said);
        return fault === undefined ? resolve(said.value ?? null) : reject(fault);
      }
      return 'start' in said ? answer(start) : void execute(host, said.sql, said.binds).then(answer);
    });
  });
}

async function execute(host: JsHost, sql: string, binds: readonly Bind[]): Promise<object> {
  try {
    return await host.execute(sql, binds);
  } catch (error) {
    const { code, sqlState, message } = toSnowflakeError(error);
    return { error: { code, sqlState, message } };
  }
}

function faultOf(
  { name, body }: Procedure,
  { thrown, unread }: Extract<Said, { done: true }>,
): SnowflakeError | undefined {
  if (unread !== undefined) {
    return new SnowflakeError('100131', 'P0000', `JavaScript compilation error: Uncaught ${unread} in ${name}`);
  }
  if (thrown === undefined) {
    return undefined;
  }
  if (thrown.trace !== undefined) {
    const text = `Execution error in store procedure ${name}:\n${thrown.message ?? ''}\nAt ${thrown.trace}`;
    return new SnowflakeError('100183', 'P0000', text);
  }
  const line = body.split('\n')[thrown.line - 1] ?? '';
  const text = `JavaScript execution error: Uncaught ${thrown.text} in ${name} at '${line}' position ${thrown.position}\nstackstrace: \n${name} line: ${thrown.line}`;
  return new SnowflakeError('100132', 'P0000', text);
}
