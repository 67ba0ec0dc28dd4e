import { quietly } from '../quietly.js';
import type { DiagnosticEvent, Operation } from './events.js';
import type { Observer, OperationObserver } from './observer.js';
import { OperationReport } from './operation-report.js';

/**
 * The one point to which a session and a connection report what they do. Logs, traces, metrics and histories listen here,
 * and nowhere else.
 */
export class Diagnostics {
  #observers: readonly Observer[];

  constructor(observers: readonly Observer[] = []) {
    this.#observers = observers;
  }

  /** False when nobody listens: then nothing need be prepared. */
  get isObserved(): boolean {
    return this.#observers.length > 0;
  }

  /** Listens from now on; the returned function ends it. */
  add(observer: Observer): () => void {
    this.#observers = [...this.#observers, observer];
    return () => {
      this.#observers = this.#observers.filter((other) => other !== observer);
    };
  }

  /** Another point with the same listeners, to which others can be added. */
  fork(): Diagnostics {
    return new Diagnostics(this.#observers);
  }

  /** An operation begins. */
  begin(operation: Operation): OperationReport {
    const observers: OperationObserver[] = [];
    for (const observer of this.#observers) {
      quietly(() => {
        const begun = observer.begin?.(operation);
        if (begun !== undefined) {
          observers.push(begun);
        }
      });
    }
    return new OperationReport(observers);
  }

  /** Something has happened. */
  note(event: DiagnosticEvent): void {
    for (const observer of this.#observers) {
      quietly(() => observer.note?.(event));
    }
  }
}
