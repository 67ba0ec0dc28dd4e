import { inspect } from 'node:util';

import { expect, test } from '@jest/globals';

import { rejection } from '../../helpers/engine.js';
import { LostError, number, pause, type Wire, WireConnection, type WireOptions } from './wire-connection.js';

test('B1, B2: the work gets what connect() gave, and a second one the same', async () => {
  const wires = new WireConnection('w', {});
  expect(wires.reasons).toEqual([]);
  expect(await wires.use(number)).toBe(1);
  expect(await wires.use(number)).toBe(1);
  expect(wires.reasons).toEqual(['first']);
});

test('fifty callers at once connect once', async () => {
  const wires = new WireConnection('w', { connectMs: 10 });
  const all = await Promise.all(Array.from({ length: 50 }, () => wires.use(number)));
  expect(new Set(all)).toEqual(new Set([1]));
  expect(wires.reasons).toHaveLength(1);
});

test('B3: after a reset the next one connects again, and the old one is disposed of after its work', async () => {
  const wires = new WireConnection('w', {});
  let finish = (): void => undefined;
  const long = wires.use(async (wire) => {
    await new Promise<void>((resolve) => (finish = resolve));
    return wire.number;
  });
  await pause(5);
  await wires.reset();
  expect(await wires.use(number)).toBe(2);
  expect(wires.disposed).toEqual([]);
  finish();
  expect(await long).toBe(1);
  await pause(1);
  expect(wires.disposed).toEqual([1]);
  expect(wires.reasons).toEqual(['first', 'reset']);
});

test('a reset may be asked for from within the work, and one without a connection connects nothing', async () => {
  const wires = new WireConnection('w', {});
  await wires.reset();
  expect(wires.reasons).toEqual([]);
  await wires.use(async () => wires.reset());
  expect(await wires.use(number)).toBe(2);
});

test('fifty failures of one connection reset it once', async () => {
  const wires = new WireConnection('w', {});
  let isDown = true;
  const work = Array.from({ length: 50 }, (_, index) =>
    wires.use(
      async (wire) => {
        await pause(index % 7);
        if (wire.number === 1 && isDown) {
          throw new LostError();
        }
        return wire.number;
      },
      { retry: true },
    ),
  );
  expect(new Set(await Promise.all(work))).toEqual(new Set([2]));
  isDown = false;
  expect(wires.reasons).toHaveLength(2);
  expect(wires.disposed).toEqual([1]);
});

test('R1: what is lost each time is tried three times, reset after each; the error itself is thrown', async () => {
  const wires = new WireConnection('w', {});
  const errors: LostError[] = [];
  const lose = async (): Promise<never> => {
    const error = new LostError();
    errors.push(error);
    throw error;
  };
  expect(await rejection(wires.use(lose, { retry: true }))).toBe(errors[2]);
  expect(errors).toHaveLength(3);
  expect(wires.reasons).toHaveLength(3);
  expect(await wires.use(number)).toBe(4);
});

test('without retry a lost connection is replaced for the next one, and nothing is done again', async () => {
  const wires = new WireConnection('w', {});
  expect(
    await rejection(
      wires.use(async () => {
        throw new LostError();
      }),
    ),
  ).toBeInstanceOf(LostError);
  expect(wires.reasons).toHaveLength(1);
  expect(await wires.use(number)).toBe(2);
});

test.each([
  ['an Error', new Error('no')],
  ['a TypeError', new TypeError('no')],
  ['something that is no Error', 'no'],
])('R2: %s that loses no connection is thrown as it is, at once', async (_, thrown) => {
  const wires = new WireConnection('w', {});
  let times = 0;
  const fail = async (): Promise<never> => {
    times += 1;
    // eslint-disable-next-line typescript/only-throw-error
    throw thrown;
  };
  expect(await rejection(wires.use(fail, { retry: true }))).toBe(thrown);
  expect([times, wires.reasons.length]).toEqual([1, 1]);
});

test('R3: what is lost twice and then works gives its value', async () => {
  const wires = new WireConnection('w', {});
  const work = async (wire: Wire): Promise<number> => {
    if (wire.number < 3) {
      throw new LostError();
    }
    return wire.number;
  };
  expect(await wires.use(work, { retry: true })).toBe(3);
});

test('a failed connect is tried once for all who wait, even if its error looks like a lost connection', async () => {
  const wires = new WireConnection('w', { connectMs: 5 });
  wires.failure = new LostError('wrong password');
  const errors = await Promise.all(Array.from({ length: 20 }, () => rejection(wires.use(number, { retry: true }))));
  expect(new Set(errors)).toEqual(new Set([wires.failure]));
  expect(wires.reasons).toHaveLength(1);
  wires.failure = undefined;
  expect(await wires.use(number)).toBe(2);
});

