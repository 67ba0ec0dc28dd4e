import { SqlError } from '../errors.js';
import { checkCollectOptions, type CollectOptions } from '../query/collect-options.js';
import { FrameSource } from '../query/frame-source.js';
import { checkName } from '../query/identifiers.js';
import { allRows } from '../query/row-batches.js';
import type { BindValue } from '../query/binds.js';
import type { OpenResult } from '../query/open-result.js';
import type { Statements } from '../query/statements.js';

/** What `Session.call` takes. */
export interface CallOptions extends CollectOptions {
  /**
   * What the procedure gives: one `value`, or the `rows` of a table. `auto` takes the one column of a single row that is
   * named after the procedure for its value, which is what the server makes of one, and all else for rows.
   *
   * @defaultValue `'auto'`
   */
  readonly returns?: 'auto' | 'value' | 'rows' | undefined;
}

const RETURNS: readonly unknown[] = ['auto', 'value', 'rows'];

/** Calls a procedure with its arguments as binds. */
export async function callProcedure(
  statements: Statements,
  name: string,
  args: readonly BindValue[],
  options: CallOptions,
): Promise<unknown> {
  const path = checkName('call: name', name);
  if (!Array.isArray(args)) {
    throw new SqlError('call: args must be an array of values.', { code: 'ARGUMENT_INVALID' });
  }
  checkCollectOptions(options);
  if (options.returns !== undefined && !RETURNS.includes(options.returns)) {
    throw new SqlError(`call: returns must be 'auto', 'value' or 'rows'.`, { code: 'ARGUMENT_INVALID' });
  }
  const source = new FrameSource(statements, `call ${path}(${args.map(() => '?').join(', ')})`, args);
  return source.run(options, async (result) => {
    if (options.returns === 'rows' || (options.returns !== 'value' && !isValue(result, path))) {
      return allRows(result, options);
    }
    const [row] = await allRows(result, { ...options, schema: undefined, rowMode: 'array' });
    return Array.isArray(row) ? row[0] : undefined;
  });
}

function isValue({ columns, rowCount }: OpenResult, path: string): boolean {
  const [only] = columns;
  const last = /(?:"((?:[^"]|"")*)"|([^."]+))$/.exec(path);
  const name = last?.[1]?.replaceAll('""', '"') ?? last?.[2]?.toUpperCase();
  return columns.length === 1 && rowCount === 1 && only?.name === name;
}
