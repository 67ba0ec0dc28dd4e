import { expect, test } from '@jest/globals';

import { Session, SessionCloseError, SnowparkError } from '../../../src/index.js';
import { testEngine, until } from '../../helpers/engine.js';
import { CASES, FAULTS, type FaultCase, type Outcome } from './fault-cases.js';

const local = testEngine({ chunkRows: 100, longPollMs: 100 });

/** How long anything may take that is limited to less than that, in milliseconds. */
const LIMIT_MS = 30_000;
const TIMEOUT_MS = 1_200;
/** For what is to end otherwise than by its time: the driver pauses for seconds before it tries again. */
const PATIENT_MS = 12_000;

/** Longer than the driver's longest pause between two tries, which nobody can cut short. */
const QUIET_MS = 60_000;

let resources: { readonly timers: number; readonly sockets: number };

async function create(login_timeout = 30): Promise<Session> {
  return Session.builder.configs({ ...local.engine.connectionOptions, login_timeout }).create();
}

/** What an operation came to, and that it ended at all. */
async function outcomeOf(operation: Promise<unknown>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`did not settle within ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    await Promise.race([operation, late]);
    return 'ok';
  } catch (error) {
    if (!(error instanceof SnowparkError)) {
      throw error;
    }
    return error.code as Outcome;
  } finally {
    clearTimeout(timer);
  }
}

const ROWS = 'select seq4() as n from table(generator(rowcount => 1000))';
let statements = 0;

/** The time for an operation whose outcome is known. */
function timeFor(outcome: Outcome): number {
  const isByTime = ['QUERY_TIMEOUT', 'SESSION_CLOSE_FAILED', 'not alive'].includes(outcome);
  return isByTime ? TIMEOUT_MS : PATIENT_MS;
}

/** A text that no other case sends. */
function statementFor(on: FaultCase['on']): string {
  statements += 1;
  const body = on === 'chunk' ? ROWS : on === 'result' ? "select system$wait(300, 'MILLISECONDS')" : 'select 1';
  return `${body} -- case ${statements}`;
}

/** Does what the fault of a case is to strike. */
async function strike({ on, outcome }: FaultCase, session: Session, sql: string): Promise<Outcome> {
  const timeoutMs = timeFor(outcome);
  switch (on) {
    case 'login':
      return outcomeOf(create(outcome === 'LOGIN_TIMEOUT' ? 1 : 12).then(async (other) => other.close()));
    case 'heartbeat': {
      const isAlive = await session.isAlive({ timeoutMs });
      return session.state === 'expired' ? 'expired' : isAlive ? 'alive' : 'not alive';
    }
    case 'abort': {
      const pending = outcomeOf(session.sql(`select system$wait(30) -- ${sql}`).collect());
      await until(() => local.engine.queries.some((query) => query.sql.endsWith(sql) && query.state === 'RUNNING'));
      // A quarter of it is for deleting the session, which must get there on a busy machine too.
      await session.close({ timeoutMs: 3 * TIMEOUT_MS }).catch(() => undefined);
      return pending;
    }
    case 'delete':
      return outcomeOf(session.close({ timeoutMs }));
    case 'query':
    case 'result':
    case 'chunk':
    case 'renew':
      return outcomeOf(session.sql(sql).collect({ timeoutMs }));
    default:
      return on satisfies never;
  }
}

test('there are at least eighty cases', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(80);
  resources = open();
});

test.each(CASES.map((one) => ({ ...one, often: one.times === 1 ? 'once' : 'always' })))(
  '$on, $when, $often: $fault -> $outcome',
  async (one) => {
    const { engine } = local;
    const session = await create();
    const sql = statementFor(one.on);
    if (one.on === 'renew') {
      engine.expireSessions();
    }
    engine.faults.add({ on: one.on, when: one.when, times: one.times, respond: FAULTS[one.fault] });
    expect(await strike(one, session, sql)).toBe(one.outcome);

    const started = performance.now();
    const closed = await session.close({ timeoutMs: TIMEOUT_MS }).catch((error: unknown) => error);
    // Without a time of its own it would be ten seconds.
    expect(performance.now() - started).toBeLessThan(TIMEOUT_MS + 8_000);
    expect(closed === undefined || closed instanceof SessionCloseError).toBe(true);
    expect(session.state).toBe('closed');
    // However often it was asked for, the server ran it once, and runs it no more.
    const own = engine.queries.filter(({ sql: text }) => text.endsWith(sql));
    expect(own.length).toBeLessThanOrEqual(1);
    await until(() => own.every(({ queryId }) => !isRunning(queryId)));
  },
  LIMIT_MS * 3,
);

test('an answer without data is not taken for a server that was not reached', async () => {
  const session = await create();
  local.engine.faults.add({ on: 'query', respond: FAULTS['success without data'] });
  const error: unknown = await session
    .sql('select 1')
    .collect()
    .catch((failure: unknown) => failure);
  expect(error).toMatchObject({
    code: 'CONNECTION_FAILED',
    message: expect.stringContaining('does not hold what it should'),
  });
  await session.close();
});

// What goes uncaught fails the test that runs: jest listens for it.
test(
  'after all of it no socket and no timer is left',
  async () => {
    await until(() => open().sockets <= resources.sockets && open().timers <= resources.timers, QUIET_MS);
  },
  QUIET_MS + 10_000,
);

function isRunning(queryId: string): boolean {
  return local.engine.queries.some((query) => query.queryId === queryId && query.state === 'RUNNING');
}

/** Timers and sockets that keep the process alive. */
function open(): { readonly timers: number; readonly sockets: number } {
  const info = process.getActiveResourcesInfo();
  return {
    timers: info.filter((type) => type === 'Timeout').length,
    sockets: info.filter((type) => type === 'TCPSocketWrap').length,
  };
}
