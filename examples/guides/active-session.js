// Sessions and closing: the one session of a process.
import { Session } from 'snowpark-session';

const only = await Session.builder.config('connection_name', 'pets').getOrCreate();
console.log(Session.getActiveSession() === only); // true
console.log((await Session.builder.getOrCreate()) === only); // true

await only.close();
console.log(Session.getActiveSession()); // undefined
