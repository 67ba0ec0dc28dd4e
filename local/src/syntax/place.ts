/** A place in a statement: the line from 1, the column in it from 0. */
export interface Place {
  readonly line: number;
  readonly position: number;
}

/** Finds the line and column of an offset. */
export function placeOf(sql: string, offset: number): Place {
  const before = sql.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, position: offset - lastBreak - 1 };
}
