import { SnowflakeError } from '../errors.js';
import type { Expression } from './ast.js';
import type { Grammar } from './grammar.js';
import { spanFrom } from './span.js';

/** Parts that may stand behind the quotes, from the longest; the last four may be the end of `TO`. */
const FIELDS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;
const OTHERS = ['QUARTER', 'WEEK', 'MILLISECOND', 'MICROSECOND', 'NANOSECOND'] as const;

type Field = (typeof FIELDS)[number];

/**
 * Reads `INTERVAL '1 day, 2 hours'`, `INTERVAL '3' DAYS` and `INTERVAL '1 02:30' DAY TO MINUTE`. All become the text of the first
 * form; one of days or less that was written in another belongs to the day-time intervals, which make a TIMESTAMP of a DATE.
 */
export function readInterval(grammar: Grammar): Expression {
  const { stream } = grammar;
  const start = stream.start;
  stream.expect('INTERVAL');
  const amount = stream.string();
  const from = /[a-z]/i.test(amount) ? undefined : acceptField(grammar, [...FIELDS, ...OTHERS]);
  if (from === undefined) {
    return { kind: 'interval', text: amount, dayTime: false, ...spanFrom({ start }, stream) };
  }
  readPrecision(grammar);
  const rest = FIELDS.slice(FIELDS.indexOf(from as Field) + 1);
  const to = stream.accept('TO') ? acceptField(grammar, from === 'YEAR' ? ['MONTH'] : rest) : from;
  if (to === undefined) {
    throw stream.unexpected();
  }
  readPrecision(grammar);
  const fields = (OTHERS as readonly string[]).includes(from)
    ? [from]
    : FIELDS.slice(FIELDS.indexOf(from as Field), FIELDS.indexOf(to as Field) + 1);
  const dayTime = !['YEAR', 'QUARTER', 'MONTH', 'WEEK'].includes(from);
  return { kind: 'interval', text: partsOf(amount, fields), dayTime, ...spanFrom({ start }, stream) };
}

function acceptField<T extends string>({ stream }: Grammar, fields: readonly T[]): T | undefined {
  return fields.find((field) => stream.accept(field) || stream.accept(`${field}S`));
}

function readPrecision({ stream }: Grammar): void {
  if (stream.sees('(')) {
    stream.list(() => stream.integer());
  }
}

/** `-1 02:30` of DAY TO MINUTE is `-1 DAY, -2 HOUR, -30 MINUTE`. */
function partsOf(written: string, fields: readonly string[]): string {
  const [, sign = '', body = ''] = /^\s*([+-]?)\s*(.*?)\s*$/s.exec(written) ?? [];
  const numbers = body.split(/[-\s:.]/);
  const fraction = fields.at(-1) === 'SECOND' && body.includes('.') ? numbers.pop() : undefined;
  if (numbers.length !== fields.length || [...numbers, fraction ?? '0'].some((part) => !/^\d+$/.test(part))) {
    throw new SnowflakeError('002037', '22007', `SQL compilation error:\ninvalid value [${written}] for interval`);
  }
  const parts = numbers.map((number, at) => `${sign}${number} ${fields[at]}`);
  return [
    ...parts,
    ...(fraction === undefined ? [] : [`${sign}${fraction.padEnd(9, '0').slice(0, 9)} NANOSECOND`]),
  ].join(', ');
}
