import { refuseHalfPairs } from '../compile/text-literal.js';
import type { Bind } from '../statement.js';

/** The alias under which array binds stand in a statement, one row an element. */
export const BIND_TABLE = 'bound';

/** True when a bind holds an array: the statement then runs for each element. */
export function hasArrayBinds(binds: Readonly<Record<string, Bind>>): boolean {
  return Object.values(binds).some(({ value }) => Array.isArray(value));
}

/** The binds of one element. */
export function bindsAt(binds: Readonly<Record<string, Bind>>, element: number): Record<string, Bind> {
  return Object.fromEntries(
    Object.entries(binds).map(([key, { type, value }]) => [
      key,
      { type, value: Array.isArray(value) ? (value[element] ?? null) : value },
    ]),
  );
}

/** How many elements array binds have. */
export function bindCount(binds: Readonly<Record<string, Bind>>): number {
  return Math.max(0, ...Object.values(binds).map(({ value }) => (Array.isArray(value) ? value.length : 1)));
}

/** All binds as one JSON array of arrays, each as long as the longest: single values stand for every element. */
export function bindsAsJson(binds: Readonly<Record<string, Bind>>): string {
  const count = bindCount(binds);
  for (const { value } of Object.values(binds)) {
    [value].flat().forEach((cell) => refuseHalfPairs(cell ?? ''));
  }
  return JSON.stringify(
    Object.values(binds).map(({ value }) =>
      Array.isArray(value) ? value : Array.from({ length: count }, () => value),
    ),
  );
}
