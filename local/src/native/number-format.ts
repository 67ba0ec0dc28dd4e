import { SnowflakeError } from '../errors.js';

/** One element of a number format; literals are printed as they stand. */
type Element =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'digit'; readonly zero: boolean; readonly hex: '' | 'x' | 'X' }
  | { readonly kind: 'dollar' | 'percent' | 'blank' | 'group' | 'point' | 'sign' | 'minus' | 'fill' }
  | { readonly kind: 'exponent'; readonly letter: string; readonly width: number }
  | {
      readonly kind: 'minimal';
      /** In positional or in scientific notation, or in the shorter of both. */
      readonly notation: '9' | 'E' | '';
      readonly letter: string;
      /** The most digits after the point. */
      readonly places: number;
      /** Digits before each comma; 0 for none. */
      readonly group: number;
    };

/** A number as its digits: `digits` × 10^-scale. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly scale: number;
}

const ELEMENT =
  /"((?:[^"]|"")*)"|(TM9(?:\((?:\d+|ALL),\d+\))?|TME|TM)|(FM|FX)|(E{2,7})|(MI)|([$%B09X.,DGS])|([\s\S])/gi;
const cache = new Map<string, readonly Element[]>();

/** Takes a number format apart; formats repeat, so the last ones are kept. */
export function readNumberFormat(format: string): readonly Element[] {
  const known = cache.get(format);
  if (known !== undefined) {
    return known;
  }
  const elements: Element[] = [];
  for (const match of format.matchAll(ELEMENT)) {
    elements.push(readElement(match, elements.at(-1), format));
  }
  if (cache.size > 200) {
    cache.clear();
  }
  cache.set(format, elements);
  return elements;
}

function readElement(match: RegExpMatchArray, last: Element | undefined, format: string): Element {
  const [text, quoted, minimal, fill, exponent, minus, symbol, other = ''] = match;
  if (quoted !== undefined) {
    return { kind: 'literal', text: quoted.replaceAll('""', '"') };
  }
  if (minimal !== undefined) {
    return readMinimal(minimal);
  }
  if (exponent !== undefined) {
    return { kind: 'exponent', letter: exponent.charAt(0), width: exponent.length };
  }
  if (fill !== undefined) {
    return { kind: /FM/i.test(fill) ? 'fill' : 'blank' };
  }
  if (minus !== undefined) {
    return { kind: 'minus' };
  }
  if (symbol === undefined) {
    if (/[\s;:\-=/()_]/.test(other)) {
      return { kind: 'literal', text: other };
    }
    throw invalidFormat(format);
  }
  return readSymbol(text, last);
}

/** `TM`, `TME`, `TM9` and `TM9(6,3)`: as many digits after the point at most, and so many before each comma. */
function readMinimal(text: string): Element {
  const [, first = '', notation = '', places = 'ALL', group = '0'] =
    /^(T)M(\w?)(?:\((\w+),(\d+)\))?$/i.exec(text) ?? [];
  return {
    kind: 'minimal',
    notation: notation.toUpperCase() === 'E' ? 'E' : notation === '9' ? '9' : '',
    letter: first === 't' ? 'e' : 'E',
    places: /^\d+$/.test(places) ? Number(places) : Number.POSITIVE_INFINITY,
    group: Number(group),
  };
}

function readSymbol(symbol: string, last: Element | undefined): Element {
  switch (symbol.toUpperCase()) {
    case '0':
      return { kind: 'digit', zero: true, hex: '' };
    case '9':
      return { kind: 'digit', zero: false, hex: '' };
    case 'X':
      return { kind: 'digit', zero: false, hex: symbol === 'x' ? 'x' : 'X' };
    case '$':
      return { kind: 'dollar' };
    case '%':
      return { kind: 'percent' };
    case 'B':
      return { kind: 'blank' };
    case 'S':
      return { kind: 'sign' };
    case 'D':
      return { kind: 'point' };
    case 'G':
      return { kind: 'group' };
    default:
      // After a digit they belong to the number; elsewhere they are what they look like.
      return last?.kind !== 'digit' ? { kind: 'literal', text: symbol } : { kind: symbol === '.' ? 'point' : 'group' };
  }
}

/** 100140 and its like: a format nobody can follow. */
export function invalidFormat(format: string): SnowflakeError {
  return new SnowflakeError('001045', '22023', `Invalid number format: '${format}'`);
}

/** Reads the text of a number, with or without an exponent. */
export function readDecimal(text: string): Decimal | undefined {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (match === null || whole + fraction === '') {
    return undefined;
  }
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction) * 10n ** BigInt(Math.max(0, -scale));
  return { negative: sign === '-', digits, scale: Math.max(0, scale) };
}

/** The number with so many digits after its point, half away from zero. */
export function roundDecimal({ negative, digits, scale }: Decimal, places: number): Decimal {
  if (scale <= places) {
    return { negative, digits: digits * 10n ** BigInt(places - scale), scale: places };
  }
  const unit = 10n ** BigInt(scale - places);
  return { negative, digits: (digits + unit / 2n) / unit, scale: places };
}

/** The number as plain text. */
export function writeDecimal({ negative, digits, scale }: Decimal): string {
  const text = digits.toString().padStart(scale + 1, '0');
  const point = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
  return `${negative && digits > 0n ? '-' : ''}${point}`;
}
