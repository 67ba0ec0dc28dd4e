import { getEventListeners } from 'node:events';

import { expect, test } from '@jest/globals';

import { openConnection } from '../../../src/session/open-connection.js';
import { rejection } from '../../helpers/engine.js';

test('any number of logins under one signal listen to it once, and end with it', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const options = { host: 'a.host', loginTimeoutMs: 60_000, signal, onRetry: () => undefined };
  const logins = Array.from({ length: 12 }, async () =>
    rejection(openConnection(async () => new Promise(() => undefined), options)),
  );
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  controller.abort();
  for (const error of await Promise.all(logins)) {
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORTED' });
  }
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
