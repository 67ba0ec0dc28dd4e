// The README's example of binds and limits.
import { bindRows, connection, Session } from 'snowpark-session';
import { LocalSnowflake } from 'snowpark-session-local';

const engine = await LocalSnowflake.start();
const session = await Session.builder.configs(engine.connectionOptions).create();

await session.sql('create table pets (id int, name varchar)').collect();
const rows = bindRows([
  [1, 'Tom'],
  [2, 'Ada'],
]);
await session.sql('insert into pets values (?, ?)', rows).collect();
const tom = session.sql('select * from pets where id = ?', [1]);
console.log(await tom.collect({ timeoutMs: 5_000 })); // [ { ID: 1, NAME: 'Tom' } ]

const pets = connection('pets'); // the entry of connections.toml; nothing is opened yet
const named = await pets.query('select name from pets where id = ?', {
  params: [1],
  ttl: 60,
});
console.log(named); // [ { NAME: 'Tom' } ]

await pets.close();
await session.close();
await engine.close();
