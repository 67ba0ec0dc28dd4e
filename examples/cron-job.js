// A nightly job: one session, one transaction, a limit in time, and an exit code that the
// scheduler understands. Run it: node examples/cron-job.js
import { Session, SnowparkError } from 'snowpark-session';

const session = await Session.builder
  .config('connection_name', 'pets')
  .appName('nightly-report')
  .create();

try {
  const signal = AbortSignal.timeout(10 * 60_000); // ten minutes for all of it
  const kept = await session.transaction(async () => {
    await session.sql('delete from pet_report where day = current_date()').collect({ signal });
    await session
      .sql('insert into pet_report select current_date(), count(*) from pets')
      .collect({ signal });
    return session.table('pet_report').count({ signal });
  });
  console.log(`The report has ${kept} days.`);
} catch (error) {
  // `code` and `hint` tell what to do; no error ever holds a secret.
  console.error(error instanceof SnowparkError ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
} finally {
  await session.close();
}
