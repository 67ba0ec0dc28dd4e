import { expect, test } from '@jest/globals';

import { runCli, testFiles, tomlEntry } from '../helpers/cli.js';
import { makeOpensslKeys, PASSPHRASE } from '../helpers/openssl-keys.js';
import { CANARY, expectDiagnosis, expectSecretless, type Fault } from './fault.js';

const files = testFiles();
const keys = makeOpensslKeys();
const keyFile = (name: string, content: Buffer, mode?: number): string => files.write(name, content.toString(), mode);

let count = 0;
/** `-c dev` in a file of its own. */
function dev(options: Readonly<Record<string, unknown>>, mode?: number): readonly string[] {
  count += 1;
  return ['-c', 'dev', '--connections-file', files.write(`dev-${count}.toml`, tomlEntry('dev', options), mode)];
}

function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.${CANARY}`;
}

const plain = { account: 'myorg-dev', user: 'jo', password: CANARY };
const service = { account: 'myorg-dev', user: 'svc' };
const hour = 3600;
const now = Math.floor(Date.now() / 1000);

const faults: Readonly<Record<string, Fault>> = {
  'a connection name that is not there': {
    seed: () => dev(plain).with(1, 'dve'),
    step: 'connection',
    says: /there is no connection "dve".*has "dev".*Did you mean "dev"/,
    remedy: /snowpark-session connections/,
  },
  'a connections file that is not there': {
    seed: () => ['--connections-file', '/nowhere/connections.toml'],
    step: 'connection',
    says: /there is no file \/nowhere\/connections\.toml/,
    remedy: /snowpark-session connections/,
  },
  'a file that others may write': {
    seed: () => dev(plain, 0o666),
    step: 'files',
    says: /can be written by other users \(its mode is 666\)/,
    remedy: /^Run: chmod 600 .*dev-\d+\.toml$/,
  },
  'a key that others may write': {
    seed: () => dev({ ...service, private_key_file: keyFile('writable.p8', keys.pkcs8, 0o622) }),
    step: 'files',
    says: /private_key_file .*writable\.p8 can be written by other users/,
    remedy: /^Run: chmod 600 .*writable\.p8$/,
  },
  'a key file that is not there': {
    seed: () => dev({ ...service, private_key_file: '/nowhere/key.p8' }),
    step: 'files',
    says: /the file \/nowhere\/key\.p8 does not exist/,
    remedy: /Correct the path/,
  },
  'TOML that is none': {
    seed: () => [
      '-c',
      'dev',
      '--connections-file',
      files.write('bad.toml', `[dev]\naccount = "a"\npassword = ${CANARY}"\n`),
    ],
    step: 'toml',
    says: /bad\.toml is not valid TOML: .*line 3/,
    remedy: /Correct that line/,
  },
  'an option nobody knows': {
    seed: () => dev({ ...plain, pasword: CANARY }),
    step: 'parameters',
    says: /pasword \(.* line 5\): is not a known option\. Did you mean "password"/,
    remedy: /guide to connection parameters/,
  },
  'no account': {
    seed: () => dev({ user: 'jo', password: CANARY }),
    step: 'parameters',
    says: /account \(not given\): is missing\. Give the account identifier/,
    remedy: /guide to connection parameters/,
  },
  'no user': {
    seed: () => dev({ account: 'myorg-dev', password: CANARY }),
    step: 'parameters',
    says: /user \(not given\): is missing/,
    remedy: /guide to connection parameters/,
  },
  'an address in the place of a host': {
    seed: () => dev({ ...plain, host: `https://jo:${CANARY}@myorg-dev.snowflakecomputing.com/` }),
    step: 'parameters',
    says: /host \(.* line 5\): is not a host name/,
    remedy: /guide to connection parameters/,
  },
  'a wrong passphrase': {
    seed: () =>
      dev({ ...service, private_key_file: keyFile('locked.p8', keys.pkcs8Encrypted), private_key_passphrase: CANARY }),
    step: 'credentials',
    says: /private_key_password .*does not open the key/,
    remedy: /passphrase the key was made with/,
  },
  'no passphrase': {
    seed: () => dev({ ...service, private_key_file: keyFile('locked-2.p8', keys.pkcs8Encrypted) }),
    step: 'credentials',
    says: /private_key_password .*is missing: the key is encrypted/,
    remedy: /passphrase the key was made with/,
  },
  'a key file that holds no key': {
    seed: () => dev({ ...service, private_key_file: files.write('no-key.p8', CANARY) }),
    step: 'credentials',
    says: /private_key_file .*(damaged|no private key)/,
    remedy: /-----BEGIN PRIVATE KEY-----/,
  },
  'the public key in the place of the private one': {
    seed: () => dev({ ...service, private_key_file: keyFile('public.p8', keys.publicKey) }),
    step: 'credentials',
    says: /is a public key; give the private one/,
    remedy: /RSA private key/,
  },
  'an expired token': {
    seed: () =>
      dev({ account: 'a', authenticator: 'oauth', token: jwt({ iss: 'https://idp.example', exp: now - hour }) }),
    step: 'credentials',
    says: /of https:\/\/idp\.example[^]*the token expired at .*; here it is/,
    remedy: /Get a new token/,
  },
  'a token for later': {
    seed: () => dev({ account: 'a', authenticator: 'oauth', token: jwt({ nbf: now + hour, exp: now + 2 * hour }) }),
    step: 'credentials',
    says: /does not count before/,
    remedy: /Check the clock/,
  },
  'an empty token file': {
    seed: () => dev({ account: 'a', authenticator: 'oauth', token_file_path: files.write('token', '\n') }),
    step: 'credentials',
    says: /token_file_path .*is empty/,
    remedy: /Correct the parameter/,
  },
};

test.each(Object.entries(faults))('%s', async (_what, fault) => {
  const { seed } = fault;
  await expectDiagnosis({ ...fault, seed: async () => ['--offline', ...(await seed())] });
});

test('several faults are told at once, each at its step', async () => {
  const options = { ...service, acount: 'x', private_key_file: keyFile('open.p8', keys.pkcs8, 0o666) };
  const { stdout } = await runCli(['doctor', '--offline', ...dev(options)]);
  expect(stdout).toMatch(/✗ Files/);
  expect(stdout).toMatch(/✗ Parameters +acount \(/);
  expect(stdout).toContain('Failed: Files, Parameters.');
  expect(stdout).toContain('Not looked at before that is mended: Credentials, Proxy,');
});

test('a sound connection: every parameter with its source, the key with its fingerprint, nothing secret', async () => {
  const key = { private_key_file: keyFile('sound.p8', keys.pkcs8Encrypted), private_key_passphrase: PASSPHRASE };
  const argv = dev({ ...service, ...key, warehouse: 'WH' }, 0o640);
  const { exitCode, stdout, stderr } = await runCli(['doctor', '--offline', ...argv, '-o', 'role=ANALYST']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/account = "myorg-dev" \(.*dev-\d+\.toml \[dev\] line 2\)/);
  expect(stdout).toContain('role = "ANALYST" (--option)');
  expect(stdout).toMatch(/private_key_password = "\[secret\]"/);
  expect(stdout).toContain('RSA key of 2048 bits (PEM, encrypted)');
  expect(stdout).toContain(`fingerprint ${keys.fingerprint}`);
  expect(stdout).toMatch(/! Files[^]*can be read by other users \(its mode is 640\)/);
  expect(stdout).toContain('Nothing is wrong.\nTo look at: Files.');
  expect(stdout).not.toContain(PASSPHRASE);
  expectSecretless(stdout);
});
