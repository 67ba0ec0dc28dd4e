import { ConnectionError, QueryCancelledError, SessionExpiredError, SnowparkError, SqlError } from '../errors.js';

/** The fields of the driver's errors that are safe to copy. Everything else on them can lead to a secret. */
export interface NativeErrorFields {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly sqlState: string | undefined;
  readonly status: number | undefined;
  readonly causeCode: string | undefined;
  readonly causeName: string | undefined;
  readonly causeMessage: string | undefined;
  /** Where a connection was tried: the server's address, or that of a proxy. */
  readonly causeAddress: string | undefined;
  /** What an OAuth provider says, as one of the words its standard knows. */
  readonly oauthError: string | undefined;
  readonly queryId: string | undefined;
  readonly line: number | undefined;
  readonly position: number | undefined;
}

/** Server and driver codes that mean the server session is gone, as the driver spells them. */
const SESSION_GONE: ReadonlySet<string> = new Set([
  '407002', // the driver: the connection was terminated
  '405503', // the driver: the connection cannot be opened again
  '406501', // the driver: not connected
  '406502', // the driver: already disconnected
  '401004', // the driver: HTTP 401 with an invalid session token
  '390104',
  '390110',
  '390111',
  '390112',
  '390113',
  '390114',
  '390115',
  '390195',
]);

const CANCELLED = '000604';

/** Whether an error, the driver's own or ours, says that the server session is gone. */
export function isSessionGone(error: unknown): boolean {
  return error instanceof SnowparkError
    ? error instanceof SessionExpiredError
    : SESSION_GONE.has(readFields(error).code.padStart(6, '0'));
}

/** Translates what the driver says when a statement fails. */
export function toStatementError(error: unknown, host: string, queryId: string | undefined): SnowparkError {
  if (error instanceof SnowparkError) {
    return error;
  }
  const fields = readFields(error);
  const known = { queryId: fields.queryId ?? queryId };
  if (isCode(fields.code, CANCELLED)) {
    return new QueryCancelledError('The statement was cancelled on the server.', known);
  }
  if (SESSION_GONE.has(fields.code)) {
    return new SessionExpiredError('The server no longer knows this session.', {
      ...known,
      serverCode: fields.code,
      hint: 'It expired, was deleted, or was closed elsewhere: create a new session.',
    });
  }
  if (fields.name === 'OperationFailedError' && fields.code !== '') {
    return new SqlError(fields.message, {
      ...known,
      serverCode: fields.code,
      sqlState: fields.sqlState,
      line: fields.line,
      position: fields.position,
    });
  }
  const transport = toTransportError({ ...fields, ...known }, host);
  if (transport !== undefined) {
    return transport;
  }
  const said = [fields.name, fields.code, fields.message].filter((part) => part !== '').join(' ');
  return isTripped(fields.name, fields.code)
    ? new SqlError(`The answer of ${host} does not hold what it should.`, {
        ...known,
        code: 'RESULT_INVALID',
        cause: new Error(`The driver tripped over it: ${said}`),
      })
    : new SqlError(`The driver could not take the statement or its answer: ${said}`, {
        ...known,
        code: 'RESULT_INVALID',
      });
}

/** Whether an error is what the driver meets, rather than tells, when an answer lacks something or has it in another form. */
function isTripped(name: string | undefined, code: string | undefined): boolean {
  const isOfLanguage = code === undefined || code === '' || code === 'ERR_INVALID_ARG_TYPE';
  return name === 'InternalAssertError' || (isOfLanguage && (name === 'TypeError' || name === 'RangeError'));
}

