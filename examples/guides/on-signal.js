// Sessions and closing: everything is closed when the process is told to end.
import { closeOnSignal, Session } from 'snowpark-session';

closeOnSignal(['SIGTERM', 'SIGINT'], { drainTimeoutMs: 10_000 });

const session = await Session.builder.config('connection_name', 'pets').create();
const pending = session.sql('select system$wait(60)').collect();
process.kill(process.pid, 'SIGTERM');
console.log(await pending.catch((error) => error.code)); // QUERY_CANCELLED
