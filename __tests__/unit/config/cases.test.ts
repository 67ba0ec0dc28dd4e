import { expect, test } from '@jest/globals';

import { toDriverParameters, toDriverProcessParameters } from '../../../src/config/driver-options.js';
import { resolveConnection } from '../../../src/config/resolve.js';
import type { ConnectionSettings } from '../../../src/config/settings.js';
import { ConfigurationError } from '../../../src/errors.js';
import { type ConfigurationCase, type ExpectedSettings, readCases } from './fixtures.js';
import { sourcesOf } from './sources.js';

const cases = readCases();

test('there are enough cases, each with an outcome and a name of its own', () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(cases.map(({ topic, name }) => `${topic}: ${name}`)).size).toBe(cases.length);
  expect(cases.filter(({ expected, problems }) => (expected === undefined) === (problems === undefined))).toEqual([]);
});

test.each(cases.map((one) => [`${one.topic}: ${one.name}`, one] as const))('%s', (_name, one) => {
  const outcome = resolveCase(one);
  if (one.problems !== undefined) {
    expect(outcome).toBeInstanceOf(ConfigurationError);
    const found = outcome instanceof ConfigurationError ? outcome.problems : [];
    expect(found.map(({ parameter, message }) => [parameter, message])).toEqual(
      one.problems.map(([parameter, part]) => [
        expect.stringMatching(new RegExp(`^${parameter}`)),
        expect.stringContaining(part),
      ]),
    );
  } else {
    if (outcome instanceof ConfigurationError) {
      throw outcome;
    }
    expectSettings(outcome, one.expected ?? {});
  }
});

function resolveCase({ calls, world }: ConfigurationCase): ConnectionSettings | ConfigurationError {
  const layers = calls.map((options, index) => ({ source: `call ${index + 1}`, options }));
  try {
    return resolveConnection(layers, sourcesOf(world));
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error;
    }
    throw error;
  }
}

function expectSettings(settings: ConnectionSettings, expected: ExpectedSettings): void {
  // Through JSON, as doctor and logs would see it: secrets are placeholders.
  const values = JSON.parse(JSON.stringify(settings.values)) as Record<string, unknown>;
  const driver = toDriverParameters(settings);
  const sources = Object.fromEntries(settings.explain().map(({ parameter, source }) => [parameter, source]));
  const parts: readonly (readonly [unknown, unknown])[] = [
    [values, expected.values],
    [settings.endpoint, expected.endpoint],
    [settings.timeouts, fromNull(expected.timeouts)],
    [driver, expected.driver],
    [sources, expected.sources],
  ];
  for (const [actual, part] of parts) {
    expect(actual).toMatchObject(part ?? {});
  }
  expect(settings.authenticator).toBe(expected.authenticator ?? settings.authenticator);
  expect(settings.sessionParameters).toEqual(expected.sessionParameters ?? settings.sessionParameters);
  expect(toDriverProcessParameters(settings)).toEqual(expected.process ?? toDriverProcessParameters(settings));
  expect(Object.keys(values)).not.toEqual(expect.arrayContaining([...(expected.absent ?? ['none'])]));
  expect(Object.keys(driver)).not.toEqual(expect.arrayContaining([...(expected.absentDriver ?? ['none'])]));
  if (expected.notes !== undefined) {
    expect(settings.notes.map(({ message }) => message)).toEqual(
      expected.notes.map((part) => expect.stringContaining(part)),
    );
  }
}

function fromNull(timeouts: Readonly<Record<string, number | null>> | undefined): Record<string, number | undefined> {
  return Object.fromEntries(Object.entries(timeouts ?? {}).map(([name, value]) => [name, value ?? undefined]));
}
