// @ts-check
// One sample in a fresh process: node sample.js <client> <task> <port> [sql]. Prints its numbers as one line of JSON.
import { clients } from './clients/client.js';
import { tasks } from './tasks.js';

const [, , name = '', task = '', port = '', sql = ''] = process.argv;
const client = clients[name];
const measure = tasks[task];
if (client === undefined || measure === undefined) {
  throw new Error(`sample.js <${Object.keys(clients).join('|')}> <${Object.keys(tasks).join('|')}> <port> [sql]`);
}
const numbers = await measure(client, Number(port), sql);
process.stdout.write(`${JSON.stringify(numbers)}\n`);
