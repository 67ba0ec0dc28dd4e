import { ARRAY_NATIVES } from './arrays.js';
import { BINARY_BIT_NATIVES } from './binary-bits.js';
import { BITMAP_NATIVES } from './bitmaps.js';
import { COMPRESSION_NATIVES } from './compression.js';
import { DIGEST_NATIVES } from './digests.js';
import { ENCRYPTION_NATIVES } from './encryption.js';
import { NUMBER_NATIVES } from './numbers.js';
import { MAP_NATIVES } from './maps.js';
import { SKETCH_NATIVES } from './sketches.js';
import { MOMENT_FUNCTIONS } from './moments.js';
import type { NativeFunction } from './native-function.js';
import { REGEXP_NATIVES } from './regexp.js';
import { STRUCTURE_FUNCTIONS } from './structures.js';
import { TEXT_NATIVES } from './text.js';
import { VECTOR_NATIVES } from './vectors.js';
import { XML_NATIVES } from './xml.js';

/** Every function of ours that DuckDB calls. */
export const NATIVES: readonly NativeFunction[] = [
  ...MOMENT_FUNCTIONS,
  ...STRUCTURE_FUNCTIONS,
  ...ARRAY_NATIVES,
  ...TEXT_NATIVES,
  ...REGEXP_NATIVES,
  ...DIGEST_NATIVES,
  ...NUMBER_NATIVES,
  ...COMPRESSION_NATIVES,
  ...ENCRYPTION_NATIVES,
  ...SKETCH_NATIVES,
  ...BITMAP_NATIVES,
  ...BINARY_BIT_NATIVES,
  ...MAP_NATIVES,
  ...VECTOR_NATIVES,
  ...XML_NATIVES,
];
