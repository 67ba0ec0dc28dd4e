import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { LocalSnowflake, type LocalSnowflakeOptions } from 'snowpark-session-local';

import { Session } from '../../src/index.js';

/** One engine for a test file, started before its tests and closed after them. */
export interface TestEngine {
  readonly engine: LocalSnowflake;
  /** Opens a session on it, closed after the test if the test does not. */
  readonly open: (options?: Readonly<Record<string, unknown>>) => Promise<Session>;
}

/**
 * Starts an engine for the tests of a file. What a test leaves behind ends with it: its faults, its sessions and what they
 * run, so that nothing of it comes into what the next test counts.
 */
export function testEngine(options: LocalSnowflakeOptions = {}): TestEngine {
  let started: LocalSnowflake | undefined;
  const sessions: Session[] = [];
  const engine = (): LocalSnowflake => {
    if (started === undefined) {
      throw new Error('The engine is only there while tests run.');
    }
    return started;
  };
  beforeAll(async () => {
    started = await LocalSnowflake.start(options);
  });
  afterEach(async () => {
    started?.faults.clear();
    await Promise.allSettled(sessions.splice(0).map((session) => session.close()));
  });
  afterAll(async () => started?.close());
  return {
    get engine() {
      return engine();
    },
    async open(more = {}) {
      const session = await Session.builder.configs({ ...engine().connectionOptions, ...more }).create();
      sessions.push(session);
      return session;
    },
  };
}

/** What a promise rejects with; fails the test when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`should have been rejected, but gave ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}

/**
 * Whether a promise settles without waiting for anything: within some turns of the event loop, which may take as long as
 * a busy machine lets them.
 */
export async function settlesAtOnce(promise: Promise<unknown>): Promise<boolean> {
  const pass = async (turns: number): Promise<boolean> => {
    await new Promise(setImmediate);
    return turns > 1 && pass(turns - 1);
  };
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, pass(50)]);
}

/** Polls until a condition holds. */
export async function until(condition: () => boolean, limitMs = 60_000): Promise<void> {
  const started = Date.now();
  while (!condition()) {
    if (Date.now() - started > limitMs) {
      throw new Error(`did not come true within ${limitMs} ms: ${condition.toString()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
