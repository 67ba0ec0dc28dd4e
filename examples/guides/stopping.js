// Queries and rows: limits in time and signals.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();

const slow = session.sql('select system$wait(60)');
const stopped = await slow.collect({ timeoutMs: 50 }).catch((error) => error);
console.log(stopped.name, stopped.code); // QueryTimeoutError QUERY_TIMEOUT

const aborted = await slow.collect({ signal: AbortSignal.timeout(50) }).catch((error) => error);
console.log(aborted.name, aborted.code); // TimeoutError ABORTED

await session.close();
