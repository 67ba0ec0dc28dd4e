// Queries and rows: what a session can do.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();

await session.useSchema('public');
console.log(await session.getCurrentSchema()); // PUBLIC

await session.setQueryTag('nightly');
await session.appendQueryTag('part 2');
console.log(await session.getQueryTag()); // nightly,part 2

const total = await session.transaction(async () => {
  await session.sql('insert into pets (id, name) values (3, ?)', ['Cyd']).collect();
  return session.table('pets').count();
});
console.log(total); // 3

const [first, second] = await session
  .sql('select 1 as a; select 2 as b', [], { multiStatement: 2 })
  .collect();
console.log(first, second); // [ { A: 1 } ] [ { B: 2 } ]

const history = session.queryHistory();
await session.sql('select 1').collect();
history.close();
console.log(history.queries.map(({ sqlText }) => sqlText)); // [ 'select 1' ]

await session.close();
