import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { afterAll, expect, test } from '@jest/globals';

import { testEngine } from '../../helpers/engine.js';

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
