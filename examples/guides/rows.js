// Queries and rows: how rows look, and rows that are checked.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();

const frame = session.sql('select 1 as id, 2 as id, 12345678901234567890 as big');
console.log(await frame.first()); // { ID: 1, ID_2: 2, BIG: 12345678901234567890n }
console.log(await frame.collect({ rowMode: 'array' })); // [ [ 1, 2, 12345678901234567890n ] ]
console.log(await frame.first(undefined, { caseSensitive: false })); // { id: 1, id_2: 2, big: 12345678901234567890n }

const Pet = {
  '~standard': {
    version: 1,
    vendor: 'by hand',
    validate: (row) =>
      typeof row.WEIGHT === 'number'
        ? { value: { name: row.NAME, weight: row.WEIGHT } }
        : { issues: [{ message: 'Expected a number', path: ['WEIGHT'] }] },
  },
};
const pets = session.sql("select * from values ('Ada', 4.2), ('Bob', null) as t (name, weight)");
const failed = await pets.collect({ schema: Pet }).catch((error) => error.message);
console.log(failed); // Row 2, column "WEIGHT", does not fit the schema: Expected a number

await session.close();
