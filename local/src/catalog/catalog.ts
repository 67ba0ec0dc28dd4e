import { AccountObjects, type AccountObject } from './account-objects.js';
import { Collection } from './collection.js';
import { FileLoads } from './file-loads.js';
import { TaskRuns } from './task-runs.js';
import { DroppedObjects, type Dropped } from './dropped.js';
import {
  signatureOf,
  type Database,
  type Relation,
  type Schema,
  type Sequence,
  type UserFunction,
  type NamedFormat,
  type Procedure,
  type Stage,
  type Tag,
  type Task,
} from './model.js';

/** Everything a catalog remembers; temporary tables are not kept. */
export interface CatalogContent {
  readonly databases: readonly Database[];
  readonly schemas: readonly Schema[];
  readonly relations: readonly Relation[];
  readonly sequences: readonly Sequence[];
  readonly functions: readonly UserFunction[];
  readonly stages?: readonly Stage[];
  readonly formats?: readonly NamedFormat[];
  readonly procedures?: readonly Procedure[];
  readonly tags?: readonly Tag[];
  readonly tasks?: readonly Task[];
  readonly accountObjects?: readonly AccountObject[];
  readonly dropped?: readonly Dropped[];
}

type Key = `${string}\u0000${string}\u0000${string}`;

function keyOf(database: string, schema: string, name: string): Key {
  return `${database}\u0000${schema}\u0000${name}`;
}

/**
 * What exists, with everything DuckDB cannot remember of it: declared types, lengths, comments, owners.
 *
 * All sessions of an engine share it. DDL commits, so it never has to be rolled back.
 */
export class Catalog {
  readonly stages = new Collection<Stage>();
  readonly formats = new Collection<NamedFormat>();
  readonly functions = new Collection<UserFunction>(({ parameters }) => signatureOf(parameters));
  readonly procedures = new Collection<Procedure>(({ parameters }) => signatureOf(parameters));
  readonly tags = new Collection<Tag>();
  readonly tasks = new Collection<Task>();
  readonly taskRuns = new TaskRuns();
  readonly fileLoads = new FileLoads();
  readonly accountObjects = new AccountObjects();
  readonly dropped = new DroppedObjects();
  readonly #collections = [this.stages, this.formats, this.functions, this.procedures, this.tags, this.tasks] as const;
  readonly #databases = new Map<string, Database>();
  readonly #schemas = new Map<Key, Schema>();
  readonly #relations = new Map<Key, Relation>();
  readonly #temporary = new Map<string, Map<Key, Relation>>();
  readonly #sequences = new Map<Key, Sequence>();

  /** Remembers what exists now; the function returned puts it back. */
  snapshot(): () => void {
    const held: readonly Map<string, unknown>[] = [
      this.#databases,
      this.#schemas,
      this.#relations,
      this.#sequences,
      this.#temporary,
      ...this.#temporary.values(),
    ];
    const copies = held.map((map) => [map, [...map]] as const);
    const collections = [...this.#collections, this.accountObjects, this.dropped].map((collection) =>
      collection.snapshot(),
    );
    return () => {
      collections.forEach((restore) => restore());
      for (const [map, entries] of copies) {
        map.clear();
        entries.forEach(([key, entry]) => map.set(key, entry));
      }
    };
  }

