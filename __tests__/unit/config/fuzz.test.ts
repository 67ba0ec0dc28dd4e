import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { toDriverParameters } from '../../../src/config/driver-options.js';
import { knownNames, parameterNames, parameterOf } from '../../../src/config/parameters.js';
import { resolveConnection } from '../../../src/config/resolve.js';
import { ConfigurationError } from '../../../src/errors.js';
import { sourcesOf, type World } from './sources.js';

const CONNECTIONS = '/home/jo/.snowflake/connections.toml';
const CONFIG = '/home/jo/.snowflake/config.toml';
const LIMIT_MS = 50;
/** For all runs of a test on a busy machine. */
const PATIENCE_MS = 180_000;

const words = ['true', 'off', '1', 'https', 'externalbrowser', 'oauth', 'workload_identity', 'snowflake_jwt', 'azure'];
const hostile = [
  'a.b-c',
  'https://a.b',
  'a/b',
  '',
  ' ',
  '\u0000',
  '\ud800',
  '[::1]',
  '~/x',
  '9'.repeat(400),
  'x'.repeat(3000),
];
const word = fc.constantFrom('acme', ...words, ...hostile);
const scalar = fc.oneof(word, fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.bigInt());
const circular: Record<string, unknown> = { name: 'x', debug() {}, info() {}, warn() {}, error() {} };
circular['self'] = circular;

const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.array(scalar, { maxLength: 4 }),
  fc.dictionary(fc.oneof(fc.string(), word), scalar, { maxKeys: 4 }),
  fc.constantFrom<unknown>(
    undefined,
    new Date(Number.NaN),
    Symbol('s'),
    () => 'x',
    /x/,
    new Uint8Array(3),
    new Map(),
    circular,
  ),
);
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...knownNames) },
  { weight: 2, arbitrary: fc.constantFrom('TIMEZONE', 'session_parameters', 'usr', '__proto__', 'constructor') },
  fc.string(),
);
const options = fc.dictionary(key, value, { maxKeys: 12 });

const tomlValue = fc.oneof(
  fc.string().map((text) => JSON.stringify(text)),
  fc.integer().map(String),
  fc.constantFrom('true', 'inf', '1979-05-27', '[1, "a"]', '{ a = 1 }', '"""\n[x]\n"""', "'''\n", '0x1F', '"', '['),
);
const tomlLine = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom(...knownNames), tomlValue).map(([name, text]) => `${name} = ${text}`),
  },
  fc.constantFrom(
    '[dev]',
    '[dev.session_parameters]',
    '["dev"]',
    '[[dev]]',
    '[connections.dev]',
    '# x',
    '',
    '\ufeff',
    '\r',
  ),
  fc.string(),
);
const toml = fc.array(tomlLine, { maxLength: 12 }).map((lines) => `[dev]\n${lines.join('\n')}`);

test(
  '10,000 random option objects: nothing but ConfigurationError, none slow',
  () => {
    const property = fc.property(fc.array(options, { maxLength: 3 }), (calls) => survives(calls, {}));
    fc.assert(property, { numRuns: 10_000 });
  },
  PATIENCE_MS,
);

test(
  '10,000 random TOML documents: nothing but ConfigurationError, none slow',
  () => {
    const property = fc.property(toml, toml, fc.boolean(), (one, other, asVariable) =>
      survives([{ connection_name: 'dev' }], {
        files: { [CONNECTIONS]: one, [CONFIG]: other },
        ...(asVariable ? { env: { SNOWFLAKE_CONNECTIONS: other } } : {}),
      }),
    );
    fc.assert(property, { numRuns: 10_000 });
  },
  PATIENCE_MS,
);

test('a whole settings object comes of random values often enough for the fuzz to mean something', () => {
  const complete = { account: 'acme', user: 'jo', password: 'p' };
  const oneMore = fc.tuple(fc.constantFrom(...parameterNames), word).map(([name, text]) => ({ [name]: text }));
  const resolved = fc.sample(oneMore, { numRuns: 500, seed: 1 }).filter((extra) => resolves([complete, extra], {}));
  expect(resolved.length).toBeGreaterThan(100);
});

test('a long document is read in time', () => {
  const lines = Array.from(
    { length: 3000 },
    (_, index) => `[c${index}]\naccount = "a"\nuser = 'b'\npassword = """c"""`,
  );
  survives([{ connection_name: 'c2999' }], { files: { [CONNECTIONS]: lines.join('\n') } }, 500);
  expect(parameterOf('account').type).toBe('text');
});

/** A first slow run can be a pause of the process: only what is slow again is slow. */
function survives(calls: readonly Record<string, unknown>[], world: World, limit = LIMIT_MS): void {
  if (timed(calls, world) > limit) {
    expect(Math.min(timed(calls, world), timed(calls, world))).toBeLessThan(limit);
  }
}

/** In milliseconds of the processor: how busy the machine is does not count. */
function timed(calls: readonly Record<string, unknown>[], world: World): number {
  const start = process.cpuUsage();
  resolves(calls, world);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function resolves(calls: readonly Record<string, unknown>[], world: World): boolean {
  try {
    const settings = resolveConnection(
      calls.map((one) => ({ source: 'call', options: one })),
      sourcesOf(world),
    );
    JSON.stringify([settings.explain(), settings.notes, settings.sessionParameters]);
    toDriverParameters(settings);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    return false;
  }
}
