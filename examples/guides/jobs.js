// Queries and rows: jobs that run on the server by themselves.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();

const job = await session.sql('select count(*) as n from pets').collectNowait();
console.log(await job.result()); // [ { N: 2 } ]
console.log(await job.isDone(), await job.isFailed()); // true false

const elsewhere = session.createAsyncJob(job.queryId);
console.log(await elsewhere.status()); // SUCCESS

const both = await session
  .sql('select 1 as a; select 2 as b', [], { multiStatement: 2 })
  .collectNowait();
console.log(await both.results()); // [ [ { A: 1 } ], [ { B: 2 } ] ]

await session.close();
