import type { Connection, RowStatement, SnowflakeError, StatementOption } from 'snowflake-sdk';
import snowflake from 'snowflake-sdk';
import type { LocalSnowflake } from 'snowpark-session-local';

snowflake.configure({ logLevel: 'OFF' });

/** An engine, or all that a client has to know of one. */
type Unneeded = 'database' | 'schema' | 'warehouse' | 'role';
type Reachable = { readonly connectionOptions: Omit<LocalSnowflake['connectionOptions'], Unneeded> };

/** The real driver's connection options for an engine. */
export function driverOptions(engine: Reachable): Parameters<typeof snowflake.createConnection>[0] {
  const { user, ...rest } = engine.connectionOptions;
  return { ...rest, username: user };
}

/** Connects the real driver. */
export async function connect(
  engine: Reachable,
  more: Partial<Parameters<typeof snowflake.createConnection>[0]> = {},
): Promise<Connection> {
  const connection = snowflake.createConnection({ ...driverOptions(engine), ...more });
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
  return connection;
}

export interface Executed {
  readonly rows: readonly (readonly unknown[])[];
  readonly statement: RowStatement;
}

export interface Running {
  readonly statement: RowStatement;
  readonly done: Promise<Executed>;
}

/** Starts a statement and does not wait for its end. */
export function start(connection: Connection, sqlText: string, more: Partial<StatementOption> = {}): Running {
  let statement: RowStatement | undefined;
  const done = new Promise<Executed>((resolve, reject) => {
    const complete: StatementOption['complete'] = (error, ended, rows) => {
      if (error) {
        reject(error);
      } else {
        resolve({ statement: ended, rows: rows ?? [] });
      }
    };
    statement = connection.execute({ sqlText, rowMode: 'array', ...more, complete });
  });
  if (statement === undefined) {
    throw new Error('the driver gave no statement');
  }
  return { statement, done };
}

/** Runs a statement to its end. */
export function run(connection: Connection, sqlText: string, more: Partial<StatementOption> = {}): Promise<Executed> {
  return start(connection, sqlText, more).done;
}

/** Cancels a statement; gives the driver's error when the server refused. */
export function cancel({ statement }: Running): Promise<SnowflakeError | undefined> {
  return new Promise((resolve) => statement.cancel((error) => resolve(error ?? undefined)));
}

export function destroy(connection: Connection): Promise<SnowflakeError | undefined> {
  return new Promise((resolve) => connection.destroy((error) => resolve(error ?? undefined)));
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<SnowflakeError> {
  try {
    await promise;
  } catch (error) {
    return error as SnowflakeError;
  }
  throw new Error('it was expected to fail');
}

/** A statement that runs in the database until it is cancelled. */
export const ENDLESS =
  'with recursive t(n) as (select 1 union all select n + 1 from t where n < 1000000000) select count(*) from t';

/** A block that does the same, and holds back what its session is asked for next. */
export const ENDLESS_BLOCK = `begin ${ENDLESS}; end`;

/** So many rows, of one number each, in any order. */
export function manyRows(count: number): string {
  const digits = Array.from({ length: 10 }, (_, digit) => `select ${digit} as n`).join(' union all ');
  const number = 'a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n';
  return `with digits as (${digits}) select ${number} as n, 'row ' || (${number}) as label
    from digits a, digits b, digits c, digits d, digits e where ${number} < ${count}`;
}

/** Waits until a condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 80_000;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error('it never came to be');
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
