import { BIGINT, BOOLEAN, VARCHAR } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import type { NativeFunction } from './native-function.js';
import { native } from './native-json.js';

const CACHE_LIMIT = 500;
const compiled = new Map<string, RegExp>();

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
      return match?.[groupOf(String(flags), Number(group))] ?? null;
    },
  ),
  native(
    'sf_regexp_substr_all',
    [VARCHAR, VARCHAR, BIGINT, BIGINT, VARCHAR, BIGINT],
    VARCHAR,
    ([text, pattern, from, nth, flags, group]) =>
      JSON.stringify(
        matchesOf(String(text), String(pattern), Number(from), String(flags))
          .slice(Number(nth) - 1)
          .map((match) => match[groupOf(String(flags), Number(group))] ?? null),
      ),
  ),
  native(
    'sf_regexp_instr',
    [VARCHAR, VARCHAR, BIGINT, BIGINT, BIGINT, VARCHAR, BIGINT],
    BIGINT,
    ([text, pattern, from, nth, after, flags]) => {
      const match = matchesOf(String(text), String(pattern), Number(from), String(flags))[Number(nth) - 1];
      return match === undefined ? 0n : BigInt((match.index ?? 0) + 1 + (Number(after) === 1 ? match[0].length : 0));
    },
  ),
];

/** `e` asks for a group; without a number it is the first. */
function groupOf(flags: string, group: number): number {
  return group >= 0 ? group : flags.includes('e') ? 1 : 0;
}

function matchesOf(text: string, pattern: string, from: number, flags: string): readonly RegExpMatchArray[] {
  return [...text.matchAll(patternOf(pattern, flags, 'gu'))].filter(({ index }) => (index ?? 0) >= from - 1);
}

function replaceMatches(text: string, pattern: RegExp, by: string, from: number, nth: number): string {
  let seen = 0;
  return text.replace(pattern, (match: string, ...rest: unknown[]) => {
    const at = rest.findIndex((part) => typeof part === 'number');
    const groups = rest.slice(0, at);
    if (Number(rest[at]) < from - 1) {
      return match;
    }
    seen += 1;
    return nth === 0 || seen === nth ? expandReplacement(by, match, groups) : match;
  });
}

function expandReplacement(by: string, match: string, groups: readonly unknown[]): string {
  return by.replace(/\\(\d)/g, (_, digit: string) => (digit === '0' ? match : textOf(groups[Number(digit) - 1])));
}

function textOf(group: unknown): string {
  return typeof group === 'string' ? group : '';
}

function patternOf(source: string, parameters: string, flags: string): RegExp {
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

function compile(source: string, flags: string): RegExp {
  const translated = source
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
