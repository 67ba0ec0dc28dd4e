// Queries and rows: the table that show() prints.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();

await session.sql('select 1 as a, null as b').show();

await session.close();
