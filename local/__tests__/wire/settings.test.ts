import { expect, test } from '@jest/globals';
import { LocalSnowflake, type LocalSnowflakeOptions } from 'snowpark-session-local';

test.each<[string, unknown, string]>([
  ['an unknown option', { prot: 1 }, 'unknown option prot'],
  ['a text for a number', { port: '80' }, 'port must be a whole number from 0 to 65535'],
  ['a port that cannot be', { port: 70_000 }, 'port must be'],
  ['no statements at all', { maxRunningStatements: 0 }, 'maxRunningStatements must be'],
  ['half a millisecond', { longPollMs: 0.5 }, 'longPollMs must be'],
  ['an empty name', { database: '' }, 'database must be'],
  ['no user', { users: {} }, 'users must be'],
  ['a user without a password', { users: { ann: '' } }, 'users: "ann" needs'],
  ['no object', 7, 'must be an object'],
])('%s is refused', async (_what, options, message) => {
  await expect(LocalSnowflake.start(options as LocalSnowflakeOptions)).rejects.toThrow(message);
});
