import { readDecimal, readNumberFormat, roundDecimal, writeDecimal, type Decimal } from './number-format.js';

type Elements = ReturnType<typeof readNumberFormat>;
type Minimal = Extract<Elements[number], { readonly kind: 'minimal' }>;

/** Writes a number, given as text, in a Snowflake number format such as `$99,999.00`. */
export function formatNumber(text: string, format: string): string {
  const elements = readNumberFormat(format);
  const [minimal] = elements.flatMap((element) => (element.kind === 'minimal' ? [element] : []));
  const plain = readDecimal(text);
  if (plain === undefined && minimal !== undefined) {
    return text;
  }
  // No place holds infinity and what is no number: they overflow each.
  const number = plain ?? { negative: text.startsWith('-'), digits: 10n ** 400n, scale: 0 };
  const value = elements.some(({ kind }) => kind === 'percent') ? hundredfold(number) : number;
  if (minimal !== undefined) {
    const written = writeMinimal(value, minimal);
    return elements
      .map((element) => {
        const mark = element.kind === 'percent' ? '%' : element.kind === 'minimal' ? written : '';
        return element.kind === 'literal' ? element.text : mark;
      })
      .join('');
  }
  return new NumberWriter(elements, value).write();
}

function writeMinimal(value: Decimal, { notation, letter, places, group }: Minimal): string {
  const rounded = value.scale > places ? roundDecimal(value, places) : value;
  const [whole = '', ...fraction] = writeDecimal(rounded).split('.');
  const grouped = group === 0 ? whole : whole.replace(new RegExp(`(?<=\\d)(?=(?:\\d{${group}})+$)`, 'g'), ',');
  const positional = [grouped, ...fraction].join('.');
  const exponential = scientific(value, letter);
  return notation === '9' || (notation === '' && positional.length <= exponential.length) ? positional : exponential;
}

function hundredfold({ negative, digits, scale }: Decimal): Decimal {
  return { negative, digits: digits * 10n ** BigInt(Math.max(0, 2 - scale)), scale: Math.max(0, scale - 2) };
}

/** The least digits, one of them before the point: `-1.2391E1`. */
function scientific({ negative, digits, scale }: Decimal, letter: string): string {
  const all = digits.toString();
  const exponent = digits === 0n ? 0 : all.length - 1 - scale;
  const rest = all.slice(1).replace(/0+$/, '');
  return `${negative ? '-' : ''}${all.charAt(0)}${rest === '' ? '' : `.${rest}`}${letter}${exponent}`;
}

class NumberWriter {
  readonly #elements: Elements;
  readonly #value: Decimal;
  readonly #exponent: number;
  readonly #negative: boolean;
  /** The character of each digit, group and point position. */
  readonly #cells: readonly string[];

  constructor(elements: Elements, value: Decimal) {
    this.#elements = elements;
    const places = this.#digitsAfterPoint();
    const scaled = this.#has('exponent') ? this.#scaleDown(value) : { exponent: 0, value };
    this.#exponent = scaled.exponent;
    this.#value = roundDecimal(scaled.value, places);
    this.#negative = this.#value.negative && this.#value.digits > 0n;
    this.#cells = elements.some((element) => element.kind === 'digit' && element.hex !== '')
      ? this.#hexadecimal()
      : this.#decimal();
  }

  write(): string {
    const cells = [...this.#cells];
    const first = cells.findIndex((cell) => cell.trim() !== '');
    const signed = this.#has('sign') || this.#has('minus');
    const fill = this.#has('fill');
    // What stands before the first digit: a sign and a dollar move up to it over the blanks of the places that are empty.
    let marks = signed || this.#isHexadecimal ? '' : this.#negative ? '-' : ' ';
    let [at, text] = [0, ''];
    for (const element of this.#elements) {
      switch (element.kind) {
        case 'digit':
        case 'group':
        case 'point':
          if (at === Math.max(first, 0)) {
            text += marks;
            marks = '';
          }
          text += cells[at] ?? '';
          at += 1;
          break;
        case 'dollar':
        case 'sign': {
          const mark = element.kind === 'dollar' ? '$' : this.#negative ? '-' : '+';
          [marks, text] = at === 0 ? [marks + mark, text] : [marks, text + mark];
          break;
        }
        case 'minus':
          text += this.#negative ? '-' : ' ';
          break;
        case 'percent':
          text += '%';
          break;
        case 'exponent':
          text += writeExponent(this.#exponent, element.letter, element.width);
          break;
        case 'literal':
          text += element.text;
          break;
        case 'blank':
        case 'fill':
        case 'minimal':
          break;
        default:
          element satisfies never;
      }
    }
    return fill ? text.replace(/ /g, '') : text;
  }

  get #isHexadecimal(): boolean {
    return this.#elements.some((element) => element.kind === 'digit' && element.hex !== '');
  }

  #has(kind: Elements[number]['kind']): boolean {
    return this.#elements.some((element) => element.kind === kind);
  }

