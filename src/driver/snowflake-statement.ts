import { isCount, readColumn } from './column-metadata.js';
import { toStatementError } from './errors.js';
import type { NativeResultOptions, NativeStatement } from './native.js';
import type { DriverResult, DriverStatement, StatementRequest } from './port.js';
import { invalidResult } from './readers/invalid-result.js';
import { readRows, type ResultReading } from './readers/read-rows.js';
import { toReservedNameError } from './reserved-names.js';
import type { DriverSockets } from './sockets.js';
import { holdUmask } from './umask.js';

/** What a statement needs to know of its connection. */
export interface StatementContext {
  /** Where it goes, for messages. */
  readonly host: string;
  /** How long a result may send neither row nor byte, in milliseconds. */
  readonly stallMs: number;
  readonly reading: ResultReading;
}

/** Hands a statement to the driver. */
export type SendStatement = (options: NativeResultOptions) => NativeStatement;

/** What is known of a statement before the driver has it. */
export interface StatementTraits extends Pick<StatementRequest, 'sqlText' | 'isAsync'> {
  /** True when its result is only fetched: it is not ours to cancel. */
  readonly isFetch?: boolean;
}

/** The driver takes these two by their first letters. */
const FILE_TRANSFER = /^\s*(?:put|get)\b/i;

/** One statement in the driver's hands. */
export class SnowflakeDriverStatement implements DriverStatement {
  readonly result: Promise<DriverResult>;
  readonly #sockets: DriverSockets;
  readonly #isFetch: boolean;
  #native: NativeStatement | undefined;

  constructor(send: SendStatement, traits: StatementTraits, options: StatementContext, sockets: DriverSockets) {
    this.#sockets = sockets;
    this.#isFetch = traits.isFetch ?? false;
    const receive = async (): Promise<DriverResult> =>
      new Promise((resolve, reject) => {
        const results: DriverResult[] = [];
        const fail = (error: unknown): void =>
          reject(toReservedNameError(error, traits.sqlText) ?? toStatementError(error, options.host, this.queryId));
        const take = (statement: NativeStatement, record: unknown): void => {
          if (traits.isAsync === true) {
            resolve(toSubmission(statement));
            return;
          }
          if (statement.getColumns() === undefined) {
            // The head of several statements: the driver asks for the first result by itself.
            return;
          }
          results.push(toResult(statement, record, options));
          if (statement.hasNext?.() === true) {
            sockets.send(() => statement.NextResult?.());
          } else {
            const [first = toSubmission(statement), ...following] = results;
            resolve({ ...first, following });
          }
        };
        try {
          this.#native = sockets.send(() =>
            send({
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
                  take(statement, this);
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
    // A file goes to or comes from any host.
    this.result = FILE_TRANSFER.test(traits.sqlText) ? sockets.follow(receive).finally(holdUmask()) : receive();
    sockets.expectRequests(() => [this.queryId, this.#native?.getRequestId?.()], this.result);
  }

  get queryId(): string | undefined {
    return this.#native?.getQueryId();
  }

  cancel(): Promise<void> {
    const native = this.#native;
    if (native === undefined || this.#isFetch) {
      return Promise.resolve();
    }
    return this.#sockets.follow(async () => new Promise((resolve) => native.cancel(() => resolve())));
  }
}

function readName(name: unknown): string | undefined {
  return typeof name === 'string' ? name : undefined;
}

/** What is known of a statement that has only been taken: the driver's own functions for the rest fail. */
function toSubmission(statement: NativeStatement): DriverResult {
  return {
    queryId: statement.getQueryId() ?? '',
    rowCount: 0,
    columns: [],
    names: { database: undefined, schema: undefined, warehouse: undefined, role: undefined },
    following: [],
    async *batches() {},
  };
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
    columns: columns.map((column) => readColumn(column, queryId)),
    names: {
      database: readName(names?.getCurrentDatabase()),
      schema: readName(names?.getCurrentSchema()),
      warehouse: readName(names?.getCurrentWarehouse()),
      role: readName(names?.getCurrentRole()),
    },
    following: [],
    async *batches(signal, transfer) {
      try {
        if (!isCount(rowCount) || (rowCount > 0 && columns.length === 0)) {
          throw invalidResult('does not say how many rows it has, or of which columns', queryId);
        }
        yield* readRows(statement, record, options.reading, {
          queryId,
          rowCount,
          width: columns.length,
          stallMs: options.stallMs,
          signal,
          transfer,
        });
      } catch (failure) {
        throw toStatementError(failure, options.host, queryId);
      }
    },
  };
}
