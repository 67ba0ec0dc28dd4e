import { readFile } from 'node:fs/promises';
import { quoteName } from './lexer.js';
import type { Bind, Cell, SqlEngine, SqlSession } from './statement.js';
import { SnowflakeError } from './errors.js';

/** A cell of a seeded row. A Date is a TIMESTAMP_NTZ in UTC; an object or array a VARIANT; undefined is NULL. */
export type SeedCell = string | number | bigint | boolean | Date | null | undefined | object;

/** What a test starts from. */
export interface Seed {
  /** SQL files, run in this order, each with any number of statements. @defaultValue none */
  readonly files?: readonly (string | URL)[];
  /**
   * Rows by table. A name is written as in SQL, `pets` or `db.schema.pets`; keys are column names in any case. A table
   * that does not exist is made, with the types of its first values.
   *
   * @defaultValue none
   */
  readonly tables?: Readonly<Record<string, readonly Readonly<Record<string, SeedCell>>[]>>;
}

/**
 * Runs a seed in a session.
 *
 * @throws Error naming the file or table, with the statement's error as its cause
 */
export async function runSeed(
  engine: SqlEngine,
  session: SqlSession,
  { files = [], tables = {} }: Seed,
): Promise<void> {
  for (const file of files) {
    await during(`file ${String(file)}`, async () => {
      for (const statement of engine.splitStatements(await readFile(file, 'utf8'))) {
        await execute(session, statement);
      }
    });
  }
  for (const [table, rows] of Object.entries(tables)) {
    await during(`table ${table}`, () => fillTable(session, table, rows));
  }
}

async function during(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`seed: ${what}: ${why}`, { cause: error });
  }
}

async function execute(session: SqlSession, sql: string, binds: Readonly<Record<string, Bind>> = {}): Promise<void> {
  const signal = new AbortController().signal;
  const result = await session.execute({ sql, binds, queryId: 'seed', describeOnly: false, parameters: {}, signal });
  for await (const rows of result.rows) {
    void rows;
  }
}

async function fillTable(
  session: SqlSession,
  table: string,
  rows: readonly Readonly<Record<string, SeedCell>>[],
): Promise<void> {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (keys.length === 0) {
    throw new TypeError('there are no rows with a column; give one row at least.');
  }
  const columns = keys.map((key) => ({
    name: quoteName(key.toUpperCase()),
    cells: rows.map((row) => row[key] ?? null),
  }));
  const types = columns.map(({ cells }) => typeOf(cells.find((cell) => cell !== null)));
  if (!(await exists(session, table))) {
    await execute(
      session,
      `create table ${table} (${columns.map(({ name }, at) => `${name} ${types[at]}`).join(', ')})`,
    );
  }
  const binds = Object.fromEntries(
    columns.map(({ cells }, at) => [String(at + 1), { type: 'TEXT', value: cells.map(toText) }]),
  );
  const values = columns.map((_, at) => (types[at] === 'variant' ? 'parse_json(?)' : '?'));
  const names = columns.map(({ name }) => name).join(', ');
  const target = `insert into ${table} (${names})`;
  await (types.includes('variant')
    ? fillRowByRow(session, `${target} select ${values.join(', ')}`, binds)
    : execute(session, `${target} values (${values.join(', ')})`, binds));
}

/** VALUES takes no PARSE_JSON, and SELECT no array of binds. */
async function fillRowByRow(session: SqlSession, sql: string, binds: Readonly<Record<string, Bind>>): Promise<void> {
  const [first] = Object.values(binds);
  const count = Array.isArray(first?.value) ? first.value.length : 0;
  for (let row = 0; row < count; row += 1) {
    const one = Object.entries(binds).map(([key, { type, value }]): [string, Bind] => [
      key,
      { type, value: Array.isArray(value) ? (value[row] ?? null) : value },
    ]);
    await execute(session, sql, Object.fromEntries(one));
  }
}

async function exists(session: SqlSession, table: string): Promise<boolean> {
  try {
    await execute(session, `describe table ${table}`);
    return true;
  } catch (error) {
    if (error instanceof SnowflakeError && error.code === '002003') {
      return false;
    }
    throw error;
  }
}

function typeOf(cell: SeedCell): string {
  if (cell instanceof Date) {
    return 'timestamp_ntz';
  }
  switch (typeof cell) {
    case 'number':
      return Number.isInteger(cell) ? 'number(38,0)' : 'float';
    case 'bigint':
      return 'number(38,0)';
    case 'boolean':
      return 'boolean';
    case 'object':
      return cell === null ? 'varchar' : 'variant';
    case 'string':
    case 'undefined':
    case 'function':
    case 'symbol':
      return 'varchar';
    default:
      return cell satisfies never;
  }
}

function toText(cell: SeedCell): Cell {
  if (cell === null || cell === undefined) {
    return null;
  }
  if (cell instanceof Date) {
    return cell.toISOString().replace('T', ' ').replace('Z', '');
  }
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
