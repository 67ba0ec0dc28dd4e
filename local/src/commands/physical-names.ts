import { physicalName } from '../catalog/names.js';
import { quoteName } from '../lexer.js';

let serial = 0;

/**
 * A name in DuckDB that nothing else has. Tables are found through the catalog alone, so that renaming, swapping,
 * shadowing and moving one never touches its rows.
 */
export function nextPhysical(name: string): string {
  serial += 1;
  return `sf.${quoteName(`${physicalName(name)}.${Date.now().toString(36)}${serial}`)}`;
}
