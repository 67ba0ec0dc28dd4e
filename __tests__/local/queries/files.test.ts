import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import type { Session } from '../../../src/index.js';
import { rejection, testEngine, until } from '../../helpers/engine.js';
import { type StageFront, startStageFront } from '../../helpers/stage-front.js';

const local = testEngine({ longPollMs: 200 });
const root = mkdtempSync(join(tmpdir(), 'files-test-'));
const stage = join(root, 'stage');
const mine = join(root, "it's mine");
let front: StageFront;

beforeAll(async () => {
  mkdirSync(mine);
  mkdirSync(stage);
  writeFileSync(join(mine, 'a.csv'), '1,2\n');
  writeFileSync(join(mine, 'b.csv'), '3,4\n');
  writeFileSync(join(mine, '.hidden.csv'), '');
  front = await startStageFront(local.engine.connectionOptions.port, stage);
});

afterAll(async () => {
  await front.close();
  rmSync(root, { recursive: true, force: true });
});

async function openThere(): Promise<Session> {
  return local.open({ port: front.port });
}

function temporary(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`snowpark-transfer-${process.pid}-`));
}

test('files go to a stage and come back, and the mask of the process stays', async () => {
  const { file } = await openThere();
  const before = process.umask(0o027);
  try {
    const uploaded = await file.put(join(mine, '*.csv'), '@my_stage/in', { autoCompress: false });
    expect(uploaded).toEqual(
      ['a.csv', 'b.csv'].map((name) => ({
        source: name,
        target: name,
        sourceSize: 4,
        targetSize: 4,
        sourceCompression: null,
        targetCompression: null,
        status: 'UPLOADED',
        message: null,
      })),
    );
    expect(readFileSync(join(stage, 'a.csv'), 'utf8')).toBe('1,2\n');
    const target = join(root, 'new', 'folder');
    expect(await file.get('@my_stage/in/a.csv', target)).toEqual([
      { file: 'a.csv', size: 4, status: 'DOWNLOADED', message: null },
    ]);
    expect(readFileSync(join(target, 'a.csv'), 'utf8')).toBe('1,2\n');
    await Promise.all([file.put(join(mine, 'a.csv'), '@s'), file.put(join(mine, 'b.csv'), '@s')]);
    expect(process.umask()).toBe(0o027);
  } finally {
    process.umask(before);
  }
});

test('the statements hold paths and places as literals', async () => {
  const { file } = await openThere();
  const start = front.sent.length;
  await file.put(`file://${encodeURI(mine)}/a.csv`, '@"My Stage"/x', { overwrite: true, parallel: 2 });
  await file.get('@s/a.csv', mine, { pattern: ".*'a" });
  expect(front.sent.slice(start)).toEqual([
    `PUT 'file://${mine.replace("'", "''")}/a.csv' '@"My Stage"/x' PARALLEL = 2 AUTO_COMPRESS = TRUE SOURCE_COMPRESSION = AUTO_DETECT OVERWRITE = TRUE`,
    `GET '@s/a.csv' 'file://${mine.replace("'", "''")}/' PARALLEL = 10 PATTERN = '.*''a'`,
  ]);
});

test('streams go up and come down, and leave no temporary file', async () => {
  const { file } = await openThere();
  const before = temporary();
  expect(await file.putStream(Readable.from(['x,', 'y\n']), '@s/in/stream.csv')).toMatchObject({
    source: 'stream.csv',
    target: 'stream.csv.gz',
    status: 'UPLOADED',
  });
  expect(gunzipSync(readFileSync(join(stage, 'stream.csv.gz'))).toString()).toBe('x,y\n');
  await file.putStream(Buffer.from([0, 255]), '@s/bytes.bin', { autoCompress: false });
  expect(readFileSync(join(stage, 'bytes.bin'))).toEqual(Buffer.from([0, 255]));
  expect(await text(await file.getStream('@s/stream.csv', { decompress: true }))).toBe('x,y\n');
  const left = await file.getStream('@s/bytes.bin');
  left.destroy();
  await until(() => temporary().length === before.length);
  expect(await rejection(file.getStream('@s/nothing.csv'))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect(await rejection(file.putStream(Readable.from(failing()), '@s/f.csv'))).toEqual(new Error('no more'));
  expect(temporary()).toEqual(before);
});

async function* failing(): AsyncGenerator<string> {
  yield 'some';
  throw new Error('no more');
}

test('a stage is listed and files are removed', async () => {
  const { file } = await openThere();
  const columns = (...names: string[]): object[] => names.map((name) => ({ name, type: 'text' }));
  const respond = (rowtype: readonly object[], rowset: readonly unknown[][]): void =>
    local.engine.faults.add({
      on: 'query',
      respond: {
        status: 200,
        contentType: 'application/json',
        body: JSON.stringify({
          success: true,
          data: {
            queryId: '01b00000-0000-0000-0000-000000000001',
            rowtype,
            rowset,
            total: 1,
            returned: 1,
            parameters: [],
          },
        }),
      },
    });
  respond(columns('name', 'size', 'md5', 'last_modified'), [['s/a.csv', '4', 'abc', 'Tue, 3 Sep 2024 10:00:00 GMT']]);
  expect(await file.list('@s', { pattern: '.*' })).toEqual([
    { name: 's/a.csv', size: 4, md5: 'abc', lastModified: new Date('2024-09-03T10:00:00Z') },
  ]);
  respond(columns('name', 'result'), [['s/a.csv', 'removed']]);
  expect(await file.remove('@s/a.csv')).toEqual([{ name: 's/a.csv', result: 'removed' }]);
});

test('a transfer that fails is an error, and the mask of the process stays', async () => {
  const broken = await startStageFront(local.engine.connectionOptions.port, join(mine, 'a.csv', 'under a file'));
  const { file } = await local.open({ port: broken.port });
  const before = process.umask(0o027);
  try {
    const error = await rejection(file.put(join(mine, 'b.csv'), '@s', { autoCompress: false }));
    expect(error).toMatchObject({ name: 'SqlError', message: expect.stringContaining('ENOTDIR') });
    expect(process.umask()).toBe(0o027);
  } finally {
    process.umask(before);
    await broken.close();
  }
});

test('what cannot work is refused before anything is sent', async () => {
  const { file } = await openThere();
  const start = [local.engine.requests.length, front.sent.length];
  const calls = [
    () => file.put(join(mine, 'nope.csv'), '@s'),
    () => file.put(join(mine, '*.json'), '@s'),
    () => file.put(mine, '@s'),
    () => file.put('', '@s'),
    () => file.put(join(mine, 'a.csv'), 's'),
    () => file.put(join(mine, 'a.csv'), '@s', { parallel: 0 }),
    () => file.put(join(mine, 'a.csv'), '@s', { sourceCompression: "x' --" }),
    () => file.get('@s', join(mine, 'a.csv')),
    () => file.get('s', mine),
    () => file.list('@'),
    () => file.remove(7 as unknown as string),
    () => file.putStream(Buffer.from('x'), '@s'),
    () => file.putStream(Buffer.from('x'), '@s/'),
  ];
  for (const call of calls) {
    expect(await rejection(call())).toMatchObject({ code: 'ARGUMENT_INVALID' });
  }
  expect([local.engine.requests.length, front.sent.length]).toEqual(start);
});
