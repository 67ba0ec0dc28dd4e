// Coming from the raw driver: execute with a callback becomes sql and collect.
import { Session, SqlError } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();

const rows = await session.sql('select id, name from pets where id = ?', [1]).collect();
console.log(rows); // [ { ID: 1, NAME: 'Tom' } ]

let sum = 0;
for await (const { ID } of session.table('pets').toLocalIterator({ timeoutMs: 60_000 })) {
  sum += ID;
}
console.log(sum); // 3

const failed = await session
  .sql('select * from petz')
  .collect()
  .catch((error) => error);
console.log(failed instanceof SqlError, failed.serverCode, failed.sqlState); // true 002003 42S02

await session.close();
