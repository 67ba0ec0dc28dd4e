import type { SnowflakeError } from '../errors.js';
import { typeName, type SqlType } from '../types/sql-type.js';
import type { Compiler } from './compiler.js';

/** 001007: no cast leads from one type to the other. */
export function noCast(compiler: Compiler, from: SqlType, to: SqlType): SnowflakeError {
  const message = `invalid type [CAST(${typeName(from)} AS ${typeName(to)})] for parameter '${conversionOf(to)}'`;
  return compiler.faults.statement('001007', '22023', message);
}

/** The function that stands for a cast. */
function conversionOf(target: SqlType): string {
  if (target.kind === 'timestamp') {
    return `TO_TIMESTAMP_${target.zone.toUpperCase()}`;
  }
  return `TO_${target.kind === 'float' ? 'DOUBLE' : target.kind === 'text' ? 'VARCHAR' : target.kind.toUpperCase()}`;
}
