import type { FaultResponse } from 'snowpark-session-local';

/** An answer that says no, with a code of the server. */
function refusal(code: string, status = 200): FaultResponse {
  return { status, body: JSON.stringify({ success: false, code, message: `refused with ${code}`, data: {} }) };
}

/** What a network, a proxy or a server may do to a request. */
export const FAULTS = {
  reset: 'reset',
  silence: 'hang',
  late: { delayMs: 200 },
  truncated: 'truncate',
  '400': { status: 400, body: 'no' },
  '403': { status: 403 },
  '404': { status: 404 },
  '429': { status: 429 },
  '500': { status: 500 },
  '503': { status: 503 },
  'garbage JSON': { status: 200, body: '{"success":tr' },
  HTML: { status: 200, body: '<html>Please sign in</html>', contentType: 'text/html' },
  'nothing at all': { status: 200, body: '' },
  'wrong content type': { status: 200, body: '[]', contentType: 'application/xml' },
  'another JSON': { status: 200, body: '[1,2]' },
  'success without data': { status: 200, body: '{"success":true,"data":null,"code":null,"message":null}' },
  '390104': refusal('390104'),
  '390110': refusal('390110'),
  '390111': refusal('390111'),
  '390112': refusal('390112'),
  '390114': refusal('390114'),
  '390115': refusal('390115'),
  '390195': refusal('390195'),
  '401 with 390104': refusal('390104', 401),
} as const satisfies Record<string, FaultResponse>;

/** What comes of an operation: `ok`, or the code of its error. */
export type Outcome =
  | 'ok'
  | 'CONNECTION_FAILED'
  | 'SESSION_EXPIRED'
  | 'QUERY_TIMEOUT'
  | 'RESULT_INVALID'
  | 'LOGIN_TIMEOUT'
  | 'AUTHENTICATION_FAILED'
  | 'QUERY_CANCELLED'
  | 'SESSION_CLOSE_FAILED'
  | 'alive'
  | 'not alive'
  | 'expired';

/** The requests that faults strike here. */
export type Struck = 'query' | 'result' | 'chunk' | 'login' | 'renew' | 'heartbeat' | 'abort' | 'delete';

export interface FaultCase {
  readonly on: Struck;
  readonly when: 'before' | 'after';
  readonly times: number;
  readonly fault: keyof typeof FAULTS;
  readonly outcome: Outcome;
}

type Name = keyof typeof FAULTS;
type Moments = readonly ('before' | 'after')[];

/** Cases with one outcome: the faults strike once, or always. */
function cases(
  on: Struck,
  outcome: Outcome,
  faults: readonly Name[],
  { when = ['before'], times = 1 }: { readonly when?: Moments; readonly times?: number } = {},
): readonly FaultCase[] {
  return faults.flatMap((fault) => when.map((moment) => ({ on, when: moment, times, fault, outcome })));
}

const BOTH: Moments = ['before', 'after'];
const ALWAYS = { times: Infinity };
const GONE: readonly Name[] = ['390104', '390110', '390111', '390114', '390115', '390195', '401 with 390104'];
/** What is not Snowflake's protocol. */
const NONSENSE: readonly Name[] = [
  'garbage JSON',
  'HTML',
  'nothing at all',
  'wrong content type',
  'another JSON',
  'success without data',
];

/** Every case: at which request what happens, and what must come of it. */
export const CASES: readonly FaultCase[] = [
  // Once is bridged by the driver, which sends the same request again: the server runs it once.
  ...cases('query', 'ok', ['reset', '429', '500', '503'], { when: BOTH }),
  ...cases('query', 'ok', ['late', '390112'], { when: BOTH }),
  ...cases('query', 'CONNECTION_FAILED', ['400', '403', '404', ...NONSENSE], { when: BOTH }),
  ...cases('query', 'SESSION_EXPIRED', GONE, { when: BOTH }),
  ...cases('query', 'QUERY_TIMEOUT', ['reset', 'silence', '429', '503'], ALWAYS),
  ...cases('query', 'QUERY_TIMEOUT', ['silence'], { when: ['after'] }),

  ...cases('result', 'ok', ['reset', '503', 'late', '390112']),
  ...cases('result', 'CONNECTION_FAILED', ['400', '403', '404', ...NONSENSE]),
  ...cases('result', 'SESSION_EXPIRED', GONE),
  ...cases('result', 'QUERY_TIMEOUT', ['silence', '503'], ALWAYS),

  ...cases('chunk', 'ok', ['reset', '403', '429', '500', '503', 'late', 'truncated']),
  ...cases('chunk', 'RESULT_INVALID', ['400', '404', ...NONSENSE]),
  ...cases('chunk', 'QUERY_TIMEOUT', ['reset', 'silence', '503', 'truncated'], ALWAYS),

  ...cases('login', 'ok', ['reset', '403', '429', '500', '503', 'late']),
  ...cases('login', 'CONNECTION_FAILED', ['400', '404', 'HTML', 'wrong content type', 'another JSON']),
  ...cases('login', 'AUTHENTICATION_FAILED', ['390104', '390112', '390114']),
  ...cases('login', 'LOGIN_TIMEOUT', ['silence'], ALWAYS),

  ...cases('renew', 'ok', ['reset', 'late', 'garbage JSON', 'nothing at all'], { when: BOTH }),
  ...cases('renew', 'SESSION_EXPIRED', ['503', '400', 'HTML', ...GONE], { when: BOTH }),
  ...cases('renew', 'QUERY_TIMEOUT', ['silence'], ALWAYS),

  ...cases('heartbeat', 'alive', ['late', '390112']),
  ...cases('heartbeat', 'not alive', ['reset', 'silence', '429', '503', 'HTML', 'garbage JSON']),
  ...cases('heartbeat', 'expired', GONE),

  // What waits is told at once; the cancel is asked for again, and the deletion of the session ends what is left.
  ...cases('abort', 'QUERY_CANCELLED', ['reset', 'silence', '403', '503', 'HTML', '390112', '390114']),
  ...cases('abort', 'QUERY_CANCELLED', ['reset', '503'], ALWAYS),

  ...cases('delete', 'ok', ['late', ...GONE], { when: BOTH }),
  ...cases('delete', 'SESSION_CLOSE_FAILED', ['reset', 'silence', '400', '503', 'HTML'], { when: BOTH }),
];
