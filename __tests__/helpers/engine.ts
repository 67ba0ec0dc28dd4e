import { afterAll, beforeAll } from '@jest/globals';
import { LocalSnowflake, type LocalSnowflakeOptions } from 'snowpark-session-local';

import { Session } from '../../src/index.js';

/** One engine for a test file, started before its tests and closed after them. */
export interface TestEngine {
  readonly engine: LocalSnowflake;
  /** Opens a session on it, closed after the tests if the test does not. */
  readonly open: (options?: Readonly<Record<string, unknown>>) => Promise<Session>;
}

/** Starts an engine for the tests of a file. */
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
  afterAll(async () => {
    await Promise.allSettled(sessions.map((session) => session.close()));
    await started?.close();
  });
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

/** Polls until a condition holds. */
export async function until(condition: () => boolean, limitMs = 30_000): Promise<void> {
  const started = Date.now();
  while (!condition()) {
    if (Date.now() - started > limitMs) {
      throw new Error(`did not come true within ${limitMs} ms: ${condition.toString()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
