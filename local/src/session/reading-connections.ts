import type { DuckDBConnection } from '@duckdb/node-api';

const KEPT = 8;

/** Connections on which reads run, each for itself: a session's own connection belongs to its transaction. */
export class ReadingConnections {
  readonly #connect: () => Promise<DuckDBConnection>;
  readonly #letGo: (connection: DuckDBConnection) => void;
  readonly #idle: DuckDBConnection[] = [];
  #closed = false;

  constructor(connect: () => Promise<DuckDBConnection>, letGo: (connection: DuckDBConnection) => void) {
    this.#connect = connect;
    this.#letGo = letGo;
  }

  /** A connection nobody uses; {@link ReadingConnections.giveBack} it. */
  async take(): Promise<DuckDBConnection> {
    return this.#idle.pop() ?? (await this.#connect());
  }

  giveBack(connection: DuckDBConnection): void {
    if (this.#closed || this.#idle.length >= KEPT) {
      this.#letGo(connection);
    } else {
      this.#idle.push(connection);
    }
  }

  close(): void {
    this.#closed = true;
    this.#idle.splice(0).forEach(this.#letGo);
  }
}
