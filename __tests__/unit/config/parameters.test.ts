import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import {
  findParameter,
  knownNames,
  parameterNames,
  parameterOf,
  parameterTopics,
  unitFactor,
} from '../../../src/config/parameters.js';
import { findSessionParameter } from '../../../src/config/session-parameters.js';

const driverSource = readFileSync(
  join(createRequire(import.meta.url).resolve('snowflake-sdk'), '..', 'lib', 'connection', 'connection_config.js'),
  'utf8',
);
const namesFile = join(import.meta.dirname, '..', '..', 'fixtures', 'parameter-names', 'names.json');
const lists = JSON.parse(readFileSync(namesFile, 'utf8')) as Record<string, readonly string[]>;

test.each(Object.entries(lists))('every name of the %s has a row', (_list, names) => {
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => findParameter(name) === undefined && findSessionParameter(name) === undefined)).toEqual(
    [],
  );
});

test('every option the driver reads has a row', () => {
  const read = [...driverSource.matchAll(/\boptions\.([a-zA-Z]+)\b/g)].map(([, name = '']) => name);
  const settable = [...driverSource.matchAll(/const (PARAM_\w+) = '(\w+)'/g)].flatMap(
    ([, constant = '', name = '']) => {
      const entry = driverSource.slice(driverSource.indexOf(`name: ${constant}`));
      return entry.slice(0, entry.indexOf('}')).includes('external: true') ? [name] : [];
    },
  );
  expect(settable).toEqual(['timeout', 'resultPrefetch', 'sfRetryMaxLoginRetries']);
  expect(read.length).toBeGreaterThan(100);
  expect([...new Set([...read, ...settable])].filter((name) => findParameter(name) === undefined)).toEqual([]);
});

test('what is handed to the driver has a name the driver reads', () => {
  const handed = parameterNames.flatMap((name) => {
    const { effect } = parameterOf(name);
    return effect.kind === 'driver' ? [effect.name] : [];
  });
  expect(handed.filter((name) => !new RegExp(`\\b${name}\\b`).test(driverSource))).toEqual([]);
});

test('no name leads to two rows, and topics share none', () => {
  expect(knownNames.length).toBe(new Set(knownNames.map((name) => name.replaceAll('_', ''))).size);
  expect(knownNames.filter((name) => findParameter(name) === undefined)).toEqual([]);
  const rows = Object.values(parameterTopics).flatMap((topic) => Object.keys(topic));
  expect(rows.length).toBe(new Set(rows).size);
  expect(new Set(rows)).toEqual(new Set(parameterNames));
});

test('every row is well formed', () => {
  const faults = parameterNames.flatMap((name) => {
    const row = parameterOf(name);
    return [
      /^[a-z][a-z0-9_]*$/.test(name) || 'name',
      row.about.endsWith('.') || 'about',
      (row.type === 'choice') === (row.choices !== undefined) || 'choices',
      row.default === undefined || row.choices === undefined || row.choices.includes(String(row.default)) || 'default',
      row.scaledAliases === undefined || row.unit !== undefined || 'unit',
      row.secret !== true || ['text', 'key'].includes(row.type) || 'secret',
    ].flatMap((fault) => (fault === true ? [] : [`${name}: ${fault}`]));
  });
  expect(faults).toEqual([]);
});

test('names are found in any letter case, in snake_case and camelCase, and no others', () => {
  expect(['privateKeyPath', 'PRIVATE_KEY_PATH', 'Private_Key_File'].map(findParameter)).toEqual(
    Array.from({ length: 3 }, () => 'private_key_file'),
  );
  expect(['pass_word', '__proto__', 'constructor', '', 'user '].map(findParameter)).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
  expect([unitFactor('timeout'), unitFactor('browserActionTimeout'), unitFactor('login_timeout')]).toEqual([
    0.001, 0.001, 1,
  ]);
});
