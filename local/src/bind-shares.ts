import { SnowflakeError } from './errors.js';
import { readTokens } from './lexer.js';
import type { Bind } from './statement.js';

type Binds = Readonly<Record<string, Bind>>;

/**
 * Gives each of several statements the binds that are its own: `?` are counted through the whole text, so that the
 * first statement takes the first ones, and so on. A statement with none of them has all: its `:1` count from the
 * beginning of the text.
 */
export function shareBinds(statements: readonly string[], binds: Binds): readonly Binds[] {
  return sharesOf(statements).map(({ first, count }) => (count === 0 ? binds : takeBinds(binds, first, count)));
}

/** The same for values that stand in their order; undefined when there are none. */
export function shareValues<T>(
  statements: readonly string[],
  values: readonly T[] | undefined,
): readonly (readonly T[] | undefined)[] {
  return sharesOf(statements).map(({ first, count }) => (count === 0 ? values : values?.slice(first, first + count)));
}

/** How many binds a statement takes. None of a text that cannot be read: what is wrong is told when it runs. */
export function countBinds(sql: string): number {
  try {
    const binds = readTokens(sql).filter(({ kind }) => kind === 'bind');
    const numbers = binds.flatMap(({ text }) => (text === '?' ? [] : [Number(text.slice(1))]));
    return Math.max(binds.length - numbers.length, ...numbers);
  } catch (error) {
    if (error instanceof SnowflakeError) {
      return 0;
    }
    throw error;
  }
}

function sharesOf(statements: readonly string[]): readonly { readonly first: number; readonly count: number }[] {
  let taken = 0;
  return statements.map((sql) => {
    const count = readTokens(sql).filter(({ kind, text }) => kind === 'bind' && text === '?').length;
    const first = taken;
    taken += count;
    return { first, count };
  });
}

function takeBinds(binds: Binds, first: number, count: number): Binds {
  const own: Record<string, Bind> = {};
  for (let position = 1; position <= count; position += 1) {
    const bind = binds[first + position];
    if (bind !== undefined) {
      own[position] = bind;
    }
  }
  return own;
}
