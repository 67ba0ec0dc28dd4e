import { expect, test } from '@jest/globals';

import { barrierToDirect } from '../../../src/driver/readers/direct-barrier.js';

test('nothing stands in the way of a plain connection', () => {
  expect(barrierToDirect({ connection: {}, process: {} }, { PATH: '/bin', HTTPS_PROXY: '' })).toBeUndefined();
  expect(barrierToDirect({ connection: { certRevocationCheckMode: 'DISABLED' }, process: {} }, {})).toBeUndefined();
  expect(barrierToDirect({ connection: {}, process: { disableOCSPChecks: true } }, {})).toBeUndefined();
});

test.each([
  ['proxy_host', { proxyHost: 'proxy' }, {}, {}],
  ['HTTPS_PROXY', {}, {}, { HTTPS_PROXY: 'http://proxy' }],
  ['http_proxy', {}, {}, { http_proxy: 'http://proxy' }],
  ['crl_check_mode', { certRevocationCheckMode: 'ADVISORY' }, {}, {}],
  ['disable_ocsp_checks', {}, { disableOCSPChecks: false }, {}],
  ['ocsp_fail_open', {}, { ocspFailOpen: false }, {}],
])('%s leaves the fetching to the driver, and is named', (name, connection, shared, variables) => {
  expect(barrierToDirect({ connection, process: shared }, variables)).toContain(name);
});

test('a proxy of the environment that is not to be used is no barrier', () => {
  expect(barrierToDirect({ connection: {}, process: { useEnvProxy: false } }, { HTTPS_PROXY: 'x' })).toBeUndefined();
});
