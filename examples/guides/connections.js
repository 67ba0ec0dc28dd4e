// Connections and caching: shared by everyone, kept results, resets.
import { closeAllConnections, connection } from 'snowpark-session';

const pets = connection('pets');
console.log(connection('pets') === pets); // true

await pets.execute('create or replace table pets (id number, name varchar)');
const people = [
  { id: 1, name: 'Ada' },
  { id: 2, name: 'Bob' },
];
console.log(await pets.writeRows('pets', people)); // { rows: 2, batches: 1 }

const one = await pets.query('select name from pets where id = ?', {
  params: [2],
  ttl: '10m',
});
console.log(one); // [ { NAME: 'Bob' } ]

const session = await pets.session();
await pets.reset();
const late = session.sql('select 1').collect();
console.log(await late.catch((error) => error.hint)); // Call session() on the connection again.

await closeAllConnections();
