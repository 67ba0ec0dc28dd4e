/** The time that SQL sees: CURRENT_TIMESTAMP and its kin. Tokens and timeouts go by the machine's own. */
export class Clock {
  #frozenAt: number | undefined;

  /**
   * Stops the time of SQL.
   *
   * @param moment - what CURRENT_TIMESTAMP answers from now on
   * @throws TypeError when it is no moment
   */
  freeze(moment: Date | string): void {
    const at = new Date(moment).getTime();
    if (Number.isNaN(at)) {
      throw new TypeError(`clock.freeze: ${String(moment)} is no moment; give a Date or an ISO text.`);
    }
    this.#frozenAt = at;
  }

  /** Lets the time of SQL run with the machine's again. */
  release(): void {
    this.#frozenAt = undefined;
  }

  /** Milliseconds since 1970 at which the time stands; undefined while it runs. */
  get frozenAt(): number | undefined {
    return this.#frozenAt;
  }

  /** Milliseconds since 1970: where the time stands, or what it is. */
  now(): number {
    return this.#frozenAt ?? Date.now();
  }
}
