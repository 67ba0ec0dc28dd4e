import { VARCHAR } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import { native } from './native-json.js';
import type { NativeFunction } from './native-function.js';
import { parseNumber } from './number-parse.js';
import { formatNumber } from './number-write.js';

/** Numbers as text in Snowflake's formats; numbers go in and out as text, so that no digit is lost. */
export const NUMBER_NATIVES: readonly NativeFunction[] = [
  native('sf_format_number', [VARCHAR, VARCHAR], VARCHAR, ([number, format]) =>
    formatNumber(String(number), String(format)),
  ),
  native('sf_read_number', [VARCHAR, VARCHAR], VARCHAR, ([text, format]) => {
    const number = parseNumber(String(text), String(format));
    if (number === undefined) {
      const message = `Can't parse '${String(text)}' as number with format '${String(format)}'`;
      throw new SnowflakeError('100140', '22007', message);
    }
    return number;
  }),
  native(
    'sf_try_read_number',
    [VARCHAR, VARCHAR],
    VARCHAR,
    ([text, format]) => parseNumber(String(text), String(format)) ?? null,
  ),
];