/** What the way to a host, rather than the host's answer, had wrong with it; undefined when it was neither. */
export function toTransportError(fields: NativeErrorFields, host: string): ConnectionError | undefined {
  const { queryId } = fields;
  if (fields.causeCode !== undefined && isCertificateCode(fields.causeCode)) {
    return new ConnectionError(`The certificate of ${host} is not trusted (${fields.causeCode}).`, {
      queryId,
      retryable: false,
      hint: 'Check host, or give Node the certificate authority with NODE_EXTRA_CA_CERTS.',
    });
  }
  switch (fields.name) {
    case 'NetworkError':
      // The driver calls an answer it cannot parse a network error too, and one on which it trips.
      if (fields.causeName === 'SyntaxError') {
        return new ConnectionError(`The answer of ${host} was cut off or is not JSON.`, { queryId, retryable: true });
      }
      if (isTripped(fields.causeName, fields.causeCode)) {
        return new ConnectionError(`The answer of ${host} does not hold what it should.`, { queryId, retryable: true });
      }
      return new ConnectionError(describeNetwork(fields, host), {
        queryId,
        retryable: true,
        hint: NETWORK_HINTS[fields.causeCode ?? ''] ?? 'Check account, host, port and proxy.',
      });
    case 'RequestFailedError':
      if (fields.status === 407) {
        return new ConnectionError(`The proxy on the way to ${host} wants another user or password.`, {
          queryId,
          retryable: false,
          hint: 'Check proxy_user and proxy_password, or the variable HTTPS_PROXY.',
        });
      }
      return new ConnectionError(`${host} answered with HTTP status ${fields.status ?? 'unknown'}.`, {
        queryId,
        retryable: fields.status === undefined || fields.status >= 500 || [403, 408, 429].includes(fields.status),
        hint: fields.status === 403 || fields.status === 404 ? 'Check account and host.' : undefined,
      });
    case 'UnexpectedContentError':
    case 'OperationFailedError':
      return new ConnectionError(`What answers at ${host} does not speak Snowflake's protocol.`, {
        queryId,
        retryable: false,
        hint: 'Check account, host and port; a proxy or a captive portal may answer in its place.',
      });
    case 'OCSPError':
    case 'CRLError':
      return new ConnectionError(`The certificate of ${host} could not be verified (${fields.code}).`, {
        queryId,
        retryable: false,
      });
    default:
      return undefined;
  }
}

const NETWORK_HINTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'No such host name: check account and host.',
  EAI_AGAIN: 'The name could not be looked up: check the network and DNS.',
  ECONNREFUSED: 'Nothing listens there: check host, port and proxy.',
};

function describeNetwork(fields: NativeErrorFields, host: string): string {
  const place = fields.causeAddress === undefined ? '' : ` at ${fields.causeAddress}`;
  const reason = fields.causeCode === undefined ? '' : ` (${fields.causeCode}${place})`;
  return `Could not reach ${host}${reason}.`;
}

function isCertificateCode(code: string): boolean {
  return /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_(GET|VERIFY)/.test(code);
}

/** The server sends codes as text with leading zeros, the driver sometimes as a number. */
function isCode(code: string, wanted: string): boolean {
  return code.padStart(6, '0') === wanted;
}

/** Copies what is safe of an error of the driver. */
export function readFields(error: unknown): NativeErrorFields {
  const source = asRecord(error);
  const data = asRecord(source['data']);
  const response = asRecord(source['response']);
  return {
    name: readText(source['name']) ?? 'Error',
    code: readText(source['code']) ?? '',
    message: readText(source['message']) ?? '',
    sqlState: readText(source['sqlState']) ?? readText(data['sqlState']),
    status: readNumber(response['statusCode']) ?? readNumber(response['status']),
    causeCode: readText(asRecord(source['cause'])['code']),
    causeName: readText(asRecord(source['cause'])['name']),
    causeMessage: readText(asRecord(source['cause'])['message']),
    causeAddress: readAddress(asRecord(asRecord(source['cause'])['cause'])),
    oauthError: readOauthError(response['data']),
    queryId: readText(data['queryId']),
    line: readPlace(data['line']),
    position: readPlace(data['pos']),
  };
}

function readAddress(cause: Readonly<Record<string, unknown>>): string | undefined {
  const [address, port] = [readText(cause['address']), readText(cause['port'])];
  return address === undefined || port === undefined ? undefined : `${address}:${port}`;
}

/** Only the word: the rest of a provider's answer may repeat what it was sent. */
function readOauthError(answer: unknown): string | undefined {
  const word =
    typeof answer === 'string'
      ? /"error"\s*:\s*"([a-z_]{1,40})"/.exec(answer)?.[1]
      : readText(asRecord(answer)['error']);
  return word !== undefined && /^[a-z_]{1,40}$/.test(word) ? word : undefined;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The server says -1 where it knows no place. */
function readPlace(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
