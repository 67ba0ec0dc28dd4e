// The README's examples, in its order. Compiled and run by the tests.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();
const pets = session.sql<{ ID: number; NAME: string }>('select id, name from pets');
for (const { ID, NAME } of await pets.collect()) {
  console.log(ID, NAME);
}
await session.close();
