import { LONGEST_TIMER_MS } from '../query/action-options.js';
import type { AnyConnection } from './connection-types.js';

/** How long connections are kept, and how many. */
export interface KeepOptions {
  /** Milliseconds; `Infinity` for as long as the process lives. */
  readonly ttlMs: number;
  readonly maxEntries: number;
}

interface Kept {
  readonly connection: AnyConnection;
  readonly timer: NodeJS.Timeout | undefined;
}

/** The connections of one class that were made with the same `ttl` and `maxEntries`; others do not push them out. */
export class ConnectionShelf {
  readonly #keep: KeepOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(keep: KeepOptions) {
    this.#keep = keep;
  }

  /** The connections that are not closed. */
  get connections(): readonly AnyConnection[] {
    return [...this.#kept.values()].map(({ connection }) => connection).filter(({ isClosed }) => !isClosed);
  }

  /** The connection under a key, or the one that `make` gives. */
  get(key: string, make: () => AnyConnection): AnyConnection {
    const kept = this.#kept.get(key);
    if (kept !== undefined && !kept.connection.isClosed) {
      // The one asked for last is pushed out last.
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept.connection;
    }
    this.#forget(key);
    const connection = make();
    this.#kept.set(key, { connection, timer: this.#expire(key, connection) });
    this.#pushOut();
    return connection;
  }

  #pushOut(): void {
    for (const [key, { connection }] of this.#kept) {
      if (this.#kept.size <= this.#keep.maxEntries) {
        return;
      }
      this.#evict(key, connection);
    }
  }

  #expire(key: string, connection: AnyConnection): NodeJS.Timeout | undefined {
    const { ttlMs } = this.#keep;
    return ttlMs > LONGEST_TIMER_MS ? undefined : setTimeout(() => this.#evict(key, connection), ttlMs).unref();
  }

  #evict(key: string, connection: AnyConnection): void {
    if (this.#kept.get(key)?.connection === connection) {
      this.#forget(key);
    }
    // It is closed after its work; how that ends concerns nobody who still waits.
    connection.close().catch(() => undefined);
  }

  #forget(key: string): void {
    clearTimeout(this.#kept.get(key)?.timer);
    this.#kept.delete(key);
  }
}
