// Queries and rows: jobs that run on the server by themselves.
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();

const job = await session.sql('select count(*) as n from pets').collectNowait();
console.log(await job.result()); // [ { N: 2 } ]
console.log(await job.isDone(), await job.isFailed()); // true false

const elsewhere = session.createAsyncJob(job.queryId);
console.log(await elsewhere.status()); // SUCCESS

await session.close();
