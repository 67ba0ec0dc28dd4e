import type { NamePath } from '../syntax/ast.js';
import { INTEGER } from '../types/sql-type.js';
import type { Compiler } from './compiler.js';
import { textsOf } from './faults.js';
import { constant, type Typed } from './typed.js';

/** `seq.NEXTVAL`: the sequence's next number; undefined when the name is no such thing. */
export function nextValue(compiler: Compiler, path: NamePath): Typed | undefined {
  const names = textsOf(path);
  if (names.length < 2 || names.at(-1) !== 'NEXTVAL') {
    return undefined;
  }
  const [database, schema, name] = compiler.qualify(names.slice(0, -1));
  const sequence = compiler.environment.catalog.sequence(database, schema, name);
  return sequence === undefined ? undefined : constant(nextSql(sequence.physical), INTEGER);
}

/** The next number of a DuckDB sequence. */
export function nextSql(physical: string): string {
  return `CAST(nextval('${physical.replaceAll("'", "''")}') AS DECIMAL(38,0))`;
}

/** The same with 0 for each number of a sequence: run only to learn something, it would leave a gap. */
export function withoutNumbers(sql: string): string {
  return sql.replace(/\bnextval\('(?:[^']|'')*'\)/g, '0');
}
