import { runInNewContext } from 'node:vm';

import { expect, test } from '@jest/globals';

import type { StandardIssue, StandardSchema } from '../../../src/index.js';
import { rejection, testEngine } from '../../helpers/engine.js';

const local = testEngine({ chunkRows: 10 });

interface Pet {
  readonly id: number;
  readonly name: string;
}

/** A validator as zod and others offer one, with nothing of theirs. */
function petSchema(isAsync: boolean): StandardSchema<Pet> {
  const check = (value: unknown): { readonly value: Pet } | { readonly issues: StandardIssue[] } => {
    const { ID: id, NAME: name } = value as Readonly<Record<string, unknown>>;
    return typeof name === 'string'
      ? { value: { id: Number(id), name } }
      : { issues: [{ message: 'Expected a string', path: ['NAME'] }, { message: 'more' }] };
  };
  return {
    '~standard': { version: 1, vendor: 'here', validate: isAsync ? async (value) => check(value) : check },
  };
}

const PETS = "select seq4() as id, 'p' || seq4() as name from table(generator(rowcount => 25))";

test.each([false, true])('rows are what the schema makes of them (async: %p)', async (isAsync) => {
  const session = await local.open();
  const rows = await session.sql(PETS).collect({ schema: petSchema(isAsync) });
  const [first]: readonly Pet[] = rows;
  expect(first).toEqual({ id: 0, name: 'p0' });
  expect(rows).toHaveLength(25);
});

test('a validator may answer with a promise of another realm', async () => {
  const session = await local.open();
  const valid = petSchema(false)['~standard'];
  const elsewhere = runInNewContext('Promise') as PromiseConstructor;
  const validate: typeof valid.validate = (value) => elsewhere.resolve(valid.validate(value));
  const schema: StandardSchema<Pet> = { '~standard': { ...valid, validate } };
  expect(await session.sql(PETS).first(undefined, { schema })).toEqual({ id: 0, name: 'p0' });
});

test('the first row that does not fit is named with its column, and the ones before it were given', async () => {
  const session = await local.open();
  const frame = session.sql(`select id, iff(id = 21, null, name) as name from (${PETS}) order by id`);
  const failure = {
    code: 'RESULT_INVALID',
    message: 'Row 22, column "NAME", does not fit the schema: Expected a string (and 1 more)',
    queryId: expect.any(String),
  };
  expect(await rejection(frame.collect({ schema: petSchema(false) }))).toMatchObject(failure);
  const seen: Pet[] = [];
  const iterate = async (): Promise<void> => {
    for await (const pet of frame.toLocalIterator({ schema: petSchema(true) })) {
      seen.push(pet);
    }
  };
  expect(await rejection(iterate())).toMatchObject(failure);
  expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: 21 }, (_value, index) => index));
});

test('a row as an array is named by its column too', async () => {
  const session = await local.open();
  const schema: StandardSchema<number> = {
    '~standard': {
      version: 1,
      vendor: 'here',
      validate: () => ({ issues: [{ message: 'no', path: [{ key: 1 }, 'a'] }] }),
    },
  };
  const error = await rejection(session.sql('select 1 as a, 2 as b').collect({ rowMode: 'array', schema }));
  expect(error).toMatchObject({ message: 'Row 1, column "B"["a"], does not fit the schema: no' });
});

test.each([{}, 7, null, { '~standard': {} }])('%p is no schema', async (schema) => {
  const session = await local.open();
  const error = await rejection(session.sql('select 1').collect({ schema: schema as StandardSchema }));
  expect(error).toMatchObject({ code: 'ARGUMENT_INVALID' });
});
