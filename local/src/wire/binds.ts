import type { Bind, Cell } from '../statement.js';
import { badRequest } from '../refusal.js';
import { isObject } from './body.js';

/**
 * Reads the binds of a query request.
 *
 * @throws Refusal 400, naming the bind, when one has no type or a value that is neither text, null nor a list of these
 */
export function readBinds(bindings: unknown): Readonly<Record<string, Bind>> {
  if (bindings === undefined || bindings === null) {
    return {};
  }
  if (!isObject(bindings)) {
    throw badRequest('bindings must be an object.');
  }
  return Object.fromEntries(Object.entries(bindings).map(([position, bind]) => [position, readBind(position, bind)]));
}

function readBind(position: string, bind: unknown): Bind {
  if (!isObject(bind) || typeof bind['type'] !== 'string') {
    throw badRequest(`bind ${position} needs a type.`);
  }
  const { type, value, fmt } = bind;
  return {
    type: type.toUpperCase(),
    value: Array.isArray(value) ? value.map((cell) => readCell(position, cell)) : readCell(position, value ?? null),
    ...(typeof fmt === 'string' ? { fmt } : {}),
  };
}

function readCell(position: string, value: unknown): Cell {
  if (value !== null && typeof value !== 'string') {
    throw badRequest(`the value of bind ${position} must be a text or null, as the driver sends it.`);
  }
  return value;
}
