import { readDecimal, readNumberFormat, writeDecimal } from './number-format.js';

type Elements = ReturnType<typeof readNumberFormat>;

/** Reads a number written in a format, or in one of several with `|` between them; undefined when it follows none. */
export function parseNumber(text: string, format: string): string | undefined {
  const formats = format.match(/(?:"[^"]*"|[^|"])+/g) ?? [];
  for (const one of formats.flatMap((name) => (name.toUpperCase() === 'AUTO' ? ['TM9', 'TME'] : [name]))) {
    const number = parseIn(text, readNumberFormat(one));
    if (number !== undefined) {
      return number;
    }
  }
  return undefined;
}

function parseIn(text: string, elements: Elements): string | undefined {
  const literals = elements.flatMap((element) => (element.kind === 'literal' ? [element.text.trim()] : []));
  const bare = literals
    .reduce((rest, literal) => (literal === '' ? rest : rest.replace(literal, '')), text)
    .replace('$', '')
    .trim();
  const [minimal] = elements.flatMap((element) => (element.kind === 'minimal' ? [element] : []));
  if (minimal !== undefined || elements.some(({ kind }) => kind === 'exponent')) {
    const exponential = /e/i.test(bare);
    const fits = minimal === undefined || minimal.notation === '' || (minimal.notation === 'E') === exponential;
    return fits ? plainText(bare.replace(/^([+-])\s+/, '$1')) : undefined;
  }
  const [, leading = '', body = '', trailing = ''] = /^([+-]?)\s*(.*?)\s*([+-]?)$/s.exec(bare) ?? [];
  if (leading !== '' && trailing !== '') {
    return undefined;
  }
  const sign = leading + trailing === '-' ? '-' : '';
  const digits = elements.filter((element) => element.kind === 'digit');
  if (digits.some(({ hex }) => hex !== '')) {
    return new RegExp(`^[0-9A-Fa-f]{1,${digits.length}}$`).test(body) ? sign + String(BigInt(`0x${body}`)) : undefined;
  }
  const point = elements.findIndex(({ kind }) => kind === 'point');
  const [before, after] = point < 0 ? [elements, []] : [elements.slice(0, point), elements.slice(point)];
  const [, whole = '', fraction] = /^([^.]*)(?:\.(.*))?$/s.exec(body) ?? [];
  const fits =
    /\d/.test(body) &&
    fitsWhole(whole, before) &&
    (fraction === undefined || point >= 0) &&
    fitsFraction(fraction, after);
  return fits ? plainText(sign + body.replaceAll(',', '')) : undefined;
}

/** A `0` wants a digit in its place, and every place behind it has one too; commas stand all in their places or not at all. */
function fitsWhole(text: string, elements: Elements): boolean {
  const places = elements.filter(({ kind }) => kind === 'digit' || kind === 'group');
  const room = places.filter(({ kind }) => kind === 'digit').length;
  const zero = places.findIndex((element) => element.kind === 'digit' && element.zero);
  const least = zero < 0 ? 0 : places.slice(zero).filter(({ kind }) => kind === 'digit').length;
  const rest = Array.from(text.replaceAll(',', ''));
  if (!rest.every((digit) => /\d/.test(digit)) || rest.length > room || rest.length < least) {
    return false;
  }
  let expected = '';
  for (const { kind } of places.toReversed()) {
    expected = (rest.length === 0 ? '' : kind === 'group' ? ',' : (rest.pop() ?? '')) + expected;
  }
  return !text.includes(',') || text === expected;
}

function fitsFraction(text: string | undefined, elements: Elements): boolean {
  const places = elements.filter((element) => element.kind === 'digit');
  const least = places.findLastIndex(({ zero }) => zero) + 1;
  const length = text?.length ?? 0;
  return /^\d*$/.test(text ?? '') && length >= least && length <= places.length;
}

function plainText(text: string): string | undefined {
  const number = readDecimal(text);
  return number === undefined ? undefined : writeDecimal(number);
}
