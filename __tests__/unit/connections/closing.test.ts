import { expect, test } from '@jest/globals';

import { closeOnSignal } from '../../../src/index.js';
import { rejection, until } from '../../helpers/engine.js';
import { number, pause, Wire, WireConnection } from './wire-connection.js';

test('close is for good: it waits for the work, disposes once, and refuses', async () => {
  const wires = new WireConnection('w', {});
  let hasBegun = false;
  const work = wires.use(async (wire) => {
    hasBegun = true;
    await pause(20);
    return wire.number;
  });
  await until(() => hasBegun);
  const closes = [wires.close(), wires.close(), wires[Symbol.asyncDispose]()];
  expect(await rejection(wires.use(number))).toMatchObject({ name: 'ConnectionError', code: 'CONNECTION_CLOSED' });
  await Promise.all(closes);
  expect(await work).toBe(1);
  expect(wires.disposed).toEqual([1]);
  expect(wires.isClosed).toBe(true);
});

test('S14: a close without a connection connects nothing', async () => {
  const wires = new WireConnection('w', {});
  await wires.close();
  const reset = new WireConnection('w', {});
  await reset.ready();
  await reset.reset();
  await reset.close();
  expect([wires.reasons.length, reset.reasons.length, reset.disposed]).toEqual([0, 1, [1]]);
});

test('work that does not end cannot hold a close longer than its drain', async () => {
  const wires = new WireConnection('w', { drainTimeoutMs: 20 });
  void wires.use(async () => new Promise(() => undefined));
  await pause(5);
  await wires.close();
  expect(wires.disposed).toEqual([1]);
});

test('a connect that heeds no signal cannot hold a close; what it gives later is disposed of', async () => {
  let hasConnected = false;
  class Deaf extends WireConnection {
    protected override async connect(): Promise<Wire> {
      await pause(40);
      hasConnected = true;
      return new Wire(9);
    }
  }
  const deaf = new Deaf('d', {});
  const waiting = rejection(deaf.use(number));
  await pause(1);
  await deaf.close();
  expect(hasConnected).toBe(false);
  expect(await waiting).toMatchObject({ code: 'CONNECTION_CLOSED' });
  await until(() => deaf.disposed.length > 0);
  expect(deaf.disposed).toEqual([9]);
});

test('a dispose that fails is thrown by close, and only logged after a reset', async () => {
  const logged: string[] = [];
  const log = (message: string): number => logged.push(message);
  class Sticky extends WireConnection {
    protected override async dispose(): Promise<void> {
      throw new Error('stuck');
    }
  }
  const sticky = new Sticky('s', { logger: { debug: log, info: log, warn: log, error: log } });
  await sticky.ready();
  await sticky.reset();
  await pause(1);
  expect(logged).toEqual(['connection was opened', 'connection was reset', 'a former connection did not end well']);
  await sticky.ready();
  expect(await rejection(sticky.close())).toMatchObject({ message: 'stuck' });
});

test('a time that is none is refused when the signals are listened for, not when one comes', () => {
  const before = process.listenerCount('SIGUSR2');
  expect(() => closeOnSignal(['SIGUSR2'], { drainTimeoutMs: -1 })).toThrow('drainTimeoutMs must be a positive number');
  expect(process.listenerCount('SIGUSR2')).toBe(before);
});
