// @ts-check
// This package as it is built, with one of its two row readers.
import { setTimeout as sleep } from 'node:timers/promises';

import { WAIT_SQL } from '../fixture.js';
import { CANCEL_AFTER_MS } from './client.js';

/** @type {string} */
const BUILD = new URL('../../dist/index.js', import.meta.url).href;

/** @returns {Promise<typeof import('../../src/index.js')>} */
async function load() {
  return import(BUILD);
}

/**
 * @param {'direct' | 'driver'} reader
 * @returns {import('./client.js').ClientKind}
 */
export function ours(reader) {
  return {
    load,
    connect: async (port) => {
      const { Session } = await load();
      const session = await Session.builder
        .configs({
          account: 'bench',
          user: 'bench',
          password: 'bench',
          protocol: 'http',
          host: '127.0.0.1',
          port,
          result_reader: reader,
        })
        .create();
      return {
        collect: async (sql) => (await session.sql(sql).collect()).length,
        stream: async (sql) => {
          let rows = 0;
          for await (const _row of session.sql(sql).toLocalIterator()) {
            rows++;
          }
          return rows;
        },
        cancel: async () => {
          const stop = new AbortController();
          const rejected = session
            .sql(WAIT_SQL)
            .collect({ signal: stop.signal })
            .catch(() => undefined);
          await sleep(CANCEL_AFTER_MS);
          stop.abort();
          await rejected;
        },
        close: () => session.close(),
      };
    },
  };
}