  /** Forgets everything, and says what DuckDB keeps of it. */
  takeAll(): { readonly tables: readonly string[]; readonly sequences: readonly string[] } {
    const gone = this.dropped.all().map(({ content }) => content);
    const relations = [
      ...[this.#relations, ...this.#temporary.values()].flatMap((held) => [...held.values()]),
      ...gone.flatMap((content) => content.relations),
    ];
    const tables = relations.filter(({ kind }) => kind === 'table');
    const counters = tables.flatMap(({ columns }) => columns.flatMap(({ increment }) => increment?.sequence ?? []));
    const own = [...this.sequences(), ...gone.flatMap((content) => content.sequences)];
    const sequences = [...counters, ...own.map(({ physical }) => physical)];
    this.dropped.clear();
    this.accountObjects.clear();
    this.taskRuns.clear();
    this.fileLoads.clear();
    this.databases().forEach(({ name }) => this.dropDatabase(name));
    this.#temporary.clear();
    return { tables: tables.map(({ physical }) => physical), sequences };
  }

  /** What is to be kept between runs. */
  content(): CatalogContent {
    return {
      databases: this.databases(),
      schemas: this.schemas(),
      relations: [...this.#relations.values()],
      sequences: this.sequences(),
      functions: this.functions.all(),
      stages: this.stages.all().filter(({ owner }) => owner === undefined),
      formats: this.formats.all(),
      procedures: this.procedures.all(),
      tags: this.tags.all(),
      tasks: this.tasks.all(),
      accountObjects: this.accountObjects.made(),
      dropped: this.dropped.all(),
    };
  }

  /** What one schema of a database holds, or all of them; temporary tables left out. */
  contentOf(database: string, schema?: string): CatalogContent {
    const within = (entry: { readonly database: string; readonly schema: string }): boolean =>
      entry.database === database && (schema ?? entry.schema) === entry.schema;
    const all = this.content();
    return {
      databases: schema === undefined ? all.databases.filter(({ name }) => name === database) : [],
      schemas: all.schemas.filter((entry) => within({ database: entry.database, schema: entry.name })),
      relations: all.relations.filter(within),
      sequences: all.sequences.filter(within),
      functions: all.functions.filter(within),
      stages: all.stages?.filter(within) ?? [],
      formats: all.formats?.filter(within) ?? [],
      procedures: all.procedures?.filter(within) ?? [],
      tags: all.tags?.filter(within) ?? [],
      tasks: all.tasks?.filter(within) ?? [],
    };
  }

  /** The temporary tables of all sessions that stand in a schema. */
  temporaryIn(database: string, schema: string): readonly Relation[] {
    return [...this.#temporary.values()]
      .flatMap((own) => [...own.values()])
      .filter((relation) => relation.database === database && relation.schema === schema);
  }

  /** Takes in what was kept. */
  load({
    databases,
    schemas,
    relations,
    sequences,
    functions,
    stages = [],
    formats = [],
    procedures = [],
    tags = [],
    tasks = [],
    accountObjects = [],
    dropped = [],
  }: CatalogContent): void {
    databases.forEach((entry) => this.putDatabase(entry));
    schemas.forEach((entry) => this.putSchema(entry));
    relations.forEach((entry) => this.putRelation(entry));
    sequences.forEach((entry) => this.putSequence(entry));
    functions.forEach((entry) => this.functions.put(entry));
    stages.forEach((entry) => this.stages.put(entry));
    formats.forEach((entry) => this.formats.put(entry));
    procedures.forEach((entry) => this.procedures.put(entry));
    tags.forEach((entry) => this.tags.put(entry));
    tasks.forEach((entry) => this.tasks.put(entry));
    accountObjects.forEach((entry) => this.accountObjects.put(entry));
    dropped.forEach((entry) => this.dropped.put(entry));
  }

  database(name: string): Database | undefined {
    return this.#databases.get(name);
  }

  databases(): readonly Database[] {
    return [...this.#databases.values()].sort(byName);
  }

  putDatabase(database: Database): void {
    this.#databases.set(database.name, database);
  }

  dropDatabase(name: string): void {
    this.#databases.delete(name);
    for (const schema of this.schemas(name)) {
      this.dropSchema(name, schema.name);
    }
  }

  schema(database: string, name: string): Schema | undefined {
    return this.#schemas.get(keyOf(database, name, ''));
  }

  /** The schemas of one database, or of all. */
  schemas(database?: string): readonly Schema[] {
    return [...this.#schemas.values()]
      .filter((schema) => database === undefined || schema.database === database)
      .sort(byName);
  }

  putSchema(schema: Schema): void {
    this.#schemas.set(keyOf(schema.database, schema.name, ''), schema);
  }

  dropSchema(database: string, name: string): void {
    this.#schemas.delete(keyOf(database, name, ''));
    this.#collections.forEach((collection) => collection.dropSchema(database, name));
    for (const held of [this.#relations, this.#sequences, ...this.#temporary.values()]) {
      for (const [key, entry] of held) {
        if (entry.database === database && entry.schema === name) {
          held.delete(key);
        }
      }
    }
  }

  /** A table or view as a session sees it: its own temporary tables hide others of the same name. */
  relation(database: string, schema: string, name: string, sessionId: string): Relation | undefined {
    const key = keyOf(database, schema, name);
    return this.#temporary.get(sessionId)?.get(key) ?? this.#relations.get(key);
  }

  /** Every table and view a session sees. */
  relations(sessionId: string): readonly Relation[] {
    const own = [...(this.#temporary.get(sessionId)?.values() ?? [])];
    const hidden = new Set(own.map(({ database, schema, name }) => keyOf(database, schema, name)));
    const shared = [...this.#relations].filter(([key]) => !hidden.has(key)).map(([, relation]) => relation);
    return [...own, ...shared].sort(byName);
  }

  putRelation(relation: Relation): void {
    const key = keyOf(relation.database, relation.schema, relation.name);
    if (relation.owner === undefined) {
      this.#relations.set(key, relation);
      return;
    }
    const own = this.#temporary.get(relation.owner) ?? new Map<Key, Relation>();
    own.set(key, relation);
    this.#temporary.set(relation.owner, own);
  }

  dropRelation(relation: Relation): void {
    const held = relation.owner === undefined ? this.#relations : this.#temporary.get(relation.owner);
    held?.delete(keyOf(relation.database, relation.schema, relation.name));
  }

  /** Forgets a session's temporary tables and returns them. */
  takeTemporary(sessionId: string): readonly Relation[] {
    const own = [...(this.#temporary.get(sessionId)?.values() ?? [])];
    this.#temporary.delete(sessionId);
    return own;
  }

  sequence(database: string, schema: string, name: string): Sequence | undefined {
    return this.#sequences.get(keyOf(database, schema, name));
  }

  sequences(): readonly Sequence[] {
    return [...this.#sequences.values()].sort(byName);
  }

  putSequence(sequence: Sequence): void {
    this.#sequences.set(keyOf(sequence.database, sequence.schema, sequence.name), sequence);
  }

  dropSequence({ database, schema, name }: Sequence): void {
    this.#sequences.delete(keyOf(database, schema, name));
  }
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : Number(left.name > right.name);
}
