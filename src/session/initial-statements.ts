import type { ConnectionSettings } from '../config/settings.js';
import { quoteText } from '../query/identifiers.js';

/** What a new session is told before anything else, in order: its session parameters at once, and its other roles. */
export function initialStatements({ sessionParameters, values }: ConnectionSettings): readonly string[] {
  const assignments = Object.entries(sessionParameters).map(([name, value]) => `${name} = ${toLiteral(value)}`);
  return [
    ...(assignments.length === 0 ? [] : [`ALTER SESSION SET ${assignments.join(', ')}`]),
    ...(values.secondary_roles === undefined ? [] : [`USE SECONDARY ROLES ${values.secondary_roles}`]),
  ];
}

function toLiteral(value: string | number | boolean): string {
  return typeof value === 'string' ? quoteText(value) : String(value);
}