  #digitsAfterPoint(): number {
    const point = this.#elements.findIndex(({ kind }) => kind === 'point');
    return point < 0 ? 0 : this.#elements.slice(point).filter(({ kind }) => kind === 'digit').length;
  }

  /** As many digits before the point as the format has places for. */
  #scaleDown(value: Decimal): { exponent: number; value: Decimal } {
    const point = this.#elements.findIndex(({ kind }) => kind === 'point');
    const whole = (point < 0 ? this.#elements : this.#elements.slice(0, point)).filter(({ kind }) => kind === 'digit');
    const length = value.digits.toString().length;
    const exponent = value.digits === 0n ? 0 : length - value.scale - whole.length;
    const scale = value.scale + exponent;
    return {
      exponent,
      value: { ...value, digits: value.digits * 10n ** BigInt(Math.max(0, -scale)), scale: Math.max(0, scale) },
    };
  }

  #decimal(): readonly string[] {
    const places = this.#elements.filter(({ kind }) => kind === 'digit' || kind === 'group' || kind === 'point');
    const point = places.findIndex(({ kind }) => kind === 'point');
    const before = point < 0 ? places : places.slice(0, point);
    const digits = this.#value.digits.toString().padStart(this.#value.scale + 1, '0');
    const whole = digits.slice(0, digits.length - this.#value.scale);
    const fraction = digits.slice(digits.length - this.#value.scale);
    const after = point < 0 ? [] : ['.', ...this.#fraction(places.slice(point + 1), fraction)];
    const room = before.filter(({ kind }) => kind === 'digit').length;
    if (whole.replace(/^0+/, '').length > room) {
      return [...before.map(({ kind }) => (kind === 'group' ? ',' : '#')), ...after.map((c) => (c === '.' ? c : '#'))];
    }
    return [...this.#whole(before, whole === '0' && this.#has('blank') ? '' : whole), ...after];
  }

  /** A `9` behind the number is blank too: `0` keeps the zeros that end it. */
  #fraction(places: Elements, digits: string): readonly string[] {
    const kept = places.findLastIndex((element) => element.kind === 'digit' && element.zero) + 1;
    const end = Math.max(kept, digits.replace(/0+$/, '').length);
    return Array.from(digits, (digit, at) => (at < end || this.#has('exponent') ? digit : ' '));
  }

  /** From the right: a `9` ahead of the number is blank, and so is the group separator before it. */
  #whole(places: Elements, digits: string): readonly string[] {
    const rest = Array.from(digits.padStart(digits === '' ? 0 : 1, '0'));
    const zeros = places.findIndex((element) => element.kind === 'digit' && element.zero);
    const cells: string[] = [];
    for (let at = places.length - 1; at >= 0; at -= 1) {
      const forced = zeros >= 0 && zeros <= at;
      if (places[at]?.kind === 'group') {
        cells.unshift(rest.length > 0 || (forced && zeros < at) ? ',' : ' ');
      } else {
        cells.unshift(rest.pop() ?? (forced ? '0' : ' '));
      }
    }
    return cells;
  }

  /** Without a sign a negative number is written as its complement. */
  #hexadecimal(): readonly string[] {
    const places = this.#elements.filter(({ kind }) => kind === 'digit' || kind === 'group' || kind === 'point');
    const room = BigInt(places.length * 4);
    const whole = this.#value.digits;
    const bits = this.#negative && !this.#has('sign') && !this.#has('minus') ? (1n << room) - whole : whole;
    const lower = places.some((element) => element.kind === 'digit' && element.hex === 'x');
    const text = lower ? bits.toString(16) : bits.toString(16).toUpperCase();
    if (text.length > places.length) {
      return places.map(() => '#');
    }
    const zeros = places.findIndex((element) => element.kind === 'digit' && element.zero);
    return Array.from(text.padStart(places.length, zeros === 0 ? '0' : ' '));
  }
}

/** EE has as many digits as it needs, EEE one, EEEE two and so on, with a sign. */
function writeExponent(exponent: number, letter: string, width: number): string {
  const digits = String(Math.abs(exponent));
  if (width === 2) {
    return `${letter}${exponent < 0 ? '-' : ''}${digits}`;
  }
  const room = width - 2;
  return `${letter}${exponent < 0 ? '-' : '+'}${digits.length > room ? '#'.repeat(room) : digits.padStart(room, '0')}`;
}
