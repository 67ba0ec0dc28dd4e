/** What Snowflake's query history keeps of a statement's text. */
const LONGEST_SQL = 100_000;
const LONGEST_ID = 200;

/** A statement's text as the logs keep it: its first 100,000 characters. */
export function keepSql(sql: string): string {
  return keepStart(sql, LONGEST_SQL);
}

/** A request's id as the log keeps it: its first 200 characters. */
export function keepId(id: string): string {
  return keepStart(id, LONGEST_ID);
}

function keepStart(text: string, length: number): string {
  // A slice would hold on to the whole text it was cut from; a copy does not.
  return text.length <= length ? text : Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le');
}
