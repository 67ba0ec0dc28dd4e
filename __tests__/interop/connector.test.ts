import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { resolveConnection } from '../../src/config/resolve.js';
import type { ConnectionSettings } from '../../src/config/settings.js';
import { ConfigurationError } from '../../src/errors.js';
import { type ConfigurationCase, readCases } from '../unit/config/fixtures.js';
import { sourcesOf } from '../unit/config/sources.js';

/** What one side made of a case: values by name, or the error. */
type Outcome = { readonly settings: Readonly<Record<string, unknown>> } | { readonly error: string };

const PYTHON = process.env['INTEROP_PYTHON'] ?? 'python3';
const VERSION = 'import snowflake.connector as c; print(c.__version__)';
const probe = spawnSync(PYTHON, ['-c', VERSION], { encoding: 'utf8' });
const version = probe.status === 0 ? probe.stdout.trim() : '';
// Version 5 resolves options in compiled code, as it connects; only version 4 can be stopped before that.
const usable = process.platform === 'linux' && version.startsWith('4.');
const title = usable
  ? `snowflake-connector-python ${version} resolves the cases as we do, except where a case says why not`
  : `skipped: ${PYTHON} on ${process.platform} ${version === '' ? 'has no snowflake-connector-python' : `has version ${version}`}; version 4 on linux is needed`;

(usable ? test : test.skip)(
  title,
  () => {
    const cases = readCases().filter(isComparable);
    const theirs = askConnector(cases);
    const ours = cases.map(resolveCase);
    const differing = cases.flatMap((one, index) => {
      const difference = describeDifference(ours[index], theirs[index]);
      return difference === undefined ? [] : [{ one, difference }];
    });
    const unexplained = differing.filter(({ one }) => one.python === undefined);
    expect(unexplained.map(({ one, difference }) => `${one.topic}: ${one.name}: ${difference}`)).toEqual([]);
    const explained = cases.filter(({ python }) => python !== undefined);
    expect(explained.filter((one) => !differing.some((other) => other.one === one)).map(({ name }) => name)).toEqual(
      [],
    );
    // Most cases must really be compared, or the comparison says nothing.
    const bothResolved = theirs.filter((one, index) => 'settings' in one && 'settings' in (ours[index] ?? one));
    expect(bothResolved.length).toBeGreaterThan(100);
  },
  600_000,
);

/** The connector runs as this user on this platform, and knows nothing of the local engine. */
function isComparable({ world, calls }: ConfigurationCase): boolean {
  const owners = Object.values(world?.files ?? {}).some((file) => typeof file !== 'string' && file.owner !== undefined);
  const isElsewhere = world?.platform !== undefined || world?.unreadable !== undefined || owners;
  return !isElsewhere && calls.every((call) => typeof call === 'object' && !('local_testing' in call));
}

function askConnector(cases: readonly ConfigurationCase[]): readonly Outcome[] {
  const script = join(import.meta.dirname, 'connector_settings.py');
  const { stdout, stderr, status } = spawnSync(PYTHON, [script], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: 500_000,
  });
  if (status !== 0) {
    throw new Error(`The connector could not be asked: ${stderr}`);
  }
  return JSON.parse(stdout) as readonly Outcome[];
}

function resolveCase({ calls, world }: ConfigurationCase): Outcome {
  const layers = calls.map((options, index) => ({ source: `call ${index + 1}`, options }));
  try {
    return { settings: comparable(resolveConnection(layers, sourcesOf(world))) };
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return { error: error.message };
    }
    throw error;
  }
}

function comparable({ values, endpoint, authenticator }: ConnectionSettings): Readonly<Record<string, unknown>> {
  const { user, database, schema, warehouse, role } = values;
  const { account, host, port, protocol } = endpoint;
  const isUrl = authenticator === 'OKTA';
  const way = isUrl ? values.authenticator : authenticator;
  return { account, host, port, protocol, user, database, schema, warehouse, role, authenticator: way };
}

/** Undefined when both agree, or when we refuse before the network what the connector lets through. */
function describeDifference(ours: Outcome | undefined, theirs: Outcome | undefined): string | undefined {
  if (ours === undefined || theirs === undefined || 'error' in ours) {
    return undefined;
  }
  if ('error' in theirs) {
    return `the connector says ${theirs.error}`;
  }
  const names = Object.keys(ours.settings).filter((name) => folded(ours, name) !== folded(theirs, name));
  return names.length === 0
    ? undefined
    : names.map((name) => `${name} ${folded(ours, name)}, theirs ${folded(theirs, name)}`).join('; ');
}

/** Hosts have no letter case, and the connector's empty user is no user. */
function folded({ settings }: { readonly settings: Readonly<Record<string, unknown>> }, name: string): string {
  const text = JSON.stringify(settings[name] ?? '');
  return name === 'host' ? text.toLowerCase() : text;
}
