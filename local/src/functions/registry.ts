import { AGGREGATE_FUNCTIONS } from './aggregates.js';
import { EXTREME_FUNCTIONS } from './extremes.js';
import { ARRAY_FUNCTIONS } from './arrays.js';
import { BITMAP_FUNCTIONS } from './bitmaps.js';
import { CIPHER_FUNCTIONS } from './ciphers.js';
import { CONDITIONAL_FUNCTIONS } from './conditional.js';
import { CONVERSION_FUNCTIONS } from './conversions.js';
import { INTERPOLATION_FUNCTIONS } from './interpolation.js';
import { MAP_FUNCTIONS } from './maps.js';
import { OBJECT_FUNCTIONS } from './objects.js';
import { MOMENT_RULES } from './moments.js';
import { NUMERIC_FUNCTIONS } from './numeric.js';
import type { FunctionRule } from './rule.js';
import { RANDOM_FUNCTIONS } from './random.js';
import { ROUNDING_FUNCTIONS } from './rounding.js';
import { STRUCTURE_RULES } from './structures.js';
import { SYSTEM_FUNCTIONS } from './system.js';
import { STATISTIC_FUNCTIONS } from './statistics.js';
import { SKETCH_FUNCTIONS } from './sketches.js';
import { DIGEST_FUNCTIONS } from './digests.js';
import { TEXT_FUNCTIONS } from './text.js';
import { WINDOW_VALUE_FUNCTIONS } from './window-values.js';
import { VECTOR_FUNCTIONS } from './vectors.js';
import { VARIANT_TYPE_FUNCTIONS } from './variant-types.js';
import { XML_FUNCTIONS } from './xml.js';

/** Every function there is, by its upper-case name. */
export const FUNCTIONS: ReadonlyMap<string, FunctionRule> = new Map(
  [
    CONDITIONAL_FUNCTIONS,
    TEXT_FUNCTIONS,
    NUMERIC_FUNCTIONS,
    ROUNDING_FUNCTIONS,
    RANDOM_FUNCTIONS,
    AGGREGATE_FUNCTIONS,
    EXTREME_FUNCTIONS,
    MOMENT_RULES,
    STRUCTURE_RULES,
    ARRAY_FUNCTIONS,
    OBJECT_FUNCTIONS,
    XML_FUNCTIONS,
    MAP_FUNCTIONS,
    VARIANT_TYPE_FUNCTIONS,
    STATISTIC_FUNCTIONS,
    SKETCH_FUNCTIONS,
    BITMAP_FUNCTIONS,
    INTERPOLATION_FUNCTIONS,
    WINDOW_VALUE_FUNCTIONS,
    VECTOR_FUNCTIONS,
    DIGEST_FUNCTIONS,
    CIPHER_FUNCTIONS,
    CONVERSION_FUNCTIONS,
    SYSTEM_FUNCTIONS,
  ].flatMap((table) => Object.entries(table)),
);
