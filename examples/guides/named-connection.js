// Getting started and authentication: a session by the name of its entry, and a secret that is asked for.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'reports').create();
const rows = await session.sql('select current_user() as name').collect();
console.log(rows.length); // 1
await session.close();

const vault = { read: async (name) => process.env[name] };

const other = await Session.builder
  .config('connection_name', 'reports')
  .config('password', async () => await vault.read('PETS_PASSWORD'))
  .create();
console.log(await other.getCurrentSchema()); // PUBLIC
await other.close();
