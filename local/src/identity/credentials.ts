import { createHash, timingSafeEqual } from 'node:crypto';
import { isObject, type JsonObject } from '../wire/body.js';

/** Whether a session parameter of the login asks for something. */
export function asksFor(data: JsonObject, parameter: string): boolean {
  const parameters = data['SESSION_PARAMETERS'];
  return isObject(parameters) && parameters[parameter] === true;
}

/** Compares without telling by its time how much was right. */
export function isSame(expected: string, given: string): boolean {
  return timingSafeEqual(digest(expected), digest(given));
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
