import { expect, test } from '@jest/globals';
import { StatementQueue } from '../../src/statement-queue.js';

/** Work that ends when it is told to. */
function openWork(log: string[], name: string): { readonly work: () => Promise<string>; readonly end: () => void } {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async (): Promise<string> => {
    log.push(name);
    await ended;
    return name;
  };
  return { work, end: () => end() };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

const never = new AbortController().signal;

test('one owner runs one at a time, in order', async () => {
  const queue = new StatementQueue(5);
  const log: string[] = [];
  const owner = {};
  const [a, b] = [openWork(log, 'a'), openWork(log, 'b')];
  const done = [queue.run(owner, never, a.work), queue.run(owner, never, b.work)];
  await settle();
  expect(log).toEqual(['a']);
  a.end();
  await settle();
  expect(log).toEqual(['a', 'b']);
  b.end();
  expect(await Promise.all(done)).toEqual(['a', 'b']);
});

test('all owners together keep to the limit, and an owner that waits for itself holds up no one', async () => {
  const queue = new StatementQueue(2);
  const log: string[] = [];
  const [first, second, third] = [{}, {}, {}];
  const [a, a2, b, c] = [openWork(log, 'a'), openWork(log, 'a2'), openWork(log, 'b'), openWork(log, 'c')];
  const done = [
    queue.run(first, never, a.work),
    queue.run(first, never, a2.work),
    queue.run(second, never, b.work),
    queue.run(third, never, c.work),
  ];
  await settle();
  expect(log).toEqual(['a', 'b']);
  b.end();
  await settle();
  expect(log).toEqual(['a', 'b', 'c']);
  [a, a2, c].forEach(({ end }) => end());
  await Promise.all(done);
  expect(log).toEqual(['a', 'b', 'c', 'a2']);
});

test('what is aborted while it waits never runs, and what fails frees its place', async () => {
  const queue = new StatementQueue(1);
  const log: string[] = [];
  const a = openWork(log, 'a');
  const abort = new AbortController();
  const running = queue.run({}, never, a.work);
  const aborted = queue.run({}, abort.signal, openWork(log, 'b').work);
  const failing = queue.run({}, never, () => Promise.reject(new Error('it broke')));
  const last = queue.run({}, never, () => Promise.resolve('last'));
  abort.abort(new Error('no longer wanted'));
  await expect(aborted).rejects.toThrow('no longer wanted');
  await expect(queue.run({}, abort.signal, openWork(log, 'c').work)).rejects.toThrow('no longer wanted');
  a.end();
  await expect(failing).rejects.toThrow('it broke');
  expect(await Promise.all([running, last])).toEqual(['a', 'last']);
  expect(log).toEqual(['a']);
});
