// What can go wrong, told apart by class and code. Every error has a hint, and a link to the page about its code.
import {
  ConfigurationError,
  QueryTimeoutError,
  Session,
  SnowparkError,
  SqlError,
} from 'snowpark-session';

const session = await Session.builder.config('local_testing', true).create();

/** @param {() => Promise<unknown>} work */
async function explain(work) {
  try {
    await work();
  } catch (error) {
    if (error instanceof SqlError) {
      console.log(`the server refused it: ${error.serverCode} ${error.sqlState}`);
    } else if (error instanceof QueryTimeoutError) {
      console.log(`it took too long and was cancelled: ${error.code}`);
    } else if (error instanceof ConfigurationError) {
      console.log(
        `options to mend: ${error.problems.map(({ parameter }) => parameter).join(', ')}`,
      );
    } else if (error instanceof SnowparkError) {
      console.log(`${error.code}: ${error.hint}`);
    } else {
      throw error;
    }
  }
}

await explain(() => session.sql('select * from no_such_table').collect());
await explain(() => session.sql('select system$wait(60)').collect({ timeoutMs: 100 }));
await explain(() =>
  Session.builder.configs({ local_testing: true, acount: 'acme', login_timeout: 'soon' }).create(),
);
await explain(() => session.sql('select 1').collect({ signal: AbortSignal.abort() }));
await session.close();
