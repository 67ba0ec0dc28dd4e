import type { Outcome } from '../commands/command.js';
import type { StatementControl } from '../statement.js';
import { toResult } from './statement-result.js';

const KEPT = 50;

/** Results of statements that ran inside of others, which the wire room never saw: the latest 50. */
export class NestedResults {
  readonly #outcomes = new Map<string, Outcome>();

  keep(queryId: string, outcome: Outcome): void {
    this.#outcomes.set(queryId, outcome);
    const [oldest] = this.#outcomes.keys();
    if (this.#outcomes.size > KEPT && oldest !== undefined) {
      this.#outcomes.delete(oldest);
    }
  }

  /** The session's control, which finds these results too. */
  over(control: StatementControl): StatementControl {
    return {
      cancelQuery: (id) => control.cancelQuery(id),
      cancelAllQueries: (sessionId, except) => control.cancelAllQueries(sessionId, except),
      history: () => control.history(),
      queryIdsOf: (sessionId) => control.queryIdsOf(sessionId),
      resultOf: async (id, user) => {
        const outcome = this.#outcomes.get(id);
        return outcome === undefined ? control.resultOf(id, user) : toResult(outcome);
      },
    };
  }
}
