// Queries and rows: binds, typed and named, and rows of this process as a source.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();

const typed = session.sql('select ? as price, ? as day', [
  { type: 'NUMBER(10,2)', value: '4.20' },
  { type: 'DATE', value: new Date('2024-02-29T12:00:00Z') },
]);
console.log(await typed.first()); // { PRICE: 4.2, DAY: 2024-02-29T00:00:00.000Z }

const named = session.sql('select * from pets where name = :name', { name: 'Tom' });
console.log(await named.count()); // 1

const local = session.createDataFrame([{ id: 1, born: new Date(0) }, { id: 2 }]);
console.log(await local.collect()); // [ { ID: 1, BORN: 1970-01-01T00:00:00.000Z }, { ID: 2, BORN: null } ]

await session.close();
