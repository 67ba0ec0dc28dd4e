import { floorDivide } from './zones.js';

const NANOSECONDS_PER_DAY = 86_400_000_000_000n;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The elements of Snowflake's date and time formats, longest first; those of one letter stand by themselves. */
export const ELEMENTS =
  /"[^"]*"|UUUU|YYYY|YY|MMMM|MM|MON|MO|MI|ME|DD|DY|HH24|HH12|HH|H24|H12|AM|PM|SS|FF\d?|TZH:?TZM|TZH|TZM|(?<![A-Z])[YDHPS](?![A-Z])/gi;

interface Clock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly fraction: bigint;
  readonly offset: number;
}

/** Writes a wall clock, in nanoseconds since 1970, in a Snowflake format such as `YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM`. */
export function formatMoment(nanoseconds: bigint, format: string, offset: number): string {
  const clock = readClock(nanoseconds, offset);
  const pattern = format.toUpperCase() === 'AUTO' || format === '' ? 'YYYY-MM-DD HH24:MI:SS.FF3' : format;
  return pattern.replace(WORDS, (word) => writeWord(word, clock));
}

/** A run of letters: elements one after another, or a word that is shown as it is. */
const WORDS = /"[^"]*"|[a-z]+(?:\d+[a-z]*)*/gi;

/** A letter by itself is no element inside of another word: the `h` and `s` of `hours` are not. */
function writeWord(word: string, clock: Clock): string {
  const whole = word.replace(ELEMENTS, '') === '';
  return word.replace(ELEMENTS, (element) => (whole || element.length > 1 ? writeElement(element, clock) : element));
}

function readClock(nanoseconds: bigint, offset: number): Clock {
  const days = floorDivide(nanoseconds, NANOSECONDS_PER_DAY);
  const rest = nanoseconds - days * NANOSECONDS_PER_DAY;
  const date = new Date(Number(days) * 86_400_000);
  const seconds = Number(rest / 1_000_000_000n);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    fraction: rest % 1_000_000_000n,
    offset,
  };
}

function writeElement(element: string, clock: Clock): string {
  const name = element.toUpperCase();
  if (name.startsWith('"')) {
    return element.slice(1, -1);
  }
  if (name.startsWith('FF')) {
    return String(clock.fraction)
      .padStart(9, '0')
      .slice(0, Number(name.slice(2) || 9));
  }
  return WRITERS.get(name)?.(clock) ?? element;
}

const WRITERS: ReadonlyMap<string, (clock: Clock) => string> = new Map([
  ['YYYY', ({ year }: Clock) => fourDigits(year)],
  ['UUUU', ({ year }: Clock) => fourDigits(year)],
  ['YY', ({ year }: Clock) => pad(year % 100)],
  ['Y', ({ year }: Clock) => String(year % 100)],
  ['MMMM', ({ month }: Clock) => MONTHS[month - 1] ?? ''],
  ['MON', ({ month }: Clock) => (MONTHS[month - 1] ?? '').slice(0, 3)],
  ['MM', ({ month }: Clock) => pad(month)],
  ['MO', ({ month }: Clock) => String(month)],
  ['DD', ({ day }: Clock) => pad(day)],
  ['D', ({ day }: Clock) => String(day)],
  ['DY', ({ weekday }: Clock) => (DAYS[weekday] ?? '').slice(0, 3)],
  ['HH24', ({ hour }: Clock) => pad(hour)],
  ['HH', ({ hour }: Clock) => pad(hour)],
  ['H24', ({ hour }: Clock) => String(hour)],
  ['H', ({ hour }: Clock) => String(hour)],
  ['HH12', ({ hour }: Clock) => pad(twelfth(hour))],
  ['H12', ({ hour }: Clock) => String(twelfth(hour))],
  ['AM', ({ hour }: Clock) => (hour < 12 ? 'AM' : 'PM')],
  ['PM', ({ hour }: Clock) => (hour < 12 ? 'AM' : 'PM')],
  ['P', ({ hour }: Clock) => (hour < 12 ? 'A' : 'P')],
  ['MI', ({ minute }: Clock) => pad(minute)],
  ['ME', ({ minute }: Clock) => String(minute)],
  ['SS', ({ second }: Clock) => pad(second)],
  ['S', ({ second }: Clock) => String(second)],
  ['TZH', (clock: Clock) => zoneHours(clock)],
  ['TZM', (clock: Clock) => zoneMinutes(clock)],
  ['TZHTZM', (clock: Clock) => zoneHours(clock) + zoneMinutes(clock)],
  ['TZH:TZM', (clock: Clock) => `${zoneHours(clock)}:${zoneMinutes(clock)}`],
]);

/** The hour on the face of a clock. */
function twelfth(hour: number): number {
  return hour % 12 === 0 ? 12 : hour % 12;
}

function zoneHours({ offset }: Clock): string {
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}`;
}

function zoneMinutes({ offset }: Clock): string {
  return pad(Math.abs(offset) % 60);
}

/** The year before 1 is 0, the one before it negative. */
function fourDigits(year: number): string {
  return `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
