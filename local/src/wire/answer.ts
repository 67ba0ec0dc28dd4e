import { SnowflakeError } from '../errors.js';
import { Refusal } from '../refusal.js';

/** What goes back to the client. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const JSON_HEADERS = { 'content-type': 'application/json' } as const;

/** A JSON answer. */
export function json(body: unknown, status = 200): Answer {
  return { status, headers: JSON_HEADERS, body: JSON.stringify(body) };
}

/** A page for a browser. */
export function page(html: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body: html };
}

/** Sends a browser elsewhere. */
export function redirect(address: string): Answer {
  return { status: 302, headers: { location: address, 'cache-control': 'no-store' }, body: '' };
}

/** An answer that says yes. */
export function success(data: unknown, code: string | null = null, message: string | null = null): Answer {
  return json({ data, code, message, success: true });
}

/** An answer with rows that are JSON already: they are put in as they are. */
export function successWithRows(data: object, rowset: Buffer): Answer {
  const fields = JSON.stringify(data).slice(1, -1);
  const body = `{"code":null,"message":null,"success":true,"data":{"rowset":${rowset.toString()},${fields}}}`;
  return { status: 200, headers: JSON_HEADERS, body };
}

/**
 * The answer for anything thrown. A fault of ours is answered with 200 as well: at a 500 the driver would ask again
 * for minutes before it tells anyone.
 */
export function failure(error: unknown): Answer {
  if (error instanceof Refusal) {
    const { status, code, message } = error;
    return json({ data: null, code, message, success: false }, status);
  }
  if (error instanceof SnowflakeError) {
    return statementFailure(error, undefined);
  }
  const message = `SQL execution internal error: ${error instanceof Error ? error.message : String(error)}`;
  return json({ data: null, code: '000603', message, success: false });
}

/** A statement ended with an error. */
export function statementFailure(error: SnowflakeError, queryId: string | undefined): Answer {
  const { code, sqlState, message, line, position } = error;
  const data = {
    internalError: code === '000603',
    errorCode: code,
    age: 0,
    sqlState,
    queryId: queryId ?? null,
    line,
    pos: position,
    type: 'COMPILATION',
  };
  return json({ data, code, message, success: false });
}
