/** What every object of a schema has. */
export interface Placed {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
}

/** Objects of one kind, by database, schema and name, and by what else tells two of one name apart. */
export class Collection<T extends Placed> {
  readonly #entries = new Map<string, T>();
  readonly #detail: (entry: T) => string;

  constructor(detail: (entry: T) => string = () => '') {
    this.#detail = detail;
  }

  get(database: string, schema: string, name: string): T | undefined {
    return this.named(database, schema, name)[0];
  }

  /** Every object of one name. */
  named(database: string, schema: string, name: string): readonly T[] {
    return [...this.#entries.values()].filter(
      (entry) => entry.database === database && entry.schema === schema && entry.name === name,
    );
  }

  /** The object that would be replaced by this one. */
  like(entry: T): T | undefined {
    return this.#entries.get(this.#keyOf(entry));
  }

  /** Sorted by name. */
  all(): readonly T[] {
    return [...this.#entries.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  put(entry: T): void {
    this.#entries.set(this.#keyOf(entry), entry);
  }

  drop(entry: T): void {
    this.#entries.delete(this.#keyOf(entry));
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

  #keyOf(entry: T): string {
    return JSON.stringify([entry.database, entry.schema, entry.name, this.#detail(entry)]);
  }
}
