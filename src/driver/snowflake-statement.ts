import { toStatementError } from './errors.js';
import type { NativeConnection, NativeStatement } from './native.js';
import type { DriverResult, DriverStatement, StatementRequest } from './port.js';
import { readRows, type ResultReading } from './readers/read-rows.js';
import { toReservedNameError } from './reserved-names.js';
import type { DriverSockets } from './sockets.js';

/** What a statement needs to know of its connection. */
export interface StatementContext {
  /** Where it goes, for messages. */
  readonly host: string;
  /** How long a result may send neither row nor byte, in milliseconds. */
  readonly stallMs: number;
  readonly reading: ResultReading;
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
      const fail = (error: unknown): void =>
        reject(toReservedNameError(error, request.sqlText) ?? toStatementError(error, options.host, this.queryId));
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
            complete(error, statement) {
              if ((error !== undefined && error !== null) || statement === undefined) {
                fail(error);
                return;
              }
              try {
                resolve(toResult(statement, this, options));
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

/** `record` is the driver's own of the statement. */
function toResult(statement: NativeStatement, record: unknown, options: StatementContext): DriverResult {
  const queryId = statement.getQueryId() ?? '';
  const rowCount = statement.getNumRows();
  const names = statement.getSessionState();
  const columns = statement.getColumns() ?? [];
  return {
    queryId,
    rowCount,
    columns: columns.map((column) => ({
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
      try {
        yield* readRows(statement, record, options.reading, {
          queryId,
          rowCount,
          width: columns.length,
          stallMs: options.stallMs,
          signal,
        });
      } catch (failure) {
        throw toStatementError(failure, options.host, queryId);
      }
    },
  };
}
