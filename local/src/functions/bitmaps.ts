import { ARRAY, binary, number } from '../types/sql-type.js';
import { aggregate, maybe, scalar } from './define.js';
import type { FunctionTable } from './rule.js';

/** The bitmaps of distinct counts: a value has a bucket, and a position in its bitmap. */
export const BITMAP_FUNCTIONS: FunctionTable = {
  BITMAP_BIT_POSITION: scalar('integer', number(38), 'CASE WHEN $1 > 0 THEN ($1 - 1) % 32768 ELSE abs($1) % 32768 END'),
  BITMAP_BUCKET_NUMBER: scalar(
    'integer',
    number(38),
    'CASE WHEN $1 > 0 THEN ($1 - 1) // 32768 + 1 ELSE $1 // 32768 END',
  ),
  BITMAP_CONSTRUCT_AGG: aggregate(
    'integer',
    binary(),
    ([arg = ''], call) => `sf_bitmap(${call.aggregate('list', [`DISTINCT ${arg}`])})`,
  ),
  BITMAP_OR_AGG: aggregate('binary', binary(), ([arg = ''], call) => `sf_bitmap_or(${call.aggregate('list', [arg])})`),
  BITMAP_COUNT: scalar('binary', number(38), 'sf_bitmap_count($1)'),
  BITMAP_AND_AGG: aggregate(
    'binary',
    binary(),
    ([arg = ''], call) => `sf_bitmap_and(${call.aggregate('list', [arg])})`,
  ),
  BITMAP_AND: scalar(
    'binary, binary',
    binary(),
    'CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN sf_bitmap_and([$1, $2]) END',
  ),
  BITMAP_OR: scalar(
    'binary, binary',
    binary(),
    'CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN sf_bitmap_or([$1, $2]) END',
  ),
  BITMAP_TO_ARRAY: maybe(scalar('binary, integer=1', ARRAY, 'sf_bitmap_values($1, $2)')),
  BITMAP_ABSOLUTE_POSITION: scalar(
    'integer, integer',
    number(38),
    'CASE WHEN $1 > 0 THEN ($1 - 1) * 32768 + $2 + 1 ELSE $1 * 32768 - $2 END',
  ),
};
