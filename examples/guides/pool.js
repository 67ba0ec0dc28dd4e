// Connections and caching: a session for each caller.
import { closeAllConnections, connection } from 'snowpark-session';

const pool = connection('pets', { poolSize: 4, acquireTimeoutMs: 5_000 });
const asked = [1, 2].map((n) => pool.query('select ? as n', { params: [n] }));
console.log(await Promise.all(asked)); // [ [ { N: 1 } ], [ { N: 2 } ] ]
await closeAllConnections();
