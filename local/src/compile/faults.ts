import { SnowflakeError } from '../errors.js';
import { quoteName } from '../lexer.js';
import type { Name, NamePath, Span } from '../syntax/ast.js';
import { placeOf } from '../syntax/place.js';

/** A name as Snowflake prints it: in quotes only when it needs them. */
export function printName(name: string): string {
  return /^(?:[A-Z_][A-Z0-9_$]*|\$\d+)$/.test(name) ? name : quoteName(name);
}

/** A dotted name as Snowflake prints it. */
export function printPath(path: readonly string[]): string {
  return path.map(printName).join('.');
}

/** The texts of a path's names. */
export function textsOf(path: NamePath): string[] {
  return path.map((name: Name) => name.text);
}

/** The errors of compiling one statement, each with its place in the text. */
export class Faults {
  readonly #sql: string;

  constructor(sql: string) {
    this.#sql = sql;
  }

  /** 000904: no such column. */
  invalidIdentifier(path: readonly string[], span: Span): SnowflakeError {
    return this.#at('000904', '42000', `invalid identifier '${printPath(path)}'`, span);
  }

  /** 002028: two sources have the column. */
  ambiguous(name: string, span: Span): SnowflakeError {
    const place = placeOf(this.#sql, span.start);
    return new SnowflakeError('002028', '42601', `SQL compilation error:\nambiguous column name '${name}'`, place);
  }

  /** 002140: no such function. */
  unknownFunction(name: string, span: Span): SnowflakeError {
    const place = placeOf(this.#sql, span.start);
    return new SnowflakeError('002140', '42601', `SQL compilation error:\nUnknown function ${name}.`, place);
  }

  /** 000938 and 000939: a call with too few or too many arguments. */
  wrongArity(call: string, expected: number, got: number, span: Span): SnowflakeError {
    const few = got < expected;
    const text = `${few ? 'not enough' : 'too many'} arguments for function [${call}]${few ? ',' : ''} expected ${expected}, got ${got}`;
    return this.#at(few ? '000938' : '000939', '22023', text, span);
  }

  /** 001044: arguments of a type the function does not take. */
  invalidTypes(call: string, types: readonly string[], span: Span): SnowflakeError {
    return this.#at('001044', '42P13', `Invalid argument types for function '${call}': (${types.join(', ')})`, span);
  }

  /** Any other compilation error at a place. */
  compilation(code: string, sqlState: string, message: string, span: Span): SnowflakeError {
    return this.#at(code, sqlState, message, span);
  }

  /** A compilation error that Snowflake tells no place of. */
  statement(code: string, sqlState: string, message: string): SnowflakeError {
    return new SnowflakeError(code, sqlState, `SQL compilation error:\n${message}`);
  }

  #at(code: string, sqlState: string, message: string, span: Span): SnowflakeError {
    const place = placeOf(this.#sql, span.start);
    const where = `error line ${place.line} at position ${place.position}`;
    return new SnowflakeError(code, sqlState, `SQL compilation error: ${where}\n${message}`, place);
  }
}

/** 000002: what Snowflake has and this engine does not. */
export function unsupported(what: string): SnowflakeError {
  return new SnowflakeError('000002', '0A000', `Unsupported feature '${what}' in local testing.`);
}

/** 002003: the object is not there. */
export function doesNotExist(kind: string, path: readonly string[]): SnowflakeError {
  const sqlState = kind === 'Object' || kind === 'Table' || kind === 'View' ? '42S02' : '02000';
  return new SnowflakeError(
    '002003',
    sqlState,
    `SQL compilation error:\n${kind} '${printPath(path)}' does not exist or not authorized.`,
  );
}

/** 002043: the database or schema to go to, or to look into, is not there. */
export function noSuchPlace(): SnowflakeError {
  return new SnowflakeError(
    '002043',
    '02000',
    'SQL compilation error:\nObject does not exist, or operation cannot be performed.',
  );
}

/** 002002: the object is already there. */
export function alreadyExists(path: readonly string[]): SnowflakeError {
  return new SnowflakeError('002002', '42710', `SQL compilation error:\nObject '${printPath(path)}' already exists.`);
}

/** 090106: the database is known, and nothing says in which of its schemas a name is to be looked up. */
export function noCurrentSchema(action: string): SnowflakeError {
  return new SnowflakeError(
    '090106',
    '22000',
    `Cannot perform ${action}. This session does not have a current schema. Call 'USE SCHEMA', or use a qualified name.`,
  );
}

/** 090105: nothing says in which database a name is to be looked up. */
export function noCurrentDatabase(action: string): SnowflakeError {
  return new SnowflakeError(
    '090105',
    '22000',
    `Cannot perform ${action}. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.`,
  );
}
