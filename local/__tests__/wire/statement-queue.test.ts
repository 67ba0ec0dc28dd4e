import { expect, test } from '@jest/globals';
import { StatementQueue } from '../../src/statement-queue.js';

/** Work that ends when it is told to. */
function openWork(
  log: string[],
  name: string,
): { readonly work: (begun: () => void) => Promise<string>; readonly end: () => void } {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async (begun: () => void): Promise<string> => {
    log.push(name);
    begun();
    await ended;
    return name;
  };
  return { work, end: () => end() };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

const never = new AbortController().signal;
const alone = (): boolean => true;
const shared = (): boolean => false;

test('what works alone runs one at a time, in order', async () => {
  const queue = new StatementQueue();
  const log: string[] = [];
  const owner = {};
  const [a, b] = [openWork(log, 'a'), openWork(log, 'b')];
  const done = [queue.run(owner, alone, never, a.work), queue.run(owner, alone, never, b.work)];
  await settle();
  expect(log).toEqual(['a']);
  a.end();
  await settle();
  expect(log).toEqual(['a', 'b']);
  b.end();
  expect(await Promise.all(done)).toEqual(['a', 'b']);
});

test('what is shared begins in its turn and holds back no one, and owners do not wait for each other', async () => {
  const queue = new StatementQueue();
  const log: string[] = [];
  const [owner, other] = [{}, {}];
  const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) => openWork(log, name));
  const runs = [
    [owner, shared, a],
    [owner, shared, b],
    [owner, alone, c],
    [owner, shared, d],
    [other, alone, e],
  ] as const;
  const done = runs.map(([who, how, what]) =>
    queue.run(who, how, never, (begun) => what?.work(begun) ?? Promise.reject()),
  );
  await settle();
  expect(log.toSorted()).toEqual(['a', 'b', 'c', 'e']);
  c?.end();
  await settle();
  expect(log.at(-1)).toBe('d');
  [a, b, d, e].forEach((one) => one?.end());
  expect(await Promise.all(done)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('what works alone waits until a read before it has begun', async () => {
  const queue = new StatementQueue();
  const log: string[] = [];
  const owner = {};
  let begin: () => void = () => {};
  let end: (value: string) => void = () => {};
  const reading = queue.run(owner, shared, never, (begun) => {
    begin = begun;
    return new Promise<string>((resolve) => {
      end = resolve;
    });
  });
  const a = openWork(log, 'a');
  const writing = queue.run(owner, alone, never, a.work);
  await settle();
  expect(log).toEqual([]);
  begin();
  await settle();
  expect(log).toEqual(['a']);
  end('read');
  a.end();
  expect(await Promise.all([reading, writing])).toEqual(['read', 'a']);
});

test('what is aborted while it waits never runs, and what fails frees its place', async () => {
  const queue = new StatementQueue();
  const log: string[] = [];
  const owner = {};
  const a = openWork(log, 'a');
  const abort = new AbortController();
  const running = queue.run(owner, alone, never, a.work);
  const aborted = queue.run(owner, alone, abort.signal, openWork(log, 'b').work);
  const failing = queue.run(owner, alone, never, () => Promise.reject(new Error('it broke')));
  const last = queue.run(owner, alone, never, () => Promise.resolve('last'));
  abort.abort(new Error('no longer wanted'));
  await expect(aborted).rejects.toThrow('no longer wanted');
  await expect(queue.run(owner, alone, abort.signal, openWork(log, 'c').work)).rejects.toThrow('no longer wanted');
  a.end();
  await expect(failing).rejects.toThrow('it broke');
  expect(await Promise.all([running, last])).toEqual(['a', 'last']);
  expect(log).toEqual(['a']);
});
