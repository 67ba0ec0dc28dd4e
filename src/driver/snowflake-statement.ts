import { toStatementError } from './errors.js';
import type { NativeConnection, NativeStatement } from './native.js';
import type { DriverResult, DriverStatement, StatementRequest } from './port.js';
import { readWithDriver } from './readers/driver-reader.js';
import type { DriverSockets } from './sockets.js';

/** What a statement needs to know of its connection. */
export interface StatementContext {
  /** Where it goes, for messages. */
  readonly host: string;
  /** How long a result may send neither row nor byte, in milliseconds. */
  readonly stallMs: number;
}

/** One statement in the driver's hands. */
export class SnowflakeDriverStatement implements DriverStatement {
  readonly result: Promise<DriverResult>;
  readonly #sockets: DriverSockets;
  #native: NativeStatement | undefined;

  constructor(
    connection: NativeConnection,
    request: StatementRequest,
    options: StatementContext,
    sockets: DriverSockets,
  ) {
    this.#sockets = sockets;
    this.result = new Promise((resolve, reject) => {
      const fail = (error: unknown): void => reject(toStatementError(error, options.host, this.queryId));
      try {
        this.#native = sockets.run(() =>
          connection.execute({
            sqlText: request.sqlText,
            binds: request.binds,
            ...(request.parameters === undefined ? {} : { parameters: { ...request.parameters } }),
            ...(request.describeOnly === true ? { describeOnly: true } : {}),
            // Without it the driver reads all rows first, and asks for a failed result a second time.
            streamResult: true,
            rowMode: 'array',
            // Must not throw: the driver swallows or dies of what is thrown here.
            complete: (error, statement) => {
              try {
                resolve(toResult(error, statement, options, sockets));
              } catch (failure) {
                fail(failure);
              }
            },
          }),
        );
      } catch (error) {
        fail(error);
      }
    });
  }

  get queryId(): string | undefined {
    return this.#native?.getQueryId();
  }

  cancel(): Promise<void> {
    const native = this.#native;
    if (native === undefined) {
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#sockets.run(() => native.cancel(() => resolve())));
  }
}

function toResult(
  error: unknown,
  statement: NativeStatement | undefined,
  options: StatementContext,
  sockets: DriverSockets,
): DriverResult {
  if ((error !== undefined && error !== null) || statement === undefined) {
    throw toStatementError(error, options.host, statement?.getQueryId());
  }
  const queryId = statement.getQueryId() ?? '';
  const rowCount = statement.getNumRows();
  const names = statement.getSessionState();
  return {
    queryId,
    rowCount,
    columns: (statement.getColumns() ?? []).map((column) => ({
      name: column.getName(),
      type: column.getType().toLowerCase(),
      nullable: column.isNullable(),
      precision: column.getPrecision() ?? undefined,
      scale: column.getScale() ?? undefined,
    })),
    names: {
      database: names?.getCurrentDatabase() ?? undefined,
      schema: names?.getCurrentSchema() ?? undefined,
      warehouse: names?.getCurrentWarehouse() ?? undefined,
      role: names?.getCurrentRole() ?? undefined,
    },
    async *batches(signal) {
      const reader = readWithDriver(statement, {
        queryId,
        rowCount,
        stallMs: options.stallMs,
        signal,
        progress: () => sockets.bytesRead,
      });
      try {
        yield* reader;
      } catch (failure) {
        throw toStatementError(failure, options.host, queryId);
      }
    },
  };
}
