import { BIGINT, BOOLEAN, VARCHAR } from '@duckdb/node-api';
import { unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import type { NativeFunction } from './native-function.js';
import { native } from './native-json.js';

const CACHE_LIMIT = 500;
const compiled = new Map<string, RegExp>();
const SURROGATE = /[\uD800-\uDFFF]/;

/** Regular expressions, with Snowflake's parameters `c i m e s`, positions from 1 and backslash references. */
export const REGEXP_NATIVES: readonly NativeFunction[] = [
  native('sf_regexp_like', [VARCHAR, VARCHAR, VARCHAR], BOOLEAN, ([text, pattern, flags]) =>
    patternOf(`^(?:${String(pattern)})$`, String(flags), 'u').test(String(text)),
  ),
  native(
    'sf_regexp_replace',
    [VARCHAR, VARCHAR, VARCHAR, BIGINT, BIGINT, VARCHAR],
    VARCHAR,
    ([text, pattern, by, from, nth, flags]) =>
      replaceMatches(
        String(text),
        patternOf(String(pattern), String(flags), 'gu'),
        String(by),
        Number(from),
        Number(nth),
      ),
  ),
  native('sf_regexp_count', [VARCHAR, VARCHAR, BIGINT, VARCHAR], BIGINT, ([text, pattern, from, flags]) =>
    BigInt(matchesOf(String(text), String(pattern), Number(from), String(flags)).length),
  ),
  native(
    'sf_regexp_substr',
    [VARCHAR, VARCHAR, BIGINT, BIGINT, VARCHAR, BIGINT],
    VARCHAR,
    ([text, pattern, from, nth, flags, group]) => {
      const match = matchesOf(String(text), String(pattern), Number(from), String(flags))[Number(nth) - 1];
      return match?.[groupOf(match, String(flags), Number(group))] ?? null;
    },
  ),
  native(
    'sf_regexp_substr_all',
    [VARCHAR, VARCHAR, BIGINT, BIGINT, VARCHAR, BIGINT],
    VARCHAR,
    ([text, pattern, from, nth, flags, group]) =>
      hasGroup(patternOf(String(pattern), String(flags), 'gu'), Number(group))
        ? JSON.stringify(
            matchesOf(String(text), String(pattern), Number(from), String(flags))
              .slice(Number(nth) - 1)
              .map((match) => match[groupOf(match, String(flags), Number(group))] ?? null),
          )
        : null,
  ),
  native(
    'sf_regexp_instr',
    [VARCHAR, VARCHAR, BIGINT, BIGINT, BIGINT, VARCHAR, BIGINT],
    BIGINT,
    ([text, pattern, from, nth, after, flags, group]) => {
      const { before, rest } = splitAt(String(text), Number(from));
      const match = [...rest.matchAll(patternOf(String(pattern), String(flags), 'dgu'))][Number(nth) - 1];
      const place =
        match && match.indices?.[groupOf(match, String(flags), Number(group))]?.[Number(after) === 1 ? 1 : 0];
      return place === undefined ? 0n : BigInt(characters(before + rest.slice(0, place)) + 1);
    },
  ),
];

/** `e` asks for a group; without a number it is the first, or the whole where the pattern has none. */
function groupOf(match: RegExpMatchArray, flags: string, group: number): number {
  return group >= 0 ? group : flags.includes('e') && match.length > 1 ? 1 : 0;
}

function hasGroup({ source, flags }: RegExp, group: number): boolean {
  return group < 1 || (new RegExp(`${source}|`, flags).exec('') ?? []).length > group;
}

/** The text from a position on is looked at as if it were the whole: `\b` fits at its start. */
function matchesOf(text: string, pattern: string, from: number, flags: string): readonly RegExpMatchArray[] {
  return [...splitAt(text, from).rest.matchAll(patternOf(pattern, flags, 'gu'))];
}

/** Positions count characters, from 1. */
function splitAt(text: string, position: number): { readonly before: string; readonly rest: string } {
  if (position < 1) {
    throw unsupported('a search that starts before the first character');
  }
  if (position === 1) {
    return { before: '', rest: text };
  }
  const before = SURROGATE.test(text)
    ? Array.from(text)
        .slice(0, position - 1)
        .join('')
    : text.slice(0, position - 1);
  return { before, rest: text.slice(before.length) };
}

function characters(text: string): number {
  return SURROGATE.test(text) ? Array.from(text).length : text.length;
}

function replaceMatches(text: string, pattern: RegExp, by: string, from: number, nth: number): string {
  const { before, rest } = splitAt(text, from);
  let seen = 0;
  return (
    before +
    rest.replace(pattern, (match: string, ...parts: unknown[]) => {
      seen += 1;
      const groups = parts.slice(
        0,
        parts.findIndex((part) => typeof part === 'number'),
      );
      return nth === 0 || seen === nth ? expandReplacement(by, match, groups) : match;
    })
  );
}

function expandReplacement(by: string, match: string, groups: readonly unknown[]): string {
  return by.replace(/\\(\d)/g, (_, digit: string) => (digit === '0' ? match : textOf(groups[Number(digit) - 1])));
}

function textOf(group: unknown): string {
  return typeof group === 'string' ? group : '';
}

function patternOf(source: string, parameters: string, flags: string): RegExp {
  const [unknown] = /[^cimes]/.exec(parameters) ?? [];
  if (unknown !== undefined) {
    throw unsupported(`the parameter ${unknown} of a regular expression`);
  }
  const insensitive = parameters.lastIndexOf('i') > parameters.lastIndexOf('c') ? 'i' : '';
  const all = `${flags}${insensitive}${parameters.includes('m') ? 'm' : ''}${parameters.includes('s') ? 's' : ''}`;
  const key = `${all}/${source}`;
  const known = compiled.get(key);
  if (known !== undefined) {
    known.lastIndex = 0;
    return known;
  }
  const fresh = compile(source, all);
  if (compiled.size >= CACHE_LIMIT) {
    compiled.clear();
  }
  compiled.set(key, fresh);
  return fresh;
}

/** Escapes, classes, and the point: JavaScript's own stops at a carriage return too. */
const PARTS = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]|\./g;

function compile(source: string, flags: string): RegExp {
  const translated = (
    flags.includes('s') ? source : source.replaceAll(PARTS, (part) => (part === '.' ? '[^\\n]' : part))
  )
    .replaceAll('[[:alpha:]]', '[A-Za-z]')
    .replaceAll('[:alpha:]', 'A-Za-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:alnum:]', 'A-Za-z0-9')
    .replaceAll('[:space:]', '\\s')
    .replaceAll('[:upper:]', 'A-Z')
    .replaceAll('[:lower:]', 'a-z')
    .replaceAll('[:punct:]', '!-\\/:-@\\[-`{-~');
  try {
    return new RegExp(translated, flags);
  } catch {
    try {
      return new RegExp(translated, flags.replace('u', ''));
    } catch {
      throw new SnowflakeError('100048', '2201B', `Invalid regular expression: '${source}'`);
    }
  }
}
