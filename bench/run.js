// @ts-check
// Compares this package with the raw driver, on the same bytes, interleaved, in one run:
//   node bench/run.js [--quick] [--rounds 5] [--only text] [--clients raw,direct]
// Run it on the build (npm run bench builds first).
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { fullPlan, quickPlan } from './plan.js';
import { startServer, takeSample } from './processes.js';
import { tableHead, tableRows } from './table.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    rounds: { type: 'string' },
    only: { type: 'string' },
    clients: { type: 'string' },
  },
});
const rounds = Number(values.rounds ?? (values.quick === true ? 1 : 5));
const only = values.clients?.split(',');
const plan = (values.quick === true ? quickPlan : fullPlan)
  .filter(({ title }) => title.includes(values.only ?? ''))
  .map((measurement) => ({
    ...measurement,
    clients: measurement.clients.filter((client) => only?.includes(client) ?? true),
  }));

console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${rounds} round(s)\n`);
const server = await startServer();
console.log(tableHead);
for (const measurement of plan) {
  /** @type {Map<string, Record<string, number>[]>} */
  const samples = new Map();
  for (let round = 0; round < rounds; round++) {
    // Every client once a round, so that a slow minute of the machine meets them all.
    for (const client of measurement.clients) {
      const sample = await takeSample(client, measurement, server.port);
      if (sample !== undefined) {
        samples.set(client, [...(samples.get(client) ?? []), sample]);
      }
    }
  }
  for (const line of tableRows(measurement, samples)) {
    console.log(line);
  }
}
server.stop();
