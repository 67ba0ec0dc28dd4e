import { SnowflakeError } from '../errors.js';
import type { StatementContext } from './command.js';

type Stream = StatementContext['grammar']['stream'];

/** Reads `[BY] [=] -5`. @throws SnowflakeError 001008 for 0, which is no step */
export function readStep(stream: Stream): number {
  stream.accept('BY');
  const step = readSigned(stream);
  if (step === 0) {
    const message = "SQL compilation error:\ninvalid value '0' for property 'SEQUENCE_INCREMENT'";
    throw new SnowflakeError('001008', '22023', message);
  }
  return step;
}

/** Reads `[=] -5`. */
export function readSigned(stream: Stream): number {
  stream.accept('=');
  return stream.accept('-') ? -stream.integer() : stream.integer();
}
