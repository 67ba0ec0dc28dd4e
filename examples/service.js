// An HTTP service with Fastify: one connection for all requests, opened by the first of
// them; on SIGTERM requests under way are answered, then the connection is closed.
// Run it: PORT=3000 node examples/service.js
import Fastify from 'fastify';
import { connection, ConnectionError } from 'snowpark-session';

const pets = connection('pets'); // the entry [pets] of connections.toml
const app = Fastify({ keepAliveTimeout: 2_000 }); // else clients can hold its end for 72 s

app.get('/pets/:id', async (request, reply) => {
  const id = Number(request.params.id);
  const [pet] = await pets.query('select id, name from pets where id = ?', {
    params: [id],
    ttl: '10s', // the same question within ten seconds is answered from memory
  });
  return pet ?? reply.code(404).send({ error: `There is no pet ${id}.` });
});

app.post('/pets', async (request, reply) => {
  const { id, name } = request.body;
  await pets.execute('insert into pets (id, name) values (?, ?)', {
    params: [id, name],
  });
  return reply.code(201).send({ ID: id, NAME: name });
});

app.get('/health', async (_request, reply) => {
  const healthy = await pets.isHealthy();
  return reply.code(healthy ? 200 : 503).send({ healthy });
});

app.setErrorHandler((error, _request, reply) => {
  const retryable = error instanceof ConnectionError && error.retryable;
  return reply.code(retryable ? 503 : 500).send({ error: error.message });
});

app.addHook('onReady', async () => pets.ready()); // fails at the start, not at the first request
app.addHook('onClose', async () => pets.close());
process.once('SIGTERM', () => void app.close());
console.log(await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) }));
