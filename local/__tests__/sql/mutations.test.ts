import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { SnowflakeError } from '../../src/errors.js';
import { readTokens } from '../../src/lexer.js';
import { openSession } from './open-session.js';

interface Case {
  readonly sql: readonly string[];
}

const { fixture, cases }: { readonly fixture: readonly string[]; readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../fixtures/cases.json', import.meta.url), 'utf8'),
);
const COUNT = 5000;
const SLOWEST_MS = 30_000;

/** The same numbers in every run, so that a failure can be found again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

/** Takes a token away, doubles it, swaps it with another, or puts one of another statement in its place. */
function mutate(sql: string, other: string, next: (below: number) => number): string {
  const words = readTokens(sql).map(({ text }) => text);
  const foreign = readTokens(other).map(({ text }) => text);
  const [at, with_] = [next(words.length), next(words.length)];
  const word = words[at] ?? '';
  const changes = [
    words.toSpliced(at, 1),
    words.toSpliced(at, 0, word),
    words.with(at, words[with_] ?? '').with(with_, word),
    words.with(at, foreign[next(foreign.length)] ?? ''),
  ];
  return (changes[next(changes.length)] ?? words).join(' ');
}

test('mutated statements are answered or refused with a named error, and never hang', async () => {
  const db = await openSession();
  for (const sql of fixture) {
    await db.run(sql);
  }
  // Left out: what waits, counts to billions or changes the place is slow or strange for honest reasons.
  const texts = cases
    .flatMap(({ sql }) => sql)
    .filter((sql) => !/system\$wait|generator|^use |database|schema/i.test(sql));
  const next = numbers(20_260_101);
  const internal: string[] = [];
  let slowest = 0;
  for (let at = 0; at < COUNT; at += 1) {
    const sql = mutate(texts[next(texts.length)] ?? '', texts[next(texts.length)] ?? '', next);
    const started = performance.now();
    try {
      await db.run(sql);
    } catch (error) {
      if (!(error instanceof SnowflakeError) || /internal error/.test(error.message)) {
        internal.push(`${sql}: ${String(error)}`);
      }
    }
    slowest = Math.max(slowest, performance.now() - started);
  }
  expect(internal).toEqual([]);
  expect(slowest).toBeLessThan(SLOWEST_MS);
  expect(await db.rows('select 1')).toEqual([['1']]);
  await db.close();
}, 400_000);
