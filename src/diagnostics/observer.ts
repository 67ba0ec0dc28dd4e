import type { SnowparkError } from '../errors.js';
import type { Answer, DiagnosticEvent, Operation, Outcome } from './events.js';

/** Listens to what happens: a log, a trace, a metric, a history. What it throws is ignored. */
export interface Observer {
  /** An operation begins. What is returned is told how it goes on; undefined when that is of no interest. */
  begin?(operation: Operation): OperationObserver | undefined;
  /** Something has happened. */
  note?(event: DiagnosticEvent): void;
}

/** Listens to one operation. */
export interface OperationObserver {
  /** Names the operation to the server, as the W3C's Trace Context spells it. */
  readonly traceparent?: string | undefined;
  /** Makes the call that begins the work, in a context of its own; must return what the call returns. */
  run?<Result>(call: () => Result): Result;
  answered?(answer: Answer): void;
  /** It is stopped, and the server is asked to cancel it. */
  stopped?(reason: SnowparkError): void;
  ended?(outcome: Outcome): void;
}
