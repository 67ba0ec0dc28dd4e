import type { LocalSnowflake } from 'snowpark-session-local';

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly success: boolean;
  readonly code: string | null;
  readonly message: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Sends a request as no driver would, or to see what a driver hides. */
export async function send(
  engine: LocalSnowflake,
  path: string,
  { method = 'POST', body, token, headers = {} }: RawRequest = {},
): Promise<RawAnswer> {
  const response = await fetch(`${engine.url}${path}`, {
    method,
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Snowflake Token="${token}"` }) },
    ...(body === undefined ? {} : { body: typeof body === 'object' && !isBytes(body) ? JSON.stringify(body) : body }),
  });
  return { ...((await response.json()) as Omit<RawAnswer, 'status'>), status: response.status };
}

export interface RawRequest {
  readonly method?: string;
  readonly body?: string | Uint8Array<ArrayBuffer> | Readonly<Record<string, unknown>>;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RawSession {
  readonly token: string;
  readonly masterToken: string;
  readonly answer: RawAnswer;
}

/** Logs in without a driver. */
export async function logIn(engine: LocalSnowflake, more: Readonly<Record<string, unknown>> = {}): Promise<RawSession> {
  const { user, password, account } = engine.connectionOptions;
  const data = { ACCOUNT_NAME: account, LOGIN_NAME: user, PASSWORD: password, ...more };
  const path = '/session/v1/login-request?databaseName=LOCAL&schemaName=PUBLIC';
  const answer = await send(engine, path, { body: { data } });
  return { token: String(answer.data?.['token']), masterToken: String(answer.data?.['masterToken']), answer };
}

/** Asks for a statement without a driver. */
export function query(
  engine: LocalSnowflake,
  token: string,
  sqlText: string,
  {
    requestId = crypto.randomUUID(),
    ...more
  }: Readonly<Record<string, unknown>> & { readonly requestId?: string } = {},
): Promise<RawAnswer> {
  const body = { sqlText, ...more };
  return send(engine, `/queries/v1/query-request?requestId=${requestId}`, { body, token });
}

function isBytes(body: object): body is Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array;
}
