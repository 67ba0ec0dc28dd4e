import { expect, test } from '@jest/globals';

import * as core from '../../../src/index.js';

test('the package exports these values and no others', () => {
  expect(Object.keys(core).sort()).toEqual([
    'AbortedError',
    'AuthenticationError',
    'BaseConnection',
    'ConfigurationError',
    'ConnectionError',
    'LocalEngineError',
    'QueryCancelledError',
    'QueryTimeoutError',
    'Session',
    'SessionCloseError',
    'SessionClosedError',
    'SessionExpiredError',
    'SnowflakeConnection',
    'SnowparkError',
    'SqlError',
    'bindRows',
    'closeAllConnections',
    'closeOnSignal',
    'connection',
    'registerConnectionType',
  ]);
});