test("a caller's signal ends its own waiting; the connect goes on for the others, and stops when none is left", async () => {
  const wires = new WireConnection('w', { connectMs: 20 });
  const leaving = new AbortController();
  const left = rejection(wires.use(number, { signal: leaving.signal }));
  const staying = wires.use(number);
  leaving.abort();
  expect(await left).toMatchObject({ name: 'AbortError', code: 'ABORTED' });
  expect(await staying).toBe(1);

  const alone = new WireConnection('w', { connectMs: 20 });
  const last = new AbortController();
  const gone = rejection(alone.use(number, { signal: last.signal }));
  last.abort();
  await gone;
  expect(await alone.use(number)).toBe(2);
  expect(alone.disposed).toEqual([]);
});

test('B5, B6: a reload resets once when the configuration is another, and not when it is the same', async () => {
  const wires = new WireConnection('w', {});
  expect(await wires.reload()).toBe(false);
  await wires.ready();
  expect(await wires.reload()).toBe(false);
  wires.settings = 'b';
  expect(await wires.reload()).toBe(true);
  expect(await wires.reload()).toBe(false);
  expect(await wires.use(number)).toBe(2);
  expect(wires.reasons).toEqual(['first', 'config']);
  expect(wires.changes).toBe(1);
});

test('a change that is only seen when connecting counts as well', async () => {
  const wires = new WireConnection('w', {});
  await wires.ready();
  wires.settings = 'b';
  await wires.reset();
  await wires.ready();
  expect([wires.reasons, wires.changes]).toEqual([['first', 'config'], 1]);
});

test('B7: it prints its class and name, and never an option', () => {
  const options: WireOptions & { readonly password: string } = { connectMs: 1, password: 'hunter2' };
  const printed = [inspect(new WireConnection('w', options)), JSON.stringify(new WireConnection('w', options))];
  expect(printed).toEqual(["WireConnection 'w'", '{"type":"WireConnection","name":"w"}']);
});

test('isHealthy never connects: false before, true after a success, asks when that is old, false when it is down', async () => {
  const wires = new WireConnection('w', {});
  expect(await wires.isHealthy()).toBe(false);
  expect(wires.reasons).toEqual([]);
  await wires.use(async (wire) => {
    wire.isUp = false;
  });
  expect(await wires.isHealthy()).toBe(true);
  await pause(5);
  expect(await wires.isHealthy({ maxAgeMs: 1 })).toBe(false);
  expect(wires.reasons).toHaveLength(1);
});

test('what a connection said of itself is not taken for the word of the one after it', async () => {
  const wires = new WireConnection('w', {});
  const answers: ((isUp: boolean) => void)[] = [];
  wires.answerProbe = () => new Promise((resolve) => answers.push(resolve));
  await wires.ready();
  await pause(5);
  const ofFirst = wires.isHealthy({ maxAgeMs: 1 });
  await wires.reset();
  await wires.ready();
  await pause(5);
  const ofSecond = wires.isHealthy({ maxAgeMs: 1 });
  expect(answers).toHaveLength(2);
  answers[0]?.(true);
  answers[1]?.(false);
  expect([await ofFirst, await ofSecond]).toEqual([true, false]);
});

test('a time without end is no reason to call a connection dead, and each waits for as long as it likes', async () => {
  const wires = new WireConnection('w', {});
  wires.answerProbe = () => pause(20).then(() => true);
  await wires.ready();
  await pause(5);
  const patient = wires.isHealthy({ maxAgeMs: 1, timeoutMs: Infinity });
  expect(await wires.isHealthy({ maxAgeMs: 1, timeoutMs: 1 })).toBe(false);
  expect(await patient).toBe(true);
});

test('a probe is not stopped by whoever waits least, but when nobody waits any more', async () => {
  const wires = new WireConnection('w', {});
  const signals: AbortSignal[] = [];
  let answer = (_isUp: boolean): void => undefined;
  wires.answerProbe = (_wire, signal) => {
    signals.push(signal);
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
  await wires.ready();
  await pause(5);
  const hasty = wires.isHealthy({ maxAgeMs: 1, timeoutMs: 5 });
  const patient = wires.isHealthy({ maxAgeMs: 1, timeoutMs: 60_000 });
  expect(await hasty).toBe(false);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  answer(true);
  expect(await patient).toBe(true);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});
