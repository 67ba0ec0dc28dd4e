import { createHash } from 'node:crypto';
import { BIGINT, BOOLEAN, DATE, DOUBLE, HUGEINT, DuckDBDateValue, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import { parseIp } from './ip-address.js';
import type { NativeFunction } from './native-function.js';
import { native } from './native-json.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Functions on text that DuckDB has no equal of, and a few on dates. */
export const TEXT_NATIVES: readonly NativeFunction[] = [
  native('sf_initcap', [VARCHAR, VARCHAR], VARCHAR, ([text, marks]) => capitalise(String(text), String(marks))),
  native('sf_soundex', [VARCHAR, BIGINT], VARCHAR, ([text, both]) => soundex(String(text), Number(both) === 1)),
  native('sf_jaro_winkler', [VARCHAR, VARCHAR], BIGINT, ([left, right]) =>
    BigInt(jaroWinkler(Array.from(String(left)), Array.from(String(right)))),
  ),
  native('sf_edit_distance', [VARCHAR, VARCHAR], BIGINT, ([left, right]) =>
    BigInt(editDistance(Array.from(String(left)), Array.from(String(right)))),
  ),
  native('sf_named_uuid', [VARCHAR, VARCHAR], VARCHAR, ([space, name]) => namedUuid(String(space), String(name))),
  native('sf_random_text', [BIGINT, VARCHAR], VARCHAR, ([length, seed]) => randomText(Number(length), String(seed))),
  native('sf_zipf', [DOUBLE, BIGINT, DOUBLE], BIGINT, ([exponent, count, fraction]) =>
    BigInt(zipf(Number(exponent), Number(count), Number(fraction))),
  ),
  native('sf_bit_binary', [VARCHAR, VARCHAR, VARCHAR, VARCHAR], VARCHAR, ([name, left, right, side]) =>
    bitBinary(String(name), String(left), String(right), String(side)),
  ),
  native('sf_find_binary', [VARCHAR, VARCHAR, BIGINT], BIGINT, ([part, whole, from]) =>
    BigInt(Buffer.from(String(whole), 'hex').indexOf(String(part), Number(from) - 1, 'hex') + 1),
  ),
  native('sf_parse_url', [VARCHAR, BIGINT], VARCHAR, ([url, lenient]) => parseUrl(String(url), Number(lenient) === 1)),
  native('sf_parse_ip', [VARCHAR, VARCHAR, BOOLEAN], VARCHAR, ([address, type, permissive]) =>
    parseIp(String(address), String(type), permissive === true),
  ),
  native('sf_next_day', [DATE, VARCHAR], DATE, ([date, day]) => neighbour(date, String(day), 1)),
  native('sf_previous_day', [DATE, VARCHAR], DATE, ([date, day]) => neighbour(date, String(day), -1)),
  native('sf_months_between', [HUGEINT, HUGEINT], DOUBLE, ([left, right]) =>
    monthsBetween(BigInt(String(left)), BigInt(String(right))),
  ),
  native('sf_date_parts', [BIGINT, BIGINT, BIGINT], DATE, ([year, month, day]) =>
    dateOf(Number(year), Number(month), Number(day)),
  ),
];

function capitalise(text: string, marks: string): string {
  const separators = new Set(marks);
  let start = true;
  return Array.from(text)
    .map((letter) => {
      // A separator is nothing to write large, even where it is a letter.
      if (separators.has(letter)) {
        start = true;
        return letter;
      }
      const written = start ? letter.toUpperCase() : letter.toLowerCase();
      start = false;
      return written;
    })
    .join('');
}

const SOUNDS: Readonly<Record<string, string>> = {
  B: '1',
  F: '1',
  P: '1',
  V: '1',
  C: '2',
  G: '2',
  J: '2',
  K: '2',
  Q: '2',
  S: '2',
  X: '2',
  Z: '2',
  D: '3',
  T: '3',
  L: '4',
  M: '5',
  N: '5',
  R: '6',
};

/**
 * The first character as it is, then the sounds of three letters. Its own sound counts as written, unless every letter is
 * to be coded by itself.
 */
function soundex(text: string, firstPairApart: boolean): string {
  const [first = '0', ...letters] = Array.from(text);
  let code = first;
  let last = firstPairApart ? '' : (SOUNDS[first.toUpperCase()] ?? '');
  for (const letter of letters.map((one) => one.toUpperCase())) {
    const sound = SOUNDS[letter];
    if (sound !== undefined && sound !== last) {
      code += sound;
    }
    // Vowels part two letters of one sound; H, W and what is no letter do not.
    last = sound ?? (/[AEIOUY]/.test(letter) ? '' : last);
  }
  return `${code}000`.slice(0, first.length + 3);
}

/** Changes, insertions and deletions between two texts, counted in characters: DuckDB counts bytes. */
function editDistance(left: readonly string[], right: readonly string[]): number {
  let previous = right.map((_, at) => at + 1);
  for (const [row, letter] of left.entries()) {
    let diagonal = row;
    let beside = row + 1;
    previous = right.map((other, at) => {
      const above = previous[at] ?? 0;
      beside = Math.min(above + 1, beside + 1, diagonal + Number(letter !== other));
      diagonal = above;
      return beside;
    });
  }
  return previous.at(-1) ?? left.length;
}

/** The Jaro-Winkler similarity in hundredths, rounded down. */
function jaroWinkler(left: readonly string[], right: readonly string[]): number {
  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1);
  const taken = new Set<number>();
  const matched = left.filter((letter, at) => {
    const place = right.findIndex(
      (other, index) => other === letter && !taken.has(index) && Math.abs(index - at) <= reach,
    );
    return place >= 0 && taken.add(place) !== undefined;
  });
  if (matched.length === 0) {
    return 0;
  }
  const others = right.filter((_, at) => taken.has(at));
  const swapped = Math.floor(matched.filter((letter, at) => letter !== others[at]).length / 2);
  const count = matched.length;
  const jaro = (count / left.length + count / right.length + (count - swapped) / count) / 3;
  const differs = left.slice(0, 4).findIndex((letter, at) => letter !== right[at]);
  const prefix = differs < 0 ? Math.min(4, left.length, right.length) : differs;
  // Texts that have little in common get nothing for their first letters.
  return Math.floor((jaro < 0.7 ? jaro : jaro + prefix * 0.1 * (1 - jaro)) * 100 + 1e-9);
}

