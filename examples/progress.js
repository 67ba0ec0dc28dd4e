// How far a long read has come: rows, bytes and parts, at most ten times a second.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('local_testing', true).create();

let latest = '';
const rows = await session
  .sql('select seq4() as n from table(generator(rowcount => 100000))')
  .collect({
    onProgress: ({ rows: done, totalRows, chunks, totalChunks }) => {
      latest = `${done} of ${totalRows} rows, ${chunks} of ${totalChunks} parts`;
    },
  });
console.log(rows.length, latest);
await session.close();
