import { afterEach, expect, test } from '@jest/globals';

import { Session } from '../../../src/index.js';
import { rejection, testEngine } from '../../helpers/engine.js';

const local = testEngine();
const opened: Session[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.close()));
});

function builder(more: Readonly<Record<string, unknown>> = {}): typeof Session.builder {
  return Session.builder.configs({ ...local.engine.connectionOptions, ...more });
}

async function keep(session: Promise<Session>): Promise<Session> {
  opened.push(await session);
  return session;
}

test('none, one and several', async () => {
  expect(Session.getActiveSession()).toBeUndefined();
  const first = await keep(builder().create());
  expect(Session.getActiveSession()).toBe(first);
  expect(await builder().getOrCreate()).toBe(first);
  const second = await keep(builder().create());
  expect(() => Session.getActiveSession()).toThrow('There are 2 open sessions');
  expect(await rejection(builder().getOrCreate())).toMatchObject({ name: 'SnowparkError', code: 'SEVERAL_SESSIONS' });
  await first.close();
  expect(Session.getActiveSession()).toBe(second);
});

test('getOrCreate creates when there is none, once for several callers at the same time', async () => {
  const start = local.engine.requests.length;
  const all = await Promise.all([1, 2, 3].map(async () => keep(builder().getOrCreate())));
  expect(new Set(all).size).toBe(1);
  expect(local.engine.requests.slice(start).map(({ kind }) => kind)).toEqual(['login']);
});

test("one caller's signal does not take the session from the others", async () => {
  const leaving = new AbortController();
  local.engine.faults.add({ on: 'login', respond: { delayMs: 100 } });
  const left = rejection(builder().getOrCreate({ signal: leaving.signal }));
  const staying = keep(builder().getOrCreate());
  leaving.abort();
  expect(await left).toMatchObject({ name: 'AbortError' });
  expect((await staying).state).toBe('open');
});

test('closed and expired sessions do not count', async () => {
  const closed = await keep(builder().create());
  const closing = closed.close();
  expect(Session.getActiveSession()).toBeUndefined();
  await closing;
  const expired = await keep(builder().create());
  local.engine.expireSessions({ master: true });
  await rejection(expired.sql('select 1').collect());
  expect(Session.getActiveSession()).toBeUndefined();
  expect(await keep(builder().getOrCreate())).not.toBe(expired);
});

test('options that the found session does not fulfil are named to the logger, and no value is told', async () => {
  const warnings: string[] = [];
  const ignore = (): void => undefined;
  const logger = { debug: ignore, info: ignore, warn: (text: string) => warnings.push(text), error: ignore };
  await keep(builder({ logger, role: 'R' }).create());
  await builder({ role: 'R' }).getOrCreate();
  expect(warnings).toEqual([]);
  await builder({ password: 'another', role: 'OTHER', queryTag: 'x' }).getOrCreate();
  expect(warnings).toEqual([expect.stringMatching(/which does not change: password, role, queryTag had no effect/)]);
  expect(warnings.join()).not.toMatch(/another|OTHER/);
});

test('many sessions opened and closed leave nothing in the registry', async () => {
  for (let round = 0; round < 20; round++) {
    const sessions = await Promise.all(Array.from({ length: 10 }, async () => builder().create()));
    await Promise.all(sessions.map((session) => session.close()));
  }
  expect(Session.getActiveSession()).toBeUndefined();
});
