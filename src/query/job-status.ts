/**
 * The state of a statement, in the server's words: `RUNNING`, `QUEUED`, `BLOCKED`, `SUCCESS`, `FAILED_WITH_ERROR`,
 * `ABORTED` … `NO_DATA` when the server does not know it, or not yet.
 */
export type JobStatus = string;

/** The statement has not ended. One that waits for a lock is BLOCKED, and runs on when it gets it. */
const RUNNING: ReadonlySet<JobStatus> = new Set([
  'RUNNING',
  'QUEUED',
  'BLOCKED',
  'RESUMING_WAREHOUSE',
  // Spelled so by the server.
  'QUEUED_REPARING_WAREHOUSE',
  'QUEUED_REPAIRING_WAREHOUSE',
  'RESTARTED',
  'ABORTING',
]);

const FAILED: ReadonlySet<JobStatus> = new Set([
  'FAILED_WITH_ERROR',
  'FAILED_WITH_INCIDENT',
  'ABORTED',
  'ABORTING',
  'DISCONNECTED',
]);

/** The server does not know the statement: it has just been taken, or never was. */
export const NO_DATA: JobStatus = 'NO_DATA';

/** The state in our spelling: the driver has a word of its own for an empty answer. */
export function toJobStatus(status: string): JobStatus {
  return status === 'NO_QUERY_DATA' ? NO_DATA : status;
}

/** True while a statement may still run. */
export function isRunning(status: JobStatus): boolean {
  return RUNNING.has(status) || status === NO_DATA;
}

/** True for a statement that ended, or is about to end, without a result. */
export function isFailure(status: JobStatus): boolean {
  return FAILED.has(status);
}
