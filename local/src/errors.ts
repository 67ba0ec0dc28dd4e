/** An error as Snowflake's server answers it: the wire room puts these fields into the error envelope. */
export class SnowflakeError extends Error {
  override readonly name = 'SnowflakeError';
  /** Six digits, such as `002003`. */
  readonly code: string;
  /** Five characters, such as `42S02`. */
  readonly sqlState: string;
  /** Line of the fault in the statement, from 1; -1 when unknown. */
  readonly line: number;
  /** Column of the fault, from 0; -1 when unknown. */
  readonly position: number;

  constructor(code: string, sqlState: string, message: string, place: { line: number; position: number } = NOWHERE) {
    super(message);
    this.code = code;
    this.sqlState = sqlState;
    this.line = place.line;
    this.position = place.position;
  }
}

const NOWHERE = { line: -1, position: -1 } as const;

/** Whatever was thrown, as an error. */
export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
