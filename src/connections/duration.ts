import { SqlError } from '../errors.js';

/**
 * A span of time: a number of seconds as in Streamlit, `Infinity`, or text such as `'500ms'`, `'30s'`, `'10m'`, `'1.5h'`,
 * `'1d'`.
 */
export type Duration = number | string;

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A duration in milliseconds.
 *
 * @throws SqlError `ARGUMENT_INVALID` that names the option.
 */
export function toMilliseconds(name: string, duration: Duration): number {
  if (typeof duration === 'number' && duration >= 0) {
    return duration * 1_000;
  }
  const [, amount, unit = ''] =
    typeof duration === 'string' ? (/^(\d+(?:\.\d+)?)(ms|[smhd])$/.exec(duration) ?? []) : [];
  const factor = UNITS_MS[unit];
  if (amount === undefined || factor === undefined) {
    throw new SqlError(`${name} must be a number of seconds from 0, or text such as '10m', not ${String(duration)}.`, {
      code: 'ARGUMENT_INVALID',
    });
  }
  return Number(amount) * factor;
}
