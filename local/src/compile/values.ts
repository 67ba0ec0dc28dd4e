import type { Expression } from '../syntax/ast.js';
import { sharedType } from './case.js';
import { castTo } from './casts.js';
import type { CompiledQuery, Compiler } from './compiler.js';
import type { Scope } from './scope.js';

/** Compiles VALUES: columns are COLUMN1, COLUMN2 …; each gets the type its rows share. */
export function compileValues(
  compiler: Compiler,
  rows: readonly (readonly Expression[])[],
  scope: Scope,
): CompiledQuery {
  const compiled = rows.map((row) => row.map((item) => compiler.expression(item, scope)));
  const width = compiled[0]?.length ?? 0;
  const span = rows[0]?.[0] ?? { start: 0, end: 0 };
  if (compiled.some((row) => row.length !== width)) {
    throw compiler.faults.compilation('001057', '42601', 'Values clause has rows of different length', span);
  }
  const columns = Array.from({ length: width }, (_, at) => {
    const values = compiled.flatMap((row) => row.slice(at, at + 1));
    return {
      name: `COLUMN${at + 1}`,
      type: sharedType(compiler, values),
      nullable: values.some((value) => value.nullable),
    };
  });
  const lines = compiled.map((row) => {
    const cells = row.map((value, at) => castTo(compiler, value, columns[at]?.type ?? value.type).sql);
    return `(${cells.join(', ')})`;
  });
  const names = columns.map((_, at) => `c${at + 1}`).join(', ');
  return { sql: `SELECT * FROM (VALUES ${lines.join(', ')}) AS ${compiler.nextAlias()}(${names})`, columns };
}
