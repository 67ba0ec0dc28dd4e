import { beforeAll, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';

import { runCli, testFiles, tomlEntry } from '../helpers/cli.js';
import { testEngine } from '../helpers/engine.js';
import {
  babblingServer,
  closedPort,
  refusingProxy,
  silentServer,
  stubbornServer,
  timeShiftingServer,
  tlsServer,
} from '../helpers/odd-servers.js';
import { makeOpensslKeys } from '../helpers/openssl-keys.js';
import { PROXY_PASSWORD, PROXY_USER, testProxy } from '../helpers/proxy.js';
import { CANARY, expectDiagnosis, expectSecretless, type Fault } from './fault.js';

const HOUR = 3_600_000;
const keys = makeOpensslKeys();
const files = testFiles();
const local = testEngine({ users: { jo: 'pw-jo', svc: { rsaPublicKey: keys.publicKey.toString() } } });
const proxy = testProxy();
let keyPath: string;

beforeAll(() => {
  keyPath = files.write('key.p8', keys.pkcs8.toString());
});

let count = 0;
/** `-c dev` for a server on this machine. */
function dev(options: Readonly<Record<string, unknown>>): readonly string[] {
  count += 1;
  const entry = { account: 'local', host: '127.0.0.1', protocol: 'http', user: 'jo', password: CANARY, ...options };
  return ['-c', 'dev', '--connections-file', files.write(`way-${count}.toml`, tomlEntry('dev', entry))];
}

const secure = { protocol: 'https', host: 'localhost' };

async function certificate(name: string, from: number, until: number): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + from),
    notAfterDate: new Date(Date.now() + until),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  return { key, cert };
}

const withCertificate = async (name: string, from: number, until: number): Promise<readonly string[]> =>
  dev({ ...secure, port: (await tlsServer(await certificate(name, from, until))).port });

const throughProxy = (port: number): Readonly<Record<string, unknown>> => ({
  protocol: 'https',
  host: 'myorg-dev.snowflakecomputing.com',
  proxy_host: '127.0.0.1',
  proxy_port: port,
});

