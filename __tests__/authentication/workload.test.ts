import { once } from 'node:events';
import { createServer } from 'node:http';

import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { signInElsewhere } from '../helpers/sign-in-process.js';

/** What came to the metadata service and to Snowflake, both played by one server that believes nobody. */
interface Asked {
  readonly path: string;
  readonly body: string;
}

const asked: Asked[] = [];
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const path = request.url ?? '';
    asked.push({ path, body: Buffer.concat(parts).toString() });
    response.setHeader('metadata-flavor', 'Google');
    response.setHeader('content-type', path.includes('identity?') ? 'text/plain' : 'application/json');
    response.end(answerOf(path));
  });
});
let port = 0;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
beforeEach(() => {
  asked.length = 0;
});
afterAll(async () => new Promise((resolve) => server.close(resolve)));

function answerOf(path: string): string {
  if (path.startsWith('/session/v1/login-request')) {
    return JSON.stringify({ success: false, code: '390144', message: 'nobody is believed here', data: null });
  }
  if (path.startsWith('/msi')) {
    const expires = String(Math.floor(Date.now() / 1000) + 3600);
    return JSON.stringify({
      access_token: 'azure-token-4f1c',
      expires_on: expires,
      token_type: 'Bearer',
      resource: 'r',
    });
  }
  return path.includes('identity?') ? `${b64({ alg: 'RS256' })}.${b64({ exp: 4_102_444_800 })}.c2ln` : '{}';
}

function b64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function options(provider: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    account: 'acme',
    host: '127.0.0.1',
    port,
    protocol: 'http',
    authenticator: 'workload_identity',
    workload_identity_provider: provider,
    login_timeout: 20,
    ...more,
  };
}

/** Nothing of the machine's own identity, and no address outside of it. */
const nobody = {
  SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES: '127.0.0.1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

function login(): Readonly<Record<string, unknown>> {
  const request = asked.find(({ path }) => path.startsWith('/session/v1/login-request'));
  return (JSON.parse(request?.body ?? '{"data":{}}') as { data: Record<string, unknown> }).data;
}

test('AWS: the driver signs a request for the caller’s identity, which Snowflake is given', async () => {
  const env = {
    ...nobody,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'aws-4f1c',
  };
  const outcome = await signInElsewhere(options('aws'), { env });
  expect(outcome.error).toMatchObject({ code: 'AUTHENTICATION_FAILED', serverCode: '390144' });
  const { PROVIDER, TOKEN } = login();
  expect(PROVIDER).toBe('AWS');
  const attestation = JSON.parse(Buffer.from(String(TOKEN), 'base64').toString()) as {
    url: string;
    headers: Record<string, string>;
  };
  expect(attestation.url).toContain('https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity');
  expect(attestation.headers['authorization']).toContain('Credential=AKIDEXAMPLE/');
  expect(JSON.stringify(outcome)).not.toContain('aws-4f1c');
});

test('AWS without credentials is told as the platform’s', async () => {
  const outcome = await signInElsewhere(options('AWS'), { env: { ...nobody, AWS_REGION: 'eu-central-1' } });
  expect(outcome.error).toMatchObject({
    code: 'AUTHENTICATION_FAILED',
    message: expect.stringContaining('The platform gave this workload no identity'),
    hint: expect.stringContaining('workload_identity_provider'),
  });
  expect(asked).toEqual([]);
});

test('Azure: the managed identity is asked for the resource, and its token is handed on', async () => {
  const env = { ...nobody, IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi`, IDENTITY_HEADER: 'header' };
  const more = { workload_identity_entra_resource: 'api://snowflake', workload_identity_azure_client_id: 'client-1' };
  const outcome = await signInElsewhere(options('azure', more), { env });
  expect(outcome.error).toMatchObject({ serverCode: '390144' });
  const [first] = asked;
  expect(decodeURIComponent(first?.path ?? '')).toContain('resource=api://snowflake');
  expect(first?.path).toContain('client_id=client-1');
  expect(login()).toMatchObject({ PROVIDER: 'AZURE', TOKEN: 'azure-token-4f1c' });
});

test('Google Cloud: the metadata server is asked for a token for Snowflake', async () => {
  const env = {
    ...nobody,
    GCE_METADATA_HOST: `127.0.0.1:${port}`,
    METADATA_SERVER_DETECTION: 'assume-present',
    HOME: '/nowhere',
  };
  const outcome = await signInElsewhere(options('gcp'), { env });
  expect(outcome.error).toMatchObject({ serverCode: '390144' });
  expect(asked.some(({ path }) => path.includes('identity?') && path.includes('audience=snowflakecomputing.com'))).toBe(
    true,
  );
  expect(login()).toMatchObject({ PROVIDER: 'GCP' });
});
