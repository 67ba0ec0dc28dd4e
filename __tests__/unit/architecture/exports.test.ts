import { expect, test } from '@jest/globals';

import * as core from '../../../src/index.js';

test('the package exports these values and no others', () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
[
  "AbortedError",
  "AuthenticationError",
  "ConfigurationError",
  "ConnectionError",
  "LocalEngineError",
  "QueryCancelledError",
  "QueryTimeoutError",
  "Session",
  "SessionCloseError",
  "SessionClosedError",
  "SessionExpiredError",
  "SnowparkError",
  "SqlError",
  "bindRows",
]
`);
});
