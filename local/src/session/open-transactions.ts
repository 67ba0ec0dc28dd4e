/** A transaction that is open, as SHOW TRANSACTIONS tells of it. */
export interface OpenTransaction {
  /** The moment of its start in nanoseconds, which tells it from all others. */
  readonly id: string;
  readonly user: string;
  readonly session: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** The open transactions of all sessions. */
export class OpenTransactions {
  readonly #open = new Map<object, OpenTransaction>();
  #latest = 0;

  /** Takes note of one; no two have the same id. */
  add(owner: object, entry: Omit<OpenTransaction, 'id' | 'startedAt'>): OpenTransaction {
    this.#latest = Math.max(this.#latest + 1, Date.now());
    const opened = { ...entry, startedAt: this.#latest, id: `${this.#latest}000000` };
    this.#open.set(owner, opened);
    return opened;
  }

  remove(owner: object): void {
    this.#open.delete(owner);
  }

  of(owner: object): OpenTransaction | undefined {
    return this.#open.get(owner);
  }

  all(): readonly OpenTransaction[] {
    return [...this.#open.values()];
  }
}
