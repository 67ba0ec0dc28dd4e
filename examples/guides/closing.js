// Sessions and closing: close() ends what runs, on the server as here.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();
console.log(session.state, await session.isAlive()); // open true

const slow = session.sql('select system$wait(60)');
const pending = slow.collect().catch((error) => error.code);
await session.close();
console.log(await pending, session.state); // QUERY_CANCELLED closed

const again = await Session.builder.config('connection_name', 'pets').create();
try {
  await again.sql('select 1').collect();
} finally {
  await again.close();
}
