import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { LocalEngineError, Session } from '../../src/index.js';
import { rejection } from '../helpers/engine.js';

test('local_testing starts an engine of its own and stops it at close', async () => {
  const session = await Session.builder.configs({ local_testing: true, database: 'D', schema: 'S' }).create();
  expect(await session.sql('select current_database() as d, current_schema() as s').collect()).toEqual([
    { D: 'D', S: 'S' },
  ]);
  await session.close();
});

test('it may stand in a file, with credentials of another place that are then not used', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'snowpark-session-'));
  const path = join(folder, 'connections.toml');
  await writeFile(path, '[x]\naccount = "prod"\nuser = "u"\npassword = "p"\nlocal_testing = true\n', { mode: 0o600 });
  try {
    await using session = await Session.builder.configs({ connection_name: 'x', connections_file_path: path }).create();
    expect(await session.sql('select current_account() as a').collect()).toEqual([
      { A: expect.not.stringMatching(/prod/i) },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('two sessions have engines of their own', async () => {
  await using first = await Session.builder.config('local_testing', true).create();
  await using second = await Session.builder.config('local_testing', true).create();
  await first.sql('create table only_here (a number)').collect();
  expect(await rejection(second.sql('select * from only_here').collect())).toMatchObject({ serverCode: '002003' });
});

test('an option the engine does not know is told by name, and nothing is left running', async () => {
  const error = await rejection(Session.builder.config('local_testing', { colour: 'red' }).create());
  expect(error).toBeInstanceOf(LocalEngineError);
  expect((error as Error).message).toContain('colour');
});
