// first.mjs
import { Session } from 'snowpark-session';

const session = await Session.builder.config('local_testing', true).create();
console.log(await session.sql('select 40 + ? as answer', [2]).collect()); // [ { ANSWER: 42 } ]
await session.close();
