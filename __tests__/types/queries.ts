/** Compiled, never run: what editors let people write of queries. */
import type { CollectOptions, DataFrame, Session, SnowflakeConnection, StandardSchema } from '../../src/index.js';

declare const session: Session;
declare const connection: SnowflakeConnection;
declare const rowMode: 'array' | 'object';
declare const anyOptions: CollectOptions;
declare const schema: StandardSchema<{ readonly id: number }>;

interface Pet {
  readonly ID: number;
}

export async function allowed(): Promise<void> {
  const frame: DataFrame<Pet> = session.sql<Pet>('select 1 as id');
  const rows: Pet[] = await frame.collect();
  const one: Pet | undefined = await frame.first();
  const some: Pet[] = await frame.first(2, { timeoutMs: 5 });
  const arrays: unknown[][] = await frame.collect({ rowMode: 'array' });
  const checked: readonly { readonly id: number }[] = await frame.collect({ schema });
  const several: Pet[][] = await session.sql<Pet>('a; b', [], { multiStatement: 2 }).collect();
  const taken: Pet[] = await frame.take(2);
  const firstArrays: unknown[][] = await frame.first(2, { rowMode: 'array' });
  const firstArray: unknown[] | undefined = await frame.first(undefined, { rowMode: 'array' });
  const firstChecked: { readonly id: number } | undefined = await frame.first(undefined, { schema });
  const takenChecked: readonly { readonly id: number }[] = await frame.take(2, { schema });
  const job = await session.sql<Pet>('a; b', [], { multiStatement: 2 }).collectNowait();
  const results: Pet[][] = await job.results();
  const resultArrays: unknown[][][] = await job.results({ rowMode: 'array' });
  const resultsChecked: (readonly { readonly id: number }[])[] = await job.results({ schema });
  const severalChecked: (readonly { readonly id: number }[])[] = await session
    .sql('a; b', [], { multiStatement: 2 })
    .collect({ schema });
  void [taken, firstArrays, firstArray, firstChecked, takenChecked, results, resultArrays];
  void [resultsChecked, severalChecked];
  for await (const { ID } of frame) {
    const id: number = ID;
    void id;
  }
  for await (const { id } of frame.toLocalIterator({ schema })) {
    const checkedId: number = id;
    void checkedId;
  }
  session.sql('select ?', [1, 1n, 'x', null, true, new Date(), Buffer.of(1), [1], { a: 1 }]);
  session.sql('select :a, :b', { a: 1, b: { type: 'DATE', value: new Date() } });
  session.createDataFrame([{ a: 1 }], { a: 'NUMBER' });
  session.createDataFrame([[1, 'x']], ['a', 'b']);
  void [rows, one, some, arrays, checked, several];
}

export async function refused(): Promise<void> {
  // @ts-expect-error undefined is no value
  session.sql('select ?', [undefined]);
  // @ts-expect-error a symbol is no value
  session.sql('select ?', [Symbol('s')]);
  // @ts-expect-error a frame is no promise
  void session.sql('select 1').then;
  // @ts-expect-error no such option
  await session.sql('select 1').collect({ timeout: 5 });
  // @ts-expect-error rows as arrays have no names
  void (await session.sql<Pet>('select 1').take(1, { rowMode: 'array' }))[0]?.ID;
  // @ts-expect-error rows as arrays have no names
  void (await session.sql<Pet>('select 1').first(1, { rowMode: 'array' }))[0]?.ID;
  // @ts-expect-error names are texts
  await session.useRole(7);
}

/** A row mode that is only known when the program runs gives rows of either kind. */
export async function eitherKind(): Promise<void> {
  const frame = session.sql<Pet>('select 1 as id');
  const rows: (Pet | unknown[])[] = await frame.collect({ rowMode });
  const ofAny: (Pet | unknown[])[] = await frame.collect(anyOptions);
  const one: Pet | unknown[] | undefined = await frame.first(undefined, { rowMode });
  const some: (Pet | unknown[])[] = await frame.first(2, { rowMode });
  const taken: (Pet | unknown[])[] = await frame.take(2, { rowMode });
  const queried: (Pet | unknown[])[] = await connection.query<Pet>('select 1', { rowMode, ttl: 5 });
  const several: (Pet | unknown[])[][] = await session.sql<Pet>('a; b', [], { multiStatement: 2 }).collect({ rowMode });
  const job = await frame.collectNowait();
  const ofJob: (Pet | unknown[])[] = await job.result({ rowMode });
  const ofEach: (Pet | unknown[])[][] = await job.results({ rowMode });
  for await (const row of frame.toLocalIterator({ rowMode })) {
    const either: Pet | unknown[] = row;
    void either;
  }
  const objects: Pet[] = await frame.collect({ rowMode: 'object', caseSensitive: false });
  const object: Pet | undefined = await frame.first(undefined, { rowMode: undefined });
  const arrays: unknown[][] = await connection.query('select 1', { rowMode: 'array' });
  const checked: readonly { readonly id: number }[] = await frame.collect({ schema, rowMode });
  // @ts-expect-error they may be arrays
  const promised: Pet[] = await frame.collect({ rowMode });
  // @ts-expect-error they may be arrays
  const promisedByQuery: Pet[] = await connection.query<Pet>('select 1', { rowMode });
  void [rows, ofAny, one, some, taken, queried, several, ofJob, ofEach, objects, object, arrays, checked];
  void [promised, promisedByQuery];
}
