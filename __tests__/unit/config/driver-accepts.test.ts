import { generateKeyPairSync } from 'node:crypto';

import { expect, test } from '@jest/globals';
import driver from 'snowflake-sdk';

import { driverParameter, toDriverParameters } from '../../../src/config/driver-options.js';
import { parameterNames, parameterOf, type ParameterName } from '../../../src/config/parameters.js';
import { resolveConnection } from '../../../src/config/resolve.js';
import { ProvidedSecret } from '../../../src/config/secret-value.js';
import type { ConnectionSettings } from '../../../src/config/settings.js';
import { Secret } from '../../../src/secret.js';
import { readCases } from './fixtures.js';
import { sourcesOf } from './sources.js';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
driver.configure({ logLevel: 'OFF', additionalLogToConsole: false });

const accepted = readCases().filter(
  ({ expected, calls }) => expected !== undefined && !calls.some((call) => 'local_testing' in call),
);

// What the driver would refuse late, with a number and no place, must have been a problem of ours.
test.each(accepted.map((one) => [`${one.topic}: ${one.name}`, one] as const))(
  'the driver takes %s',
  async (_name, one) => {
    const layers = one.calls.map((options, index) => ({ source: `call ${index + 1}`, options }));
    const settings = resolveConnection(layers, sourcesOf(one.world));
    const options = { ...toDriverParameters(settings), ...(await secretsOf(settings)) };
    const connection = driver.createConnection(options);
    expect(connection.isUp()).toBe(false);
    expect(JSON.stringify(options)).not.toContain('[secret');
  },
);

async function secretsOf(settings: ConnectionSettings): Promise<Record<string, unknown>> {
  const names = parameterNames.filter((name) => settings.given.has(name) && parameterOf(name).secret === true);
  const pairs = await Promise.all(names.map((name) => secretOf(name, settings)));
  // The file is read at login.
  const fromFile = settings.values.token_file_path === undefined ? {} : { token: 'token' };
  return { ...Object.fromEntries(pairs.flat()), ...fromFile };
}

async function secretOf(
  name: ParameterName,
  { values }: ConnectionSettings,
): Promise<readonly (readonly [string, unknown])[]> {
  const value = values[name];
  const text = value instanceof Secret || value instanceof ProvidedSecret ? await value.reveal() : undefined;
  const pair = driverParameter(name, parameterOf(name).type === 'key' ? privateKey : text);
  return pair === undefined ? [] : [pair];
}
