import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { badRequest, Refusal } from '../refusal.js';

/** Bytes a body may have, as sent and unpacked. Array binds of many rows travel in it. */
export const BODY_LIMIT = 64 * 2 ** 20;

/** A JSON object whose fields nobody has checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

const decompress = promisify(gunzip);

/**
 * Reads a request's body, JSON or a form, unpacked if need be. No body at all reads as an empty object.
 *
 * @throws Refusal 400 when it is no JSON object, 413 when it is too large, 415 when its encoding is not known
 */
export async function readBody(request: IncomingMessage): Promise<JsonObject> {
  const packed = await readBytes(request);
  const bytes = await unpack(packed, request.headers['content-encoding'] ?? 'identity');
  const content = bytes.toString('utf8');
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
    return Object.fromEntries(new URLSearchParams(content));
  }
  return content === '' ? {} : parseObject(content);
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) {
    throw tooLarge();
  }
  const parts: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not take the connection away: the refusal has yet to be sent on it.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(part)) {
      throw badRequest('the body is no bytes.');
    }
    size += part.byteLength;
    if (size > BODY_LIMIT) {
      throw tooLarge();
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function unpack(bytes: Buffer, encoding: string): Promise<Buffer> {
  if (encoding === 'identity') {
    return bytes;
  }
  if (encoding !== 'gzip') {
    throw new Refusal(415, '390142', `Content-Encoding ${encoding} is not supported: send gzip or none.`);
  }
  try {
    return await decompress(bytes, { maxOutputLength: BODY_LIMIT });
  } catch (error) {
    throw hasCode(error, 'ERR_BUFFER_TOO_LARGE') ? tooLarge() : badRequest('the body is not gzip.');
  }
}

function parseObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('the body is not JSON.');
  }
  if (!isObject(value)) {
    throw badRequest('the body is not a JSON object.');
  }
  return value;
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasCode(error: unknown, code: string): boolean {
  return isObject(error) && error['code'] === code;
}

function tooLarge(): Refusal {
  return new Refusal(413, '390142', `The body is larger than ${BODY_LIMIT} bytes.`);
}
