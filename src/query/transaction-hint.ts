import type { DriverConnection } from '../driver/port.js';

/**
 * What begins a transaction by hand, alone or among several statements, or may begin one in a text that is not seen here;
 * without `autocommit` each statement does.
 */
const BEGINS = /\b(?:begin|start\s+transaction|execute\s+immediate|(autocommit))\b/i;

const hints = new WeakMap<DriverConnection, TransactionHint>();

/**
 * Whether a transaction may be open on a server session, as far as the statements tell that were sent there; only the
 * server knows.
 */
export class TransactionHint {
  #isBegun = false;
  #mayBeWithoutAutocommit = false;

  /** The one of a connection, which several sessions of ours may share. */
  static of(connection: DriverConnection): TransactionHint {
    const hint = hints.get(connection) ?? new TransactionHint();
    hints.set(connection, hint);
    return hint;
  }

  /** False when certainly none is open. */
  get mayBeOpen(): boolean {
    return this.#isBegun || this.#mayBeWithoutAutocommit;
  }

  /** A statement is sent. */
  sent(sqlText: string): void {
    const found = BEGINS.exec(sqlText);
    if (found !== null) {
      this.#isBegun = true;
      this.#mayBeWithoutAutocommit ||= found[1] !== undefined;
    }
  }

  /** None is open now. */
  ended(): void {
    this.#isBegun = false;
  }
}
