import type { DuckDBConnection } from '@duckdb/node-api';
import type { CatalogStore } from '../catalog/store.js';
import type { Clock } from '../clock.js';
import type { StageFiles } from '../stages/stage-files.js';
import type { NestedResults } from './nested-results.js';
import type { ReadingConnections } from './reading-connections.js';
import type { Runner } from './runner.js';
import type { RunningSlots } from './running-slots.js';
import type { SessionState } from './session-state.js';
import type { TableLocks } from './table-locks.js';
import type { Transaction, TransactionControl } from './transaction.js';

/** What statements of one session share. */
export interface SessionParts {
  readonly store: CatalogStore;
  readonly state: SessionState;
  readonly transaction: Transaction;
  readonly runner: Runner;
  readonly connection: DuckDBConnection;
  readonly stages: StageFiles;
  readonly clock: Clock;
  /** Results of statements that ran inside of others. */
  readonly nested: NestedResults;
  readonly slots: RunningSlots;
  readonly locks: TableLocks;
  readonly reading: ReadingConnections;
  /** What statements begin and end transactions with: the transaction itself, or the procedure they stand in. */
  readonly control: TransactionControl;
}
