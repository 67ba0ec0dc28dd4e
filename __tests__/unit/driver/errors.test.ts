import { expect, test } from '@jest/globals';

import { toStatementError } from '../../../src/driver/errors.js';

test.each([
  ['an answer on which the driver trips', {}, 'The answer of a.host does not hold what it should.'],
  ['a request that cannot be sent', { code: 'ERR_INVALID_CHAR' }, 'Could not reach a.host (ERR_INVALID_CHAR).'],
])('of the TypeErrors behind a NetworkError, %s is told from the other', (_what, more, said) => {
  const cause = Object.assign(new TypeError('no'), more);
  const { message } = toStatementError({ name: 'NetworkError', cause }, 'a.host', undefined);
  expect(message).toContain(said);
});
