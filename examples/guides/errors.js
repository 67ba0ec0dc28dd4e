// Errors: match on the class, or on the code.
import { ConnectionError, Session, SqlError } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();

try {
  await session.sql('select * from petz').collect();
} catch (error) {
  if (error instanceof SqlError) {
    console.log(error.code, error.serverCode, error.sqlState); // SQL_FAILED 002003 42S02
    console.log(error.queryId, error.docsUrl);
  } else if (error instanceof ConnectionError && error.retryable) {
    // The same may succeed later.
  } else {
    throw error;
  }
}

await session.close();
