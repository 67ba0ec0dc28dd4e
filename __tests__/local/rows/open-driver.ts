import { toDriverOptions } from '../../../src/authentication/to-driver-options.js';
import { systemSources } from '../../../src/config/environment.js';
import { resolveConnection } from '../../../src/config/resolve.js';
import type { DriverConnection, DriverResult, WireRow } from '../../../src/driver/port.js';
import { login } from '../../../src/driver/snowflake.js';
import type { ScriptedServer } from './scripted-server.js';

export type Reader = 'direct' | 'driver';

/** The real driver, logged in to the scripted server. */
export async function openDriver(
  { port }: ScriptedServer,
  resultReader: Reader,
  stallMs = 20_000,
): Promise<DriverConnection> {
  const options = {
    account: 'scripted',
    user: 'user',
    password: 'password',
    host: '127.0.0.1',
    port,
    protocol: 'http',
    result_reader: resultReader,
  };
  const settings = resolveConnection([{ source: 'the test', options }], systemSources());
  return login({ ...(await toDriverOptions(settings)), stallMs }).connection;
}

export async function query(connection: DriverConnection, sqlText = 'select'): Promise<DriverResult> {
  return connection.execute({ sqlText, binds: [] }).result;
}

/** All rows of a result, as they are on the wire. */
export async function readAll(result: DriverResult, signal = new AbortController().signal): Promise<WireRow[]> {
  const rows: WireRow[] = [];
  for await (const batch of result.batches(signal)) {
    rows.push(...batch);
  }
  return rows;
}

/** The error a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`expected a failure, but got ${JSON.stringify(value)?.slice(0, 200)}`);
    },
    (error: unknown) => error,
  );
}
