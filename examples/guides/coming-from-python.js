// Coming from Snowpark Python: the same words, with await before what asks the server.
import { Session } from 'snowpark-session';

const session = await Session.builder.configs({ connection_name: 'pets' }).create();

const frame = session.sql('select name from pets where id = ?', [1]);
const [row] = await frame.collect();
console.log(row.NAME); // Tom
const names = [];
for await (const { NAME } of session.table('pets').toLocalIterator()) {
  names.push(NAME);
}
console.log(names.length); // 2
const job = await frame.collectNowait();
console.log(await job.result()); // [ { NAME: 'Tom' } ]

await session.close();
