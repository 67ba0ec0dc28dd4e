// A Lambda handler. The connection stands outside of it: a warm container logs in once, and
// logs in again by itself when Snowflake has forgotten the session in the meantime.
import { connection } from 'snowpark-session';

const pets = connection('pets');

/** @param {{ name: string }} event */
export async function handler(event) {
  const rows = await pets.query('select id, name from pets where name = ?', {
    params: [event.name],
    statementParams: { QUERY_TAG: 'lambda' },
  });
  return { statusCode: 200, body: JSON.stringify(rows) };
}
