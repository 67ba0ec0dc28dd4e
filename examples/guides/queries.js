// Queries and rows: actions.
import { bindRows, Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();

await session
  .sql('create or replace table pets (id int, name varchar, weight number(5,2))')
  .collect();
const rows = bindRows([
  [1, 'Ada', '4.20'],
  [2, 'Bob', null],
]);
await session.sql('insert into pets values (?, ?, ?)', rows).collect();

const pets = session.sql('select * from pets order by id');
console.log(await pets.collect()); // [ { ID: 1, NAME: 'Ada', WEIGHT: 4.2 }, { ID: 2, NAME: 'Bob', WEIGHT: null } ]
console.log(await pets.first()); // { ID: 1, NAME: 'Ada', WEIGHT: 4.2 }
console.log(await pets.count()); // 2

const names = [];
for await (const { NAME } of session.table('pets')) {
  names.push(NAME);
}
console.log(names.length); // 2

await session.close();
