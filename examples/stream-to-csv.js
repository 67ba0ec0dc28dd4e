// A result of any size into a CSV file, with flat memory.
// Run it: node examples/stream-to-csv.js pets.csv
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();
const frame = session.sql('select id, name, born from pets order by id');

/** @param {AsyncIterable<unknown[]>} rows */
async function* toCsv(rows) {
  const columns = await frame.columns();
  yield `${columns.join(',')}\n`;
  for await (const row of rows) {
    yield `${row.map(toCell).join(',')}\n`;
  }
}

/** @param {string | number | boolean | bigint | object | null} value */
function toCell(value) {
  if (value === null) {
    return '';
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

try {
  const rows = frame.toReadable({ rowMode: 'array', timestamps: 'string' });
  await pipeline(rows, toCsv, createWriteStream(process.argv[2] ?? 'pets.csv'));
} finally {
  await session.close();
}
