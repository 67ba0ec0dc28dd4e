import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Column } from '../catalog/model.js';
import { printPath } from '../compile/faults.js';
import { withoutNumbers } from '../compile/sequences.js';
import { SnowflakeError } from '../errors.js';
import type { NamePath } from '../syntax/ast.js';
import type { StatementContext } from './command.js';

/** The values a statement puts into columns of a table, to be looked at again when one of them cannot be had. */
export interface WrittenValues {
  readonly columns: readonly Pick<Column, 'name' | 'nullable'>[];
  /** A query for what some of the columns get, by their places: `v1`, `v2` … */
  rows(places: readonly number[]): string;
  /** The same before it is made fit for the columns, where Snowflake names no column for a value it cannot compute. */
  computed?(places: readonly number[]): string;
  readonly values?: readonly DuckDBValue[];
  readonly types?: readonly DuckDBType[];
}

/** The values of expressions over a source: `FROM` and what follows it. */
export function valuesFrom(
  columns: WrittenValues['columns'],
  cells: readonly string[],
  from: string,
  computed?: readonly string[],
): WrittenValues {
  const query =
    (of: readonly string[]) =>
    (places: readonly number[]): string =>
      `SELECT ${['1', ...places.map((place, at) => `${of[place] ?? 'NULL'} AS v${at + 1}`)].join(', ')} ${from}`;
  return { columns, rows: query(cells), ...(computed === undefined ? {} : { computed: query(computed) }) };
}

/**
 * Runs a change of a table's rows. A value that cannot be had is told with the table, as the statement writes its name, and
 * with the first column it was meant for; what fails elsewhere, such as a condition, is told as it is.
 */
export async function namingColumns<T>(
  context: StatementContext,
  table: NamePath | readonly string[],
  written: readonly WrittenValues[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SnowflakeError) || !isOfValue(error)) {
      throw error;
    }
    for (const values of written) {
      const found = await find(context, values, error).catch((other: unknown) => {
        if (context.request.signal.aborted) {
          throw other;
        }
        // Whatever else goes wrong while looking leaves the error as it was.
        return undefined;
      });
      if (found !== undefined) {
        const path = table.map((part) => (typeof part === 'string' ? part : part.text));
        const where = `DML operation to table ${printPath(path)} failed on column ${found.column} with error: `;
        throw new SnowflakeError(found.error.code, found.error.sqlState, where + found.error.message);
      }
    }
    throw error;
  }
}

/** Not a row that is there twice, nor what JavaScript throws. */
function isOfValue({ code }: SnowflakeError): boolean {
  return code.startsWith('100') && code !== '100090' && code !== '100132';
}

interface Found {
  readonly column: string;
  readonly error: SnowflakeError;
}

async function find(context: StatementContext, of: WrittenValues, error: SnowflakeError): Promise<Found | undefined> {
  if ((await failure(context, of, of.rows([]))) !== undefined) {
    return undefined;
  }
  // An array's item may be what must not be NULL: that cannot be computed.
  const missing = error.code === NO_NULL ? await firstNull(context, of).catch(() => undefined) : undefined;
  if (missing !== undefined) {
    return { column: missing, error };
  }
  const all = of.columns.map((_, place) => place);
  // Half of what is left at a time, so that many rows of VALUES are computed about once more and a query a few times.
  let [good, bad] = [0, all.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if ((await failure(context, of, of.rows(all.slice(good, middle)))) === undefined) {
      good = middle;
    } else {
      bad = middle;
    }
  }
  const own = await failure(context, of, of.rows([good]));
  const column = of.columns[good]?.name;
  const incomputable = of.computed !== undefined && (await failure(context, of, of.computed([good]))) !== undefined;
  return own === undefined || column === undefined || incomputable ? undefined : { column, error: own };
}

const NO_NULL = '100072';

/** What computing a query's values fails with. */
async function failure(
  context: StatementContext,
  { values, types }: WrittenValues,
  rows: string,
): Promise<SnowflakeError | undefined> {
  try {
    // A hash needs the value itself, where a count would do without.
    await context.run(withoutNumbers(`SELECT bit_xor(hash(v)) FROM (${rows}) AS v`), values, types);
    return undefined;
  } catch (error) {
    if (error instanceof SnowflakeError && isOfValue(error)) {
      return error;
    }
    throw error;
  }
}

async function firstNull(context: StatementContext, of: WrittenValues): Promise<string | undefined> {
  const places = of.columns.flatMap(({ nullable }, place) => (nullable ? [] : [place]));
  const missing = places.map((_, at) => `bool_or(v${at + 1} IS NULL)`).join(', ');
  const result = await context.run(withoutNumbers(`SELECT ${missing} FROM (${of.rows(places)})`), of.values, of.types);
  const [row = []] = await result.getRows();
  return of.columns[places[row.indexOf(true)] ?? -1]?.name;
}
