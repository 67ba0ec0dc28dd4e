/** Kinds of objects that belong to the account. */
export type AccountKind = 'ROLE' | 'USER' | 'WAREHOUSE';

/** A role, user or warehouse. It guards and pays for nothing; what was told of it is listed again. */
export interface AccountObject {
  readonly kind: AccountKind;
  readonly name: string;
  /** Options as they were written, by upper-case name; no passwords. */
  readonly properties: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

/** The roles, users and warehouses that exist. */
export class AccountObjects {
  readonly #entries = new Map<string, AccountObject>();
  /** Those that are there because a session uses them; they are not kept between runs. */
  readonly #implied = new Map<string, AccountObject>();

  get(kind: AccountKind, name: string): AccountObject | undefined {
    const key = keyOf({ kind, name });
    return this.#entries.get(key) ?? this.#implied.get(key);
  }

  /** Those of one kind, sorted by name. */
  all(kind: AccountKind): readonly AccountObject[] {
    return [...new Map([...this.#implied, ...this.#entries]).values()]
      .filter((entry) => entry.kind === kind)
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** Those that statements have made. */
  made(): readonly AccountObject[] {
    return [...this.#entries.values()];
  }

  put(entry: AccountObject): void {
    this.#entries.set(keyOf(entry), entry);
  }

  /** Tells of an object that a session uses: an account would have refused the session without it. */
  imply(kind: AccountKind, name: string | null): void {
    if (name !== null && name !== '' && this.get(kind, name) === undefined) {
      this.#implied.set(keyOf({ kind, name }), { kind, name, properties: {}, createdAt: Date.now() });
    }
  }

  drop(entry: AccountObject): void {
    this.#entries.delete(keyOf(entry));
    this.#implied.delete(keyOf(entry));
  }

  clear(): void {
    this.#entries.clear();
    this.#implied.clear();
  }

  /** Remembers what there is; the function returned puts it back. */
  snapshot(): () => void {
    const copies = [this.#entries, this.#implied].map((held) => [held, [...held]] as const);
    return () => {
      for (const [held, entries] of copies) {
        held.clear();
        entries.forEach(([key, entry]) => held.set(key, entry));
      }
    };
  }
}

function keyOf({ kind, name }: Pick<AccountObject, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}
