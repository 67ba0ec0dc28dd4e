import type { Compiler } from '../compile/compiler.js';

/** The ISO day on which the session's weeks begin: WEEK_START, which is Monday where it is 0. */
export function firstDayOfWeek({ environment }: Compiler): number {
  const start = Number(environment.parameter('WEEK_START'));
  return start === 0 ? 1 : start;
}

/** The parts of a date that depend on WEEK_START and WEEK_OF_YEAR_POLICY. */
export type WeekPart = 'session-week' | 'session-day' | 'session-year';

/** True for a part that depends on the session. */
export function isWeekPart(part: string): part is WeekPart {
  return part.startsWith('session-');
}

/** A part of a date as the session counts weeks. */
export function weekPartSql(compiler: Compiler, part: WeekPart, date: string): string {
  const first = firstDayOfWeek(compiler);
  const calendar = Number(compiler.environment.parameter('WEEK_OF_YEAR_POLICY')) === 1;
  switch (part) {
    case 'session-week':
      return calendar ? `sf_policy_week(${date}, ${first})` : `sf_week_number(${date}, ${first})`;
    case 'session-year':
      return calendar ? `year(${date})` : `sf_week_year(${date}, ${first})`;
    case 'session-day':
      return compiler.environment.parameter('WEEK_START') === '0'
        ? `dayofweek(${date})`
        : `((isodow(${date}) - ${first} + 7) % 7 + 1)`;
    default:
      return part satisfies never;
  }
}
