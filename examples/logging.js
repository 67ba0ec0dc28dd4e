// What a session does, as structured entries. `console` fits as it is, and so does a pino logger; here is one of our own.
import { Session } from 'snowpark-session';

/** @param {string} level */
const write =
  (level) =>
  /** @param {string} message @param {Readonly<Record<string, unknown>>} [fields] */
  (message, fields = {}) => {
    console.log(level, message, JSON.stringify({ event: fields['event'], rows: fields['rows'] }));
  };

const session = await Session.builder
  .configs({
    local_testing: true,
    logger: {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
    },
    log_level: 'debug',
  })
  .create();
await session.sql('select seq4() from table(generator(rowcount => 3))').collect();
await session
  .sql('select * from no_such_table')
  .collect()
  .catch(() => undefined);
await session.close();
