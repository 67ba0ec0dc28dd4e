import { Secret } from '../secret.js';

/**
 * One text for one value, whatever the order of an object's keys: to compare options and to key caches.
 *
 * Values that print alike but are not the same stay apart: `1`, `1n` and `'1'`; a Date and its text. Functions and objects
 * with a class of their own are the same only when they are the same object. It may hold secrets: hash it before keeping
 * it.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : canonicalObject(value);
    case 'function':
      return identityOf(value);
    case 'symbol':
      return `symbol(${String(value.description)})`;
    default:
      // TypeScript does not narrow `unknown` by a switch over `typeof`.
      return String(value);
  }
}

function canonicalObject(value: object): string {
  if (Array.isArray(value)) {
    return `[${Array.from(value, canonical).join(',')}]`;
  }
  if (value instanceof Date) {
    return `date(${value.getTime()})`;
  }
  if (value instanceof Uint8Array) {
    return `bytes(${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')})`;
  }
  if (value instanceof Secret) {
    return `secret(${canonical(value.reveal())})`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return identityOf(value);
  }
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

function identityOf(value: object): string {
  let identity = identities.get(value);
  if (identity === undefined) {
    lastIdentity += 1;
    identity = lastIdentity;
    identities.set(value, identity);
  }
  return `object(${identity})`;
}
