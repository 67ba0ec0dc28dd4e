import { generateKeyPairSync } from 'node:crypto';
import { request } from 'node:https';

import { expect, test } from '@jest/globals';
import { LocalSnowflake, type LocalSnowflakeOptions } from 'snowpark-session-local';

const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });

test.each<readonly [string, unknown, RegExp]>([
  ['a user that is a number', { users: { jo: 1 } }, /"jo" must be a password, or an object/],
  ['a user with an unknown field', { users: { jo: { pasword: 'x' } } }, /"jo" has the unknown field pasword/],
  ['an empty password', { users: { jo: { password: '' } } }, /"jo" needs a name and a password/],
  ['a key that is none', { users: { jo: { rsaPublicKey: 'hello' } } }, /"jo" has an rsaPublicKey that is no RSA/],
  ['a key that is not RSA', { users: { jo: { rsaPublicKey: elliptic } } }, /no RSA public key/],
  ['tls that is a text', { tls: 'yes' }, /tls must be true, \{ key, cert \}/],
])('%s is refused by its name', async (_what, options, message) => {
  await expect(LocalSnowflake.start(options as LocalSnowflakeOptions)).rejects.toThrow(message);
});

test('with tls the engine speaks HTTPS, with a certificate for the names it was given', async () => {
  const engine = await LocalSnowflake.start({ tls: { names: ['acme.snowflakecomputing.com'] } });
  try {
    const { port, protocol } = engine.connectionOptions;
    expect([protocol, engine.url]).toEqual(['https', `https://127.0.0.1:${port}`]);
    const ask = (servername: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const options = { host: '127.0.0.1', port, servername, ca: engine.certificate, path: '/', agent: false };
        request(options, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end();
      });
    expect(await ask('acme.snowflakecomputing.com')).toBe(404);
    expect(await ask('localhost')).toBe(404);
    await expect(ask('other.snowflakecomputing.com')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  } finally {
    await engine.close();
  }
});
