import { readDecimal, readNumberFormat, writeDecimal } from './number-format.js';

/** Reads a number written in a format, as plain text; undefined when it does not follow it. */
export function parseNumber(text: string, format: string): string | undefined {
  const elements = readNumberFormat(format);
  const literals = elements.flatMap((element) => (element.kind === 'literal' ? [element.text.trim()] : []));
  const bare = literals.reduce((rest, literal) => (literal === '' ? rest : rest.replace(literal, '')), text).trim();
  if (elements.some(({ kind }) => kind === 'minimal' || kind === 'exponent')) {
    const plain = readDecimal(bare.replace('$', '').replace(/^([+-])\s+/, '$1'));
    return plain === undefined ? undefined : writeDecimal(plain);
  }
  const [, leading = '', body = '', trailing = ''] = /^([+-]?)\s*(.*?)\s*([+-]?)$/s.exec(bare.replace('$', '')) ?? [];
  if (leading !== '' && trailing !== '') {
    return undefined;
  }
  const sign = leading + trailing === '-' ? '-' : '';
  const digits = elements.filter((element) => element.kind === 'digit');
  if (digits.some(({ hex }) => hex !== '')) {
    return new RegExp(`^[0-9A-Fa-f]{1,${digits.length}}$`).test(body) ? sign + String(BigInt(`0x${body}`)) : undefined;
  }
  const point = elements.findIndex(({ kind }) => kind === 'point');
  const after = point < 0 ? 0 : elements.slice(point).filter(({ kind }) => kind === 'digit').length;
  const whole = digits.length - after;
  const grouped = elements.some(({ kind }) => kind === 'group') ? body.replaceAll(',', '') : body;
  const shape = new RegExp(`^(?=.*\\d)(\\d{0,${whole}})${point < 0 ? '' : `(?:\\.\\d{0,${after}})?`}$`);
  const number = shape.test(grouped) ? readDecimal(sign + grouped) : undefined;
  return number === undefined ? undefined : writeDecimal(number);
}
