import { ConnectionError, SnowparkError, SqlError } from '../errors.js';
import { UsageError } from './exit-codes.js';
import { painter, printable, type Terminal } from './terminal.js';

/** Says on standard error why a command failed. The errors of this package hold no secret. */
export function printError(error: unknown, { stderr, env }: Terminal): void {
  const paint = painter(stderr, env);
  stderr.write(`${paint('red', 'error:')} ${printable(describe(error))}\n`);
  for (const [name, value] of detailsOf(error)) {
    stderr.write(`${paint('dim', `  ${name}: ${value}`)}\n`);
  }
}

function describe(error: unknown): string {
  if (error instanceof SnowparkError || error instanceof UsageError) {
    return error.message;
  }
  // Nobody has foreseen it: where it comes from is what a report of it needs.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function detailsOf(error: unknown): readonly (readonly [string, string])[] {
  if (!(error instanceof SnowparkError)) {
    return [];
  }
  const known = {
    ...(error.message.endsWith(error.hint) ? {} : { hint: error.hint }),
    code: error.code,
    ...(error instanceof SqlError
      ? { 'server code': error.serverCode, 'SQL state': error.sqlState, line: error.line, position: error.position }
      : {}),
    'query id': error instanceof SqlError || error instanceof ConnectionError ? error.queryId : undefined,
    'see also': error.docsUrl,
  };
  return Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
}
