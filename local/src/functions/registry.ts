import { AGGREGATE_FUNCTIONS } from './aggregates.js';
import { CONDITIONAL_FUNCTIONS } from './conditional.js';
import { CONVERSION_FUNCTIONS } from './conversions.js';
import { MOMENT_RULES } from './moments.js';
import { NUMERIC_FUNCTIONS } from './numeric.js';
import type { FunctionRule } from './rule.js';
import { STRUCTURE_RULES } from './structures.js';
import { SYSTEM_FUNCTIONS } from './system.js';
import { TEXT_FUNCTIONS } from './text.js';

/** Every function there is, by its upper-case name. */
export const FUNCTIONS: ReadonlyMap<string, FunctionRule> = new Map(
  [
    CONDITIONAL_FUNCTIONS,
    TEXT_FUNCTIONS,
    NUMERIC_FUNCTIONS,
    AGGREGATE_FUNCTIONS,
    MOMENT_RULES,
    STRUCTURE_RULES,
    CONVERSION_FUNCTIONS,
    SYSTEM_FUNCTIONS,
  ].flatMap((table) => Object.entries(table)),
);
