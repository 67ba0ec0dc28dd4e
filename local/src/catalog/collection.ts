/** What every object of a schema has. */
interface Placed {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
}

/** Objects of one kind, by database, schema and name. */
export class Collection<T extends Placed> {
  readonly #entries = new Map<string, T>();

  get(database: string, schema: string, name: string): T | undefined {
    return this.#entries.get(keyOf({ database, schema, name }));
  }

  /** Sorted by name. */
  all(): readonly T[] {
    return [...this.#entries.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  put(entry: T): void {
    this.#entries.set(keyOf(entry), entry);
  }

  drop(entry: Placed): void {
    this.#entries.delete(keyOf(entry));
  }

  /** Forgets what a schema holds. */
  dropSchema(database: string, schema: string): void {
    for (const [key, entry] of this.#entries) {
      if (entry.database === database && entry.schema === schema) {
        this.#entries.delete(key);
      }
    }
  }

  /** Remembers what there is; the function returned puts it back. */
  snapshot(): () => void {
    const copy = [...this.#entries];
    return () => {
      this.#entries.clear();
      copy.forEach(([key, entry]) => this.#entries.set(key, entry));
    };
  }
}

function keyOf({ database, schema, name }: Placed): string {
  return JSON.stringify([database, schema, name]);
}