/** A version 5 UUID. */
function namedUuid(space: string, name: string): string {
  const bytes = Buffer.from(space.replaceAll('-', ''), 'hex');
  if (bytes.length !== 16) {
    throw new SnowflakeError('100192', '22000', `Invalid UUID namespace '${space}'`);
  }
  const hash = createHash('sha1').update(bytes).update(name).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Letters and digits that follow from a seed. */
function randomText(length: number, seed: string): string {
  let text = '';
  for (let block = 0; text.length < length; block += 1) {
    const bytes = createHash('sha256').update(`${seed}/${block}`).digest();
    text += Array.from(bytes, (byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  }
  return text.slice(0, length);
}

/** The first rank at which the chances so far reach a fraction; rank k has a chance of 1 / k^exponent. */
function zipf(exponent: number, count: number, fraction: number): number {
  const chances = Array.from({ length: count }, (_, at) => (at + 1) ** -exponent);
  const wanted = fraction * chances.reduce((sum, chance) => sum + chance, 0);
  let reached = 0;
  const rank = chances.findIndex((chance) => (reached += chance) > wanted);
  return rank < 0 ? count : rank + 1;
}

/** Two BINARYs bit by bit, as hexadecimal digits. */
function bitBinary(name: string, left: string, right: string, side: string): string {
  const length = Math.max(left.length, right.length);
  if (left.length !== right.length && !/^(?:LEFT|RIGHT)$/i.test(side)) {
    const lengths = `first length ${left.length / 2}, second length ${right.length / 2}`;
    const message = `The lengths of two variable-sized fields do not match: ${lengths}`;
    throw new SnowflakeError('100544', '22026', message);
  }
  const fill = (hex: string): string => (/^RIGHT$/i.test(side) ? hex.padEnd(length, '0') : hex.padStart(length, '0'));
  const [a, b] = [BigInt(`0x0${fill(left)}`), BigInt(`0x0${fill(right)}`)];
  const bits = name === 'and' ? a & b : name === 'or' ? a | b : a ^ b;
  return length === 0 ? '' : bits.toString(16).padStart(length, '0');
}

const URL_FORM = /^([A-Za-z][\w+.-]*):(\/\/)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** Takes a URL apart as it is written: nothing in it is decoded, and its host keeps the user's name. */
function parseUrl(text: string, lenient: boolean): string {
  const match = URL_FORM.exec(text);
  if (match === null) {
    const reason = text === '' ? 'empty URL' : 'scheme not specified';
    if (lenient) {
      return JSON.stringify({ error: reason });
    }
    throw new SnowflakeError('100139', '22000', `Error parsing URL: ${reason}`);
  }
  const [, scheme = '', slashes, rest = '', query, fragment] = match;
  const [, authority = '', path = ''] = slashes === undefined ? ['', '', rest] : (/^([^/]*)\/?(.*)$/s.exec(rest) ?? []);
  const [, host = '', port] = /^(.*?)(?::(\d+))?$/s.exec(authority) ?? [];
  return JSON.stringify({
    fragment: fragment ?? null,
    host: host === '' ? null : host,
    parameters: query === undefined ? null : Object.fromEntries(query.split('&').map(readPair)),
    path,
    port: port ?? null,
    query: query ?? null,
    scheme,
  });
}

function readPair(pair: string): readonly [string, string] {
  const [key = '', ...value] = pair.split('=');
  return [key, value.join('=')];
}

function daysOf(date: DuckDBValue | undefined): number {
  return date instanceof DuckDBDateValue ? date.days : 0;
}

const WEEKDAYS = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

function neighbour(date: DuckDBValue | undefined, name: string, step: 1 | -1): DuckDBDateValue {
  const wanted = WEEKDAYS.indexOf(name.trim().toLowerCase().slice(0, 2));
  if (wanted < 0) {
    throw new SnowflakeError('100144', '22000', `Invalid day of week '${name}'`);
  }
  const days = daysOf(date);
  // Day 0, 1970-01-01, was a Thursday.
  const weekday = (((days + 4) % 7) + 7) % 7;
  const distance = ((((wanted - weekday) * step) % 7) + 7) % 7;
  return new DuckDBDateValue(days + step * (distance === 0 ? 7 : distance));
}

const DAY = 86_400_000_000_000n;

function partsOf(clock: bigint): { year: number; month: number; day: number; last: boolean; part: number } {
  const rest = ((clock % DAY) + DAY) % DAY;
  const days = Number((clock - rest) / DAY);
  const date = new Date(days * 86_400_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    last: new Date((days + 1) * 86_400_000).getUTCDate() === 1,
    part: Number(rest) / Number(DAY),
  };
}

/** Whole months between the same days, or between two last days; else the rest is counted in 31sts. */
function monthsBetween(left: bigint, right: bigint): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  const months = (a.year - b.year) * 12 + (a.month - b.month);
  return a.day === b.day || (a.last && b.last) ? months : months + (a.day + a.part - b.day - b.part) / 31;
}

/** Months and days outside their range count on: the 30th of February is the 1st or 2nd of March. */
function dateOf(year: number, month: number, day: number): DuckDBDateValue {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return new DuckDBDateValue(Math.floor(date.getTime() / 86_400_000));
}
