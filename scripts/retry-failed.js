// @ts-check
import { jest } from '@jest/globals';

// One hold of a busy machine in sixteen thousand tests must not fail a whole run. A fault fails twice, and the count
// reporter names each test that needed its second run, with what the first one said.
if (process.env['TEST_RETRY'] === 'once') {
  jest.retryTimes(1, { logErrorsBeforeRetry: true });
}
