import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { keepAlive } from '../../../src/session/keep-alive.js';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test('beats at the interval until it is ended', async () => {
  let beats = 0;
  const stop = keepAlive(async () => (beats += 1), 900);
  await jest.advanceTimersByTimeAsync(899_000);
  expect(beats).toBe(0);
  await jest.advanceTimersByTimeAsync(900_000);
  expect(beats).toBe(1);
  stop();
  await jest.advanceTimersByTimeAsync(9_000_000);
  expect(beats).toBe(1);
});
