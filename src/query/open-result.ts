import type { OperationReport } from '../diagnostics/operation-report.js';
import type { DriverResult, RowBatch, TransferCount } from '../driver/port.js';
import type { RunningStatement } from './running-statement.js';

/** A result whose rows are read while its statement stays stoppable. */
export interface OpenResult extends Omit<DriverResult, 'batches' | 'following'> {
  readonly following: readonly OpenResult[];
  /** The rows; `transfer` is kept up to date. */
  batches(transfer?: TransferCount): AsyncGenerator<RowBatch, void, undefined>;
}

/** A result of a statement, whose rows are counted where somebody listens. */
export function openResult(
  statement: RunningStatement,
  result: DriverResult,
  report: OperationReport | undefined,
): OpenResult {
  return {
    ...result,
    following: result.following.map((next) => openResult(statement, next, report)),
    batches: (transfer) => {
      const batches = statement.batches(result, transfer);
      return report === undefined ? batches : report.count(batches);
    },
  };
}
