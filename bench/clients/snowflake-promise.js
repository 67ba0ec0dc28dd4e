// @ts-check
// A promise wrapper over the driver, measured where it is installed.
import { WAIT_SQL } from '../fixture.js';

/** Not a literal at the import: the package is optional. @type {string} */
const PACKAGE = 'snowflake-promise';

/** @returns {Promise<any>} */
export async function load() {
  return import(PACKAGE);
}

/**
 * @param {number} port
 * @returns {Promise<import('./client.js').Client>}
 */
export async function connect(port) {
  const { Snowflake } = await load();
  const snowflake = new Snowflake(
    { account: 'bench', username: 'bench', password: 'bench', accessUrl: `http://127.0.0.1:${port}` },
    { logLevel: 'off', logSql: undefined },
  );
  await snowflake.connect();
  return {
    collect: async (sqlText) => (await snowflake.execute(sqlText)).length,
    stream: async (sqlText) => {
      const statement = snowflake.createStatement({ sqlText, streamResult: true });
      await statement.execute();
      let rows = 0;
      return new Promise((resolve, reject) => {
        statement
          .streamRows()
          .on('data', () => rows++)
          .on('error', reject)
          .on('end', () => resolve(rows));
      });
    },
    cancel: () => Promise.reject(new Error(`no way to cancel ${WAIT_SQL}`)),
    close: () => snowflake.destroy(),
  };
}
