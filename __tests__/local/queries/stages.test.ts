import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { afterAll, expect, test } from '@jest/globals';

import { rejection, testEngine } from '../../helpers/engine.js';

const local = testEngine();
const directory = mkdtempSync(join(tmpdir(), "it's mine-"));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('files and streams go to a stage of the engine and back, are listed and removed', async () => {
  const session = await local.open();
  await session.sql('create or replace stage drop_box').collect();
  writeFileSync(join(directory, 'a.csv'), '1,x\n2,y\n');
  const [put] = await session.file.put(join(directory, 'a.csv'), '@drop_box/in', { autoCompress: false });
  expect(put).toMatchObject({ source: 'a.csv', target: 'a.csv', status: 'UPLOADED' });
  await session.file.putStream(Readable.from(['3,z\n']), '@drop_box/in/b.csv');
  const listed = await session.file.list('@drop_box/in');
  expect(new Set(listed.map(({ name }) => name.split('/').at(-1)))).toEqual(new Set(['a.csv', 'b.csv.gz']));
  expect(listed.every(({ size, lastModified }) => size > 0 && !Number.isNaN(lastModified.getTime()))).toBe(true);
  expect(await text(await session.file.getStream('@drop_box/in/b.csv.gz', { decompress: true }))).toBe('3,z\n');
  const target = join(directory, 'out');
  await session.file.get('@drop_box/in/a.csv', target);
  expect(readFileSync(join(target, 'a.csv'), 'utf8')).toBe('1,x\n2,y\n');
  await session.sql('create or replace table dropped (n int, t varchar)').collect();
  await session.sql('copy into dropped from @drop_box/in').collect();
  expect(await session.sql('select * from dropped order by n').collect({ rowMode: 'array' })).toEqual([
    [1, 'x'],
    [2, 'y'],
    [3, 'z'],
  ]);
  await session.file.remove('@drop_box/in');
  expect(await session.file.list('@drop_box')).toEqual([]);
});

const NAMES = [
  'a b.csv',
  "it's.csv",
  '日本.csv',
  'q"q.csv',
  '%20.csv',
  'q?.csv',
  '[x].csv',
  "a'; drop table x; --.csv",
];

test.each(NAMES)('a file named %s goes up and comes down under its name, and alone', async (name) => {
  const session = await local.open();
  await session.sql('create or replace stage odd').collect();
  writeFileSync(join(directory, name), `of ${name}`);
  writeFileSync(join(directory, 'qx.csv'), 'another');
  const uploaded = await session.file.put(join(directory, name), '@odd/in', { autoCompress: false });
  expect(uploaded.map(({ source, status }) => [source, status])).toEqual([[name, 'UPLOADED']]);
  expect(await text(await session.file.getStream(`@odd/in/${name}`))).toBe(`of ${name}`);
  await session.file.putStream(Buffer.from('again'), `@odd/streams/${name}`, { autoCompress: false });
  expect(await text(await session.file.getStream(`@odd/streams/${name}`))).toBe('again');
});

test('getStream takes the file of that very name among those that begin with it', async () => {
  const session = await local.open();
  await session.sql('create or replace stage near').collect();
  await session.file.putStream(Buffer.from('1'), '@near/a', { autoCompress: false });
  await session.file.putStream(Buffer.from('2'), '@near/ab', { autoCompress: false });
  expect(await text(await session.file.getStream('@near/a'))).toBe('1');
  expect(await rejection(session.file.getStream('@near/'))).toMatchObject({ code: 'ARGUMENT_INVALID' });
});

test('a stream that never ends is given up by signal and time, and leaves no file', async () => {
  const { file } = await local.open();
  const endless = (): Readable => new Readable({ read: () => undefined });
  const stuck = endless();
  expect(await rejection(file.putStream(stuck, '@~/x', { timeoutMs: 50 }))).toMatchObject({ code: 'QUERY_TIMEOUT' });
  expect(stuck.destroyed).toBe(true);
  const controller = new AbortController();
  const stopped = rejection(file.putStream(endless(), '@~/x', { signal: controller.signal }));
  controller.abort(new Error('enough'));
  expect(await stopped).toMatchObject({ name: 'AbortError', code: 'ABORTED', cause: new Error('enough') });
  expect(await rejection(file.putStream(endless(), '@~/x', { signal: AbortSignal.abort() }))).toMatchObject({
    code: 'ABORTED',
  });
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`snowpark-transfer-${process.pid}-`))).toEqual([]);
});

test.each<[string, unknown]>([
  ['objects', Readable.from([{ a: 1 }])],
  ['a text', 'text'],
  ['nothing', null],
])('putStream refuses %s for bytes, and the process lives', async (_name, source) => {
  const { file } = await local.open();
  expect(await rejection(file.putStream(source as Readable, '@~/x'))).toMatchObject({
    code: 'ARGUMENT_INVALID',
    message: expect.stringMatching(/^putStream: source must /),
  });
});

test.each(['file://host/x.csv', 'file:///%zz', 'file:///a%00b', '/a\0b', '/a\\b'])(
  '%p is no file of this machine',
  async (path) => {
    const { file } = await local.open();
    expect(await rejection(file.put(path, '@~'))).toMatchObject({ code: 'ARGUMENT_INVALID' });
    expect(await rejection(file.get('@~', path))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  },
);
