import { asError } from './errors.js';

interface Waiting {
  readonly alone: () => boolean;
  readonly start: () => void;
}

interface Line {
  /** True while one works alone. */
  busy: boolean;
  /** How many have had their turn and not begun yet. */
  starting: number;
  readonly waiting: Waiting[];
}

/** Runs, and tells when it has begun. */
type Work<T> = (begun: () => void) => Promise<T>;

/**
 * The order in which the statements of a session begin: as they came. One that works `alone`, because it changes data or
 * the session, holds back those that came after it until it has ended. A read holds back what works alone until it has
 * begun, so that it sees the data as it was when its turn came.
 */
export class StatementQueue {
  readonly #lines = new WeakMap<object, Line>();

  /**
   * Runs `work` when its turn comes.
   *
   * @param alone - asked when the turn has come: it can depend on what ran before
   * @throws the signal's reason, at once and without running `work`, when the signal aborts before the turn comes
   */
  async run<T>(owner: object, alone: () => boolean, signal: AbortSignal, work: Work<T>): Promise<T> {
    const line = this.#lines.get(owner) ?? { busy: false, starting: 0, waiting: [] };
    this.#lines.set(owner, line);
    const holds = await turn(line, alone, signal);
    let starting = true;
    const begun = (): void => {
      if (starting) {
        starting = false;
        line.starting -= 1;
        startNext(line);
      }
    };
    try {
      return await work(begun);
    } finally {
      line.busy &&= !holds;
      begun();
      startNext(line);
    }
  }
}

/** Resolves when the turn has come: with true when it holds back others. */
function turn(line: Line, alone: () => boolean, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(asError(signal.reason));
      return;
    }
    const leave = (): void => {
      line.waiting.splice(line.waiting.indexOf(waiting), 1);
      reject(asError(signal.reason));
      startNext(line);
    };
    const start = (): void => {
      signal.removeEventListener('abort', leave);
      resolve(line.busy);
    };
    const waiting: Waiting = { alone, start };
    signal.addEventListener('abort', leave, { once: true });
    line.waiting.push(waiting);
    startNext(line);
  });
}

function startNext(line: Line): void {
  while (!line.busy) {
    const [next] = line.waiting;
    const alone = next?.alone() ?? false;
    if (next === undefined || (alone && line.starting > 0)) {
      return;
    }
    line.waiting.shift();
    line.busy = alone;
    line.starting += 1;
    next.start();
  }
}
