// As in Streamlit: ask for a connection by name wherever you need it. It is the same one
// everywhere, results are kept for as long as you say, and a lost session is replaced.
import { closeAllConnections, connection } from 'snowpark-session';

const pets = connection('pets');
console.log(connection('pets') === pets); // true

await pets.execute('create or replace temporary table visits (pet int, day date)');
console.log(await pets.writeRows('visits', [{ pet: 1, day: '2026-01-01' }])); // { rows: 1, batches: 1 }

const visits = 'select count(*) as n from visits where pet = ?';
console.log(await pets.query(visits, { params: [1], ttl: '10m' })); // [ { N: 1 } ]
await pets.execute('insert into visits values (1, current_date())');
console.log(await pets.query(visits, { params: [1], ttl: '10m' })); // [ { N: 1 } ]
console.log(await pets.query(visits, { params: [1] })); // [ { N: 2 } ]

await pets.reset(); // a new session on the next use; temporary tables are gone with the old one
console.log(await pets.query(visits, { params: [1] }).catch((error) => error.serverCode)); // 002003
await closeAllConnections();
