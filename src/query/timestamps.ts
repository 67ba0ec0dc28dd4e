import { malformedCell } from './malformed-cell.js';
import { readNumber } from './numbers.js';
import type { CellDecoder } from './values.js';

/**
 * How DATE and TIMESTAMP_* columns come back: as `Date`s (milliseconds), or as ISO 8601 text with every digit the
 * column has, up to nanoseconds.
 */
export type TimestampMode = 'date' | 'string';

const MS_PER_DAY = 86_400_000;
const SECONDS_PER_DAY = 86_400;

/** Days since 1970-01-01, as midnight UTC. */
export function decodeDate(cell: string): Date {
  return validDate(readNumber(cell) * MS_PER_DAY);
}

/** Days since 1970-01-01, as `YYYY-MM-DD`. */
export function decodeDateText(cell: string): string {
  return isoDay(readNumber(cell));
}

/** Seconds since midnight with a fraction, as `HH:MM:SS` and the fraction as long as the column's scale. */
export function timeDecoder(scale: number): CellDecoder {
  return (cell) => {
    const { seconds, fraction } = splitSeconds(cell);
    return clock(seconds) + fractionText(fraction, scale);
  };
}

/** Picks the decoder of a timestamp column once. */
export function timestampDecoder(type: string, scale: number, mode: TimestampMode): CellDecoder {
  if (mode === 'date') {
    return toDate;
  }
  if (type === 'timestamp_tz') {
    return (cell) => isoWithZone(cell, scale);
  }
  const suffix = type === 'timestamp_ltz' ? 'Z' : '';
  return (cell) => isoTimestamp(cell, 0, scale) + suffix;
}

/** Seconds since 1970-01-01 with a fraction; a `Date` holds whole milliseconds, so the rest is cut towards the past. */
function toDate(cell: string): Date {
  const ms = readMilliseconds(cell);
  if (ms !== undefined) {
    return new Date(ms);
  }
  const { seconds, fraction } = splitSeconds(splitZone(cell).instant);
  return validDate(seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0')));
}

function validDate(ms: number): Date {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) {
    throw malformedCell();
  }
  return date;
}

const POINT = 0x2e;
const ZERO = 0x30;

/**
 * The milliseconds of the common form, digits with at least three after a point, read without making a string;
 * undefined for every other form.
 */
function readMilliseconds(cell: string): number | undefined {
  let ms = 0;
  let digitsLeft = -1;
  for (let index = 0; index < cell.length && digitsLeft !== 0; index++) {
    const code = cell.charCodeAt(index);
    if (code === POINT && digitsLeft === -1) {
      digitsLeft = 3;
    } else if (code >= ZERO && code <= ZERO + 9) {
      ms = ms * 10 + (code - ZERO);
      digitsLeft -= digitsLeft > 0 ? 1 : 0;
    } else {
      return undefined;
    }
  }
  return digitsLeft === 0 ? ms : undefined;
}

function isoWithZone(cell: string, scale: number): string {
  const { instant, offsetMinutes } = splitZone(cell);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const minutes = Math.abs(offsetMinutes);
  const zone = `${sign}${pad2(Math.floor(minutes / 60))}:${pad2(minutes % 60)}`;
  return isoTimestamp(instant, offsetMinutes, scale) + zone;
}

function isoTimestamp(cell: string, offsetMinutes: number, scale: number): string {
  const { seconds, fraction } = splitSeconds(cell);
  const local = seconds + offsetMinutes * 60;
  const day = Math.floor(local / SECONDS_PER_DAY);
  return `${isoDay(day)}T${clock(local - day * SECONDS_PER_DAY)}${fractionText(fraction, scale)}`;
}

/** The wire puts the offset after a blank, in minutes, raised by a day so that it is never negative. */
function splitZone(cell: string): { instant: string; offsetMinutes: number } {
  const blank = cell.indexOf(' ');
  return blank === -1
    ? { instant: cell, offsetMinutes: 0 }
    : { instant: cell.slice(0, blank), offsetMinutes: Number(cell.slice(blank + 1)) - 1440 };
}

/**
 * Whole seconds rounded down, and the digits of the fraction that is left: before 1970 `-1.25` is two seconds back
 * and three quarters forward.
 */
function splitSeconds(cell: string): { seconds: number; fraction: string } {
  const point = cell.indexOf('.');
  if (point === -1) {
    return { seconds: readNumber(cell), fraction: '' };
  }
  const whole = readNumber(cell.slice(0, point));
  const fraction = cell.slice(point + 1);
  if (!/^\d*$/.test(fraction)) {
    throw malformedCell();
  }
  if (!cell.startsWith('-') || Number(fraction) === 0) {
    return { seconds: whole, fraction };
  }
  const complement = (10n ** BigInt(fraction.length) - BigInt(fraction)).toString().padStart(fraction.length, '0');
  return { seconds: whole - 1, fraction: complement };
}

function isoDay(day: number): string {
  const iso = validDate(day * MS_PER_DAY).toISOString();
  return iso.slice(0, iso.indexOf('T'));
}

function clock(seconds: number): string {
  if (Number.isNaN(seconds)) {
    throw malformedCell();
  }
  return `${pad2(Math.floor(seconds / 3600))}:${pad2(Math.floor(seconds / 60) % 60)}:${pad2(seconds % 60)}`;
}

function fractionText(fraction: string, scale: number): string {
  return scale === 0 ? '' : `.${fraction.slice(0, scale).padEnd(scale, '0')}`;
}

function pad2(value: number): string {
  return String(value).padStart(2, '0');
}
