import type { CatalogContent } from './catalog.js';

/** A table, schema or database that was dropped, with all it held: UNDROP brings it back. */
export interface Dropped {
  readonly kind: 'TABLE' | 'SCHEMA' | 'DATABASE';
  readonly database: string;
  /** Empty for a database. */
  readonly schema: string;
  /** Empty for a schema. */
  readonly name: string;
  readonly content: CatalogContent;
  /** Milliseconds since 1970. */
  readonly droppedAt: number;
}

const KEPT = 100;

/** What was dropped, latest last. DuckDB keeps the rows of the latest 100. */
export class DroppedObjects {
  #entries: readonly Dropped[] = [];

  all(): readonly Dropped[] {
    return this.#entries;
  }

  /** Remembers what was dropped; returns what is forgotten for it. */
  put(entry: Omit<Dropped, 'droppedAt'> & Partial<Dropped>): readonly Dropped[] {
    const entries = [...this.#entries, { droppedAt: Date.now(), ...entry }];
    this.#entries = entries.slice(-KEPT);
    return entries.slice(0, -KEPT);
  }

  /** Takes back the object of that name that was dropped last. */
  take(kind: Dropped['kind'], database: string, schema = '', name = ''): Dropped | undefined {
    const found = this.#entries.findLast(
      (entry) => entry.kind === kind && entry.database === database && entry.schema === schema && entry.name === name,
    );
    this.#entries = this.#entries.filter((entry) => entry !== found);
    return found;
  }

  clear(): void {
    this.#entries = [];
  }

  /** Remembers what there is; the function returned puts it back. */
  snapshot(): () => void {
    const entries = this.#entries;
    return () => {
      this.#entries = entries;
    };
  }
}
