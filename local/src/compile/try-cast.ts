import { isSemiStructured, typeName, type SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import type { Typed } from './typed.js';

/**
 * TRY_CAST: NULL where the cast fails. It reads text alone; a semi-structured value may only become what it is already.
 *
 * @throws SnowflakeError 001065 for a value of any other type.
 */
export function tryCast(compiler: Compiler, value: Typed, target: SqlType): Typed {
  const { type } = value;
  const fits = type.kind === 'text' || type.kind === 'null' || isSameFamily(type, target);
  if (!fits) {
    throw refusal(compiler, type, target);
  }
  return castTo(compiler, value, target, 'try');
}

/**
 * TRY_TO_DATE and its kin, which a bare NULL is no text to either.
 *
 * @throws SnowflakeError 001065 for what is no text.
 */
export function requireText(compiler: Compiler, { type }: Typed, target: SqlType): void {
  if (type.kind !== 'text') {
    throw refusal(compiler, type, target);
  }
}

function isSameFamily(type: SqlType, target: SqlType): boolean {
  return isSemiStructured(type) && (target.kind === 'variant' || target.kind === type.kind);
}

function refusal({ faults }: Compiler, type: SqlType, target: SqlType): Error {
  const types = `${typeName(type)} and ${typeName(target)}`;
  return faults.statement('001065', '22023', `Function TRY_CAST cannot be used with arguments of types ${types}`);
}
