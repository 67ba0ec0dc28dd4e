import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { type AnyRow, type DataFrame, Session } from '../../../src/index.js';
import { until } from '../../helpers/engine.js';
import { goodChunk, type ScriptedChunk, ScriptedServer } from './scripted-server.js';
import { failure } from './open-driver.js';

const columns = [{ name: 'ID', type: 'fixed' }];
const rows = Array.from({ length: 5_000 }, (_, index) => [String(index)]);
/** Begins, and goes silent. */
const stuck: ScriptedChunk = {
  rowCount: 10,
  script: (response) => void response.writeHead(200).write('["1"],["2"],["3'),
};

let server: ScriptedServer;
beforeAll(async () => {
  server = await ScriptedServer.start();
});
afterAll(() => server.stop());

type Action = (frame: DataFrame, signal: AbortSignal) => Promise<unknown>;

const actions: readonly (readonly [string, Action])[] = [
  ['collect', (frame, signal) => frame.collect({ signal })],
  [
    'toLocalIterator',
    async (frame, signal) => {
      const read: AnyRow[] = [];
      for await (const row of frame.toLocalIterator({ signal })) {
        read.push(row);
      }
      return read;
    },
  ],
];

interface Stage {
  readonly sql: string;
  readonly chunks: readonly ScriptedChunk[];
  /** When the signal comes. */
  readonly isReached: () => boolean;
  readonly cancels: boolean;
}

const stages: Readonly<Record<string, Stage>> = {
  'before it is sent': { sql: 'select', chunks: [], isReached: () => true, cancels: false },
  'while it runs': { sql: 'wait', chunks: [], isReached: () => server.count('query') > 0, cancels: true },
  'at the first chunk': {
    sql: 'select',
    chunks: [stuck],
    isReached: () => server.count('chunk 0') > 0,
    cancels: false,
  },
  'in the middle of the rows': {
    sql: 'select',
    chunks: [goodChunk(rows), goodChunk(rows), stuck],
    isReached: () => server.count('chunk 2') > 0,
    cancels: false,
  },
};

const cases = actions.flatMap(([name, act]) =>
  (['direct', 'driver'] as const).flatMap((reader) =>
    Object.entries(stages).map(([when, stage]) => [name, reader, when, act, stage] as const),
  ),
);

test.each(cases)('%s with the %s reader, stopped %s, leaves nothing open', async (_name, reader, _when, act, stage) => {
  server.serve({ columns, chunks: stage.chunks });
  const session = await Session.builder
    .configs({
      account: 'a',
      user: 'u',
      password: 'p',
      host: '127.0.0.1',
      port: server.port,
      protocol: 'http',
      result_reader: reader,
    })
    .create();
  server.asked.length = 0;
  const stop = new AbortController();
  if (stage.isReached()) {
    stop.abort();
  }
  const failed = failure(act(session.sql(stage.sql), stop.signal));
  await until(stage.isReached);
  stop.abort();
  expect(await failed).toMatchObject({ name: 'AbortError', code: 'ABORTED' });
  if (stage.cancels) {
    await until(() => server.count('cancel') > 0);
  }
  await session.close();
  await until(() => server.openSockets === 0);
  expect(server.count('delete')).toBe(1);
});
