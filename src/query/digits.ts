const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Every integer of so many digits is exact as a `number`. */
const EXACT_DIGITS = 15;

/** Exact as well, so that a quotient of two of these is the number nearest to the digits. */
const POWERS_OF_TEN = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_value, exponent) => 10 ** exponent);

/** The number that up to 15 digits stand for, with a sign and a point or without; NaN for every other form. */
export function readDigits(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  let value = 0;
  let point = end;
  for (let at = first; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= ZERO && byte <= NINE) {
      value = value * 10 + (byte - ZERO);
    } else if (byte === POINT && point === end) {
      point = at;
    } else {
      return Number.NaN;
    }
  }
  const fraction = point === end ? 0 : end - point - 1;
  if (point === first || point === end - 1 || point - first + fraction > EXACT_DIGITS) {
    return Number.NaN;
  }
  const magnitude = fraction === 0 ? value : value / (POWERS_OF_TEN[fraction] ?? Number.NaN);
  return isNegative ? -magnitude : magnitude;
}

/** 0 or 1; NaN for every other form. */
export function readBit(bytes: Buffer, start: number, end: number): number {
  const value = (bytes[start] ?? 0) - ZERO;
  return end - start === 1 && (value === 0 || value === 1) ? value : Number.NaN;
}

/** The milliseconds of seconds that have at least three digits after a point, the others cut; NaN for every other form. */
export function readMilliseconds(bytes: Buffer, start: number, end: number): number {
  let ms = 0;
  let digitsLeft = -1;
  for (let at = start; at < end && digitsLeft !== 0; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === POINT && digitsLeft === -1) {
      digitsLeft = 3;
    } else if (byte >= ZERO && byte <= NINE) {
      ms = ms * 10 + (byte - ZERO);
      digitsLeft -= digitsLeft > 0 ? 1 : 0;
    } else {
      return Number.NaN;
    }
  }
  return digitsLeft === 0 ? ms : Number.NaN;
}
