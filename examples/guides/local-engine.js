// The README of the local engine: an engine and a session on it.
import { Session } from 'snowpark-session';
import { LocalSnowflake } from 'snowpark-session-local';

const engine = await LocalSnowflake.start();
const session = await Session.builder.configs(engine.connectionOptions).create();

await session.sql('create table pets (id number, name varchar)').collect();
await session.sql('insert into pets values (?, ?)', [1, 'Tom']).collect();
console.log(await session.sql('select * from pets').collect()); // [ { ID: 1, NAME: 'Tom' } ]

await session.close();
await engine.close();