const faults: Readonly<Record<string, Fault>> = {
  'a host name that does not exist': {
    // A label of this length is no name, and no server is asked for it.
    seed: () => dev({ host: `${'x'.repeat(64)}.invalid`, protocol: 'https' }),
    step: 'dns',
    says: /could not be looked up \(ENOTFOUND\)/,
    remedy: /Check account, host and port/,
  },
  'a port on which nothing listens': {
    seed: async () => dev({ port: await closedPort() }),
    step: 'tcp',
    says: /nothing listens at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/,
    remedy: /Check account, host and port/,
  },
  'a host that takes the connection and says nothing': {
    seed: async () => dev({ port: (await silentServer()).port }),
    step: 'http',
    says: /no answer within 1 s/,
    remedy: /never answers: check host and port/,
    timeout: 3,
  },
  'a host that begins no TLS': {
    seed: async () => dev({ ...secure, port: (await silentServer()).port }),
    step: 'tls',
    says: /no answer within 1 s/,
    remedy: /does not begin TLS/,
    timeout: 3,
  },
  'https where http is spoken': {
    seed: () => dev({ ...secure, port: local.engine.connectionOptions.port }),
    step: 'tls',
    says: /localhost did not begin TLS/,
    remedy: /may speak http/,
  },
  'a server of something else': {
    seed: async () => dev({ port: (await babblingServer()).port }),
    step: 'http',
    says: /does not speak HTTP \(HPE_/,
    remedy: /Check host, port and protocol/,
  },
  'a server that is out of order': {
    seed: async () => dev({ port: (await stubbornServer(503, 'later')).port }),
    step: 'http',
    says: /answers with HTTP status 503/,
    remedy: /status\.snowflake\.com/,
  },
  'a self-signed certificate': {
    seed: () => withCertificate('localhost', -HOUR, 240 * 24 * HOUR),
    step: 'tls',
    says: /^the certificate is self-signed/m,
    remedy: /^If a proxy of your company opens TLS.*NODE_EXTRA_CA_CERTS/,
  },
  'an expired certificate': {
    seed: () => withCertificate('localhost', -9 * HOUR, -HOUR),
    step: 'tls',
    says: /the certificate expired at \d{4}-.*; here it is/,
    remedy: /^Check the clock of this machine; if it is right, who runs the server/,
  },
  'a certificate that is not valid yet': {
    seed: () => withCertificate('localhost', HOUR, 9 * HOUR),
    step: 'tls',
    says: /the certificate is valid from \d{4}-.* on; here it is/,
    remedy: /^Check the clock of this machine/,
  },
  'a certificate for another host': {
    seed: () => withCertificate('other.example', -HOUR, 240 * 24 * HOUR),
    step: 'tls',
    says: /the certificate is not for localhost, but for other\.example/,
    remedy: /^Check account and host/,
  },
  'a clock that is wrong': {
    seed: async () => {
      const { port } = await timeShiftingServer(local.engine.connectionOptions.port, -HOUR);
      return dev({
        ...local.engine.connectionOptions,
        port,
        user: 'svc',
        password: undefined,
        private_key_file: keyPath,
      });
    },
    step: 'clock',
    says: /36\d\d s ahead of the server’s: Snowflake refuses/,
    remedy: /Set the clock of this machine/,
  },
  'a proxy that is not there': {
    seed: async () => dev(throughProxy(await closedPort())),
    step: 'tcp',
    says: /nothing listens at 127\.0\.0\.1/,
    remedy: /Check proxy_host and proxy_port/,
  },
  'a proxy that wants a user': {
    seed: () => dev(throughProxy(proxy.port)),
    step: 'tunnel',
    says: /wants a user and a password \(407\)/,
    remedy: /Correct proxy_user and proxy_password/,
  },
  'a proxy that wants another password': {
    seed: () => dev({ ...throughProxy(proxy.port), proxy_user: PROXY_USER, proxy_password: CANARY }),
    step: 'tunnel',
    says: /wants another user or password \(407\)/,
    remedy: /Correct proxy_user and proxy_password/,
  },
  'a proxy that lets nobody through': {
    seed: async () => dev(throughProxy((await refusingProxy(403)).port)),
    step: 'tunnel',
    says: /opened no tunnel to myorg-dev\.snowflakecomputing\.com:443 \(403\)/,
    remedy: /Ask who runs the proxy/,
  },
  'a proxy that is none': {
    seed: async () => dev(throughProxy((await babblingServer()).port)),
    step: 'tunnel',
    says: /does not answer as a proxy/,
    remedy: /Check proxy_host/,
  },
  'a proxy that says nothing': {
    seed: async () => dev(throughProxy((await silentServer()).port)),
    step: 'tunnel',
    says: /no answer within 1 s/,
    remedy: /does not answer: check proxy_host/,
    timeout: 3,
  },
};

test.each(Object.entries(faults))('%s', async (_what, fault) => {
  await expectDiagnosis(fault);
});

test('a proxy of the variables is named with its variable, and passed by for the hosts of NO_PROXY', async () => {
  const argv = ['doctor', ...dev({ ...secure, host: 'myorg-dev.snowflakecomputing.com' })];
  process.env['HTTPS_PROXY'] = `http://${PROXY_USER}:${CANARY}@127.0.0.1:${proxy.port}`;
  try {
    const used = await runCli(argv);
    expect(used.stdout).toMatch(new RegExp(`Proxy +127\\.0\\.0\\.1:${proxy.port}, given by the variable HTTPS_PROXY`));
    expect(used.stdout).toContain('→ Correct user and password in the variable HTTPS_PROXY.');
    expectSecretless(used.stdout + used.stderr);

    process.env['NO_PROXY'] = 'localhost,.snowflakecomputing.com';
    const passed = await runCli([...argv, '-o', 'host=localhost', '-o', 'port=1']);
    expect(passed.stdout).toContain('none: NO_PROXY names localhost, so that of the variable HTTPS_PROXY is passed by');

    process.env['HTTPS_PROXY'] = `:::${CANARY}`;
    const wrong = await runCli(argv);
    expect(wrong.stdout).toContain('✗ Proxy         the variable HTTPS_PROXY holds no address of a proxy.');
    expectSecretless(wrong.stdout + wrong.stderr);
  } finally {
    delete process.env['HTTPS_PROXY'];
    delete process.env['NO_PROXY'];
  }
});

test('a tunnel through a proxy shows the certificate behind it', async () => {
  const { port } = await tlsServer(await certificate('myorg-dev.snowflakecomputing.com', -HOUR, HOUR));
  proxy.mapTo(['myorg-dev.snowflakecomputing.com'], port);
  const { stdout } = await runCli([
    'doctor',
    ...dev({ ...throughProxy(proxy.port), proxy_user: PROXY_USER, proxy_password: PROXY_PASSWORD }),
  ]);
  expect(stdout).toContain('the proxy opened a tunnel to myorg-dev.snowflakecomputing.com:443');
  expect(stdout).toContain('the certificate is for myorg-dev.snowflakecomputing.com');
  expect(stdout).not.toContain(PROXY_PASSWORD);
});
