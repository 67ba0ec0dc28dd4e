// @ts-check
// The driver as it comes, with its log turned off: what every ratio compares with.
import { setTimeout as sleep } from 'node:timers/promises';

import { WAIT_SQL } from '../fixture.js';
import { CANCEL_AFTER_MS } from './client.js';

export async function load() {
  return import('snowflake-sdk');
}

/**
 * @param {number} port
 * @returns {Promise<import('./client.js').Client>}
 */
export async function connect(port) {
  const { default: sdk } = await load();
  sdk.configure({ logLevel: 'OFF', additionalLogToConsole: false });
  const connection = sdk.createConnection({
    account: 'bench',
    username: 'bench',
    password: 'bench',
    accessUrl: `http://127.0.0.1:${port}`,
  });
  await new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(undefined)));
  });
  return {
    collect: (sqlText) =>
      new Promise((resolve, reject) => {
        connection.execute({
          sqlText,
          complete: (error, _statement, rows) => (error ? reject(error) : resolve(rows?.length ?? 0)),
        });
      }),
    stream: (sqlText) =>
      new Promise((resolve, reject) => {
        connection.execute({
          sqlText,
          streamResult: true,
          complete: (error, statement) => {
            if (error) {
              reject(error);
              return;
            }
            let rows = 0;
            statement
              .streamRows()
              .on('data', () => rows++)
              .on('error', reject)
              .on('end', () => resolve(rows));
          },
        });
      }),
    cancel: async () => {
      /** @type {Promise<void>} */
      let rejected = Promise.resolve();
      const statement = await new Promise((resolve) => {
        rejected = new Promise((ended) => {
          resolve(connection.execute({ sqlText: WAIT_SQL, complete: () => ended() }));
        });
      });
      await sleep(CANCEL_AFTER_MS);
      statement.cancel(() => undefined);
      await rejected;
    },
    close: () =>
      new Promise((resolve, reject) => {
        connection.destroy((error) => (error ? reject(error) : resolve()));
      }),
  };
}
