import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import { inspect } from 'node:util';

import { expect, test } from '@jest/globals';

import { openPrivateKey } from '../../../src/authentication/key-pair.js';
import type { PrivateKeyInput } from '../../../src/config/parameters.js';
import { makeOpensslKeys, PASSPHRASE } from '../../helpers/openssl-keys.js';

const keys = makeOpensslKeys();
const pem = keys.pkcs8.toString();
const expected = createPrivateKey(keys.pkcs8).export({ type: 'pkcs8', format: 'pem' }).toString();

const forms: readonly (readonly [string, PrivateKeyInput, string?])[] = [
  ['PKCS#8 text', pem],
  ['PKCS#8 text with line ends written out', pem.replaceAll('\n', '\\n')],
  ['PKCS#8 text with Windows line ends', pem.replaceAll('\n', '\r\n')],
  ['PKCS#8 text with Windows line ends written out', pem.replaceAll('\n', '\\r\\n')],
  ['PKCS#8 text in one line', pem.replaceAll('\n', ' ')],
  ['PKCS#8 text below a heading', `Bag Attributes\n  friendlyName: jo\n${pem}`],
  ['PKCS#1 text', keys.pkcs1.toString()],
  ['PEM bytes', keys.pkcs8],
  ['PEM as Uint8Array', new Uint8Array(keys.pkcs8)],
  ['base64 of PEM', keys.pkcs8.toString('base64')],
  ['base64 of PKCS#1 PEM', keys.pkcs1.toString('base64')],
  ['base64 of DER', keys.pkcs8Der.toString('base64')],
  ['base64 of DER in lines', keys.pkcs8Der.toString('base64').replaceAll(/.{64}/g, '$&\n')],
  ['base64url of DER', keys.pkcs8Der.toString('base64url')],
  ['PKCS#8 DER bytes', keys.pkcs8Der],
  ['PKCS#1 DER bytes', keys.pkcs1Der],
  ['a KeyObject', createPrivateKey(keys.pkcs8)],
  ['encrypted PKCS#8 text', keys.pkcs8Encrypted.toString(), PASSPHRASE],
  [
    'encrypted PKCS#8 text with line ends written out',
    keys.pkcs8Encrypted.toString().replaceAll('\n', '\\n'),
    PASSPHRASE,
  ],
  ['encrypted PKCS#1 text', keys.pkcs1Encrypted.toString(), PASSPHRASE],
  ['encrypted PKCS#8 DER bytes', keys.pkcs8EncryptedDer, PASSPHRASE],
  ['base64 of encrypted DER', keys.pkcs8EncryptedDer.toString('base64'), PASSPHRASE],
];

test.each(forms)('%s is opened, with OpenSSL’s fingerprint', (...[, input, passphrase]) => {
  const opened = openPrivateKey(input, passphrase);
  expect(opened).toMatchObject({ key: { fingerprint: keys.fingerprint } });
  expect('key' in opened && opened.key.pem.reveal()).toBe(expected);
});

const faults: readonly (readonly [string, PrivateKeyInput, string | undefined, 'key' | 'passphrase', RegExp])[] = [
  [
    'an encrypted key without passphrase',
    keys.pkcs8Encrypted,
    undefined,
    'passphrase',
    /missing: the key is encrypted/,
  ],
  [
    'encrypted PKCS#1 without passphrase',
    keys.pkcs1Encrypted,
    undefined,
    'passphrase',
    /missing: the key is encrypted/,
  ],
  [
    'encrypted DER without passphrase',
    keys.pkcs8EncryptedDer,
    undefined,
    'passphrase',
    /missing: the key is encrypted/,
  ],
  ['a wrong passphrase', keys.pkcs8Encrypted, 'wrong', 'passphrase', /does not open the key/],
  ['a wrong passphrase of PKCS#1', keys.pkcs1Encrypted, 'wrong', 'passphrase', /does not open the key/],
  ['a wrong passphrase of DER', keys.pkcs8EncryptedDer, 'wrong', 'passphrase', /does not open the key/],
  ['a passphrase too many', keys.pkcs8, 'any', 'passphrase', /not encrypted; remove it/],
  ['a passphrase beside a KeyObject', createPrivateKey(keys.pkcs8), 'any', 'passphrase', /not encrypted; remove it/],
  ['a public key', keys.publicKey, undefined, 'key', /is a public key; give the private one/],
  ['a public KeyObject', createPublicKey(keys.pkcs8), undefined, 'key', /is a public key; give the private one/],
  ['a secret KeyObject', createSecretKey(Buffer.alloc(32)), undefined, 'key', /is a secret key/],
  ['a certificate', keys.certificate, undefined, 'key', /is a certificate; give the private key/],
  ['a certificate request', keys.request, undefined, 'key', /request for a certificate/],
  ['an elliptic curve', keys.elliptic, undefined, 'key', /type ec; Snowflake takes RSA keys only/],
  ['a short key', keys.short, undefined, 'key', /1024 bits \(SHA256:.*\); Snowflake takes RSA keys of 2048 bits/],
  [
    'an OpenSSH key',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nYQ==\n-----END OPENSSH PRIVATE KEY-----',
    undefined,
    'key',
    /ssh-keygen/,
  ],
  ['a cut key', keys.pkcs8.subarray(0, 800), undefined, 'key', /ends before "-----END PRIVATE KEY-----"/],
  ['a damaged key', pem.replace(/\n.{10}/, '\nAAAAAAAAAA'), undefined, 'key', /damaged/],
  ['bytes that are no key', Buffer.from('hello'), undefined, 'key', /damaged, or no private key/],
  ['text that is no key', 'hello, world', undefined, 'key', /neither PEM text .* nor base64/],
  ['a path in place of a key', '/home/jo/key.p8', undefined, 'key', /neither PEM text .* nor base64/],
  ['blank text', '  \n', undefined, 'key', /is empty/],
];

test.each(faults)('%s is told as such', (_what, input, passphrase, of, message) => {
  const opened = openPrivateKey(input, passphrase);
  expect(opened).toEqual({ fault: { of, message: expect.stringMatching(message) } });
  const printed = inspect(opened, { depth: 9 });
  expect(printed).not.toContain(pem.split('\n')[1]);
});

test('an opened key never prints itself', () => {
  const printed = inspect(openPrivateKey(keys.pkcs8, undefined), { depth: 9, showHidden: true });
  expect(printed).toContain('[secret]');
  expect(printed).not.toContain(expected.split('\n')[1]);
});
