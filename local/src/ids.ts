import { randomBytes, randomInt } from 'node:crypto';

const MINUTE_MS = 60_000;

/** A query id as Snowflake shapes them: a UUID that starts with `01b` and grows with time. */
export function newQueryId(): string {
  const minutes = Math.floor(Date.now() / MINUTE_MS) % 0x10_0000;
  const [a, b, c, d] = [hex(2), hex(2), hex(2), hex(6)];
  return `01b${minutes.toString(16).padStart(5, '0')}-${a}-${b}-${c}-${d}`;
}

/** A session id: a decimal string that a JSON number holds exactly. */
export function newSessionId(): string {
  return String(randomInt(2 ** 40, 2 ** 47));
}

/** A token or password nobody can guess: 32 random bytes. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
