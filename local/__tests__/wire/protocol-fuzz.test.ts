import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';
import { logIn, query, type RawSession } from './raw.js';

/** More by hand: FUZZ_REQUESTS=50000. */
const COUNT = Number(process.env['FUZZ_REQUESTS'] ?? 600);

let engine: LocalSnowflake;
let session: RawSession;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  session = await logIn(engine);
});

afterAll(() => engine.close());

/** Numbers that are the same in every run. */
function openDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const VALUES: readonly unknown[] = [
  null, true, -1, 0.5, '', 'x', [], {}, [[]], { a: { b: [] } }, '\u0000', '"', '333333', 'A'.repeat(5000), [null],
]; // prettier-ignore
const FIELDS = ['sqlText', 'bindings', 'parameters', 'asyncExec', 'describeOnly', 'requestId', 'data', 'requestType'];
const PATHS = [
  '/queries/v1/query-request', '/queries/v1/abort-request', '/session/v1/login-request', '/session/token-request',
  '/session/heartbeat', '/session/authenticator-request', '/session', '/telemetry/send', '/api/v1/authn',
  '/identity/login', '/console/login', '/monitoring/queries/01b00000-0000-0000-0000-000000000000',
  '/queries/01b00000-0000-0000-0000-000000000000/result', '/chunks/01b00000-0000-0000-0000-000000000000/0', '//', '/%', '/../etc',
]; // prettier-ignore
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD'];

interface Garbage {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

function makeGarbage(dice: (sides: number) => number): Garbage {
  const pick = <T>(of: readonly T[]): T => of[dice(of.length)] as T;
  const fields = Object.fromEntries(
    Array.from({ length: dice(4) }, () => [pick(FIELDS), dice(4) === 0 ? { 1: pick(VALUES) } : pick(VALUES)]),
  );
  const text = JSON.stringify(dice(8) === 0 ? pick(VALUES) : fields);
  const plain = Buffer.from(dice(4) === 0 ? text.slice(0, dice(text.length + 1)) : text);
  const packed = gzipSync(plain);
  const body = [plain, packed, packed.subarray(0, dice(packed.length + 1)), Buffer.alloc(dice(50), dice(256))];
  const tokens = [`"${session.token}"`, '"wrong"', '""', `"${session.masterToken}"`, '', '"a', `"${'x'.repeat(2000)}"`];
  return {
    method: dice(3) === 0 ? pick(METHODS) : 'POST',
    path: `${pick(PATHS)}${pick(['', '?', '?requestId=', '?requestId=%', '?delete=maybe', '?requestId=a&requestId=b'])}`,
    headers: {
      ...(dice(5) === 0 ? {} : { authorization: `Snowflake Token=${pick(tokens)}` }),
      ...(dice(2) === 0 ? {} : { 'content-encoding': pick(['gzip', 'identity', 'br', '', 'gzip, gzip']) }),
      ...(dice(3) === 0
        ? { 'content-type': pick(['application/json', 'application/x-www-form-urlencoded', '*']) }
        : {}),
    },
    body: pick(body),
  };
}

/** The status of the answer. */
function send({ method, path, headers, body }: Garbage): Promise<number> {
  const { host, port } = engine.connectionOptions;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host, port, method, path, headers, timeout: 30_000 }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 30 s')));
    request.on('error', reject);
    request.end(body);
  });
}

test(`${COUNT} requests of garbage are all answered, and the engine answers on`, async () => {
  const dice = openDice(7);
  const statuses = new Map<number, number>();
  for (let at = 0; at < COUNT; at += 1) {
    const garbage = makeGarbage(dice);
    const status = await send(garbage).catch((error: unknown) => {
      throw new Error(`${JSON.stringify({ ...garbage, body: garbage.body.toString('hex') })}: ${String(error)}`);
    });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses.keys()].filter((status) => status >= 500 || status < 200)).toEqual([]);
  // Never a fault of the engine's own, whatever came.
  expect(engine.queries.filter(({ errorCode }) => errorCode === '000603')).toEqual([]);
  const again = await logIn(engine);
  expect(await query(engine, again.token, 'select 1')).toMatchObject({ success: true, data: { rowset: [['1']] } });
});
