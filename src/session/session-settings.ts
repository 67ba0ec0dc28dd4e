import { type ActionOptions, checkFunction, timeLeft } from '../query/action-options.js';
import { checkName, quoteName } from '../query/identifiers.js';
import type { Statements } from '../query/statements.js';
import { SqlError } from '../errors.js';
import { appendToQueryTag, mergeIntoQueryTag, readQueryTag, writeQueryTag } from './query-tag.js';
import { execute, readText } from './read-text.js';
import { SqlSession } from './sql-session.js';
import { Transactions } from './transactions.js';

/** What is current in a session on the server: names, tag, transaction. */
export abstract class SessionSettings extends SqlSession {
  readonly #transactions: Transactions;
  #sessionId: string | undefined;

  /** @internal */
  constructor(statements: Statements) {
    super(statements);
    this.#transactions = new Transactions(statements);
  }

  /**
   * Makes a role current.
   *
   * @param name - As in SQL: `analyst`, `"My Role"`. So for the other `use…`.
   * @throws SqlError `ARGUMENT_INVALID` when it is no name, and what the server says when there is none.
   */
  async useRole(name: string, options: ActionOptions = {}): Promise<void> {
    await this.#use('role', checkName('useRole: name', name, 1), options);
  }

  /** Makes a warehouse current; see {@link SessionSettings.useRole}. */
  async useWarehouse(name: string, options: ActionOptions = {}): Promise<void> {
    await this.#use('warehouse', checkName('useWarehouse: name', name, 1), options);
  }

  /** Makes a database current, and its schema PUBLIC; see {@link SessionSettings.useRole}. */
  async useDatabase(name: string, options: ActionOptions = {}): Promise<void> {
    await this.#use('database', checkName('useDatabase: name', name, 1), options);
  }

  /** Makes a schema current, also one of another database: `db.schema`; see {@link SessionSettings.useRole}. */
  async useSchema(name: string, options: ActionOptions = {}): Promise<void> {
    await this.#use('schema', checkName('useSchema: name', name, 2), options);
  }

  /** Says whether the user's other roles count beside the current one. */
  async useSecondaryRoles(roles: 'all' | 'none', options: ActionOptions = {}): Promise<void> {
    const written: unknown = typeof roles === 'string' ? roles.toLowerCase() : roles;
    if (written !== 'all' && written !== 'none') {
      throw new SqlError(`useSecondaryRoles: roles must be 'all' or 'none', not ${JSON.stringify(roles)}.`, {
        code: 'ARGUMENT_INVALID',
      });
    }
    await this.#use('secondary roles', written, options);
  }

  /** The account's name, as the server returns it. So for the other `getCurrent…`; `undefined` when nothing is current. */
  async getCurrentAccount(options: ActionOptions = {}): Promise<string | undefined> {
    return this.#current('account', options);
  }

  /** The user's name. */
  async getCurrentUser(options: ActionOptions = {}): Promise<string | undefined> {
    return this.#current('user', options);
  }

  /** The current role. */
  async getCurrentRole(options: ActionOptions = {}): Promise<string | undefined> {
    return this.#current('role', options);
  }

  /** The current warehouse. */
  async getCurrentWarehouse(options: ActionOptions = {}): Promise<string | undefined> {
    return this.#current('warehouse', options);
  }

  /** The current database. */
  async getCurrentDatabase(options: ActionOptions = {}): Promise<string | undefined> {
    return this.#current('database', options);
  }

  /** The current schema, without its database. */
  async getCurrentSchema(options: ActionOptions = {}): Promise<string | undefined> {
    return this.#current('schema', options);
  }

  /**
   * The current schema with its database, quoted for a statement: `"DB"."PUBLIC"`.
   *
   * @throws SqlError `ARGUMENT_INVALID` when there is none.
   */
  async getFullyQualifiedCurrentSchema(options: ActionOptions = {}): Promise<string> {
    const started = performance.now();
    const database = await this.getCurrentDatabase(options);
    const schema = await this.getCurrentSchema(timeLeft(options, started));
    if (database === undefined || schema === undefined) {
      throw new SqlError('The session has no current schema.', {
        code: 'ARGUMENT_INVALID',
        hint: 'Choose one with useSchema, or with the connection options database and schema.',
      });
    }
    return `${quoteName(database)}.${quoteName(schema)}`;
  }

  /**
   * The session's id on the server. A text: it can have more digits than a number holds.
   */
  async sessionId(options: ActionOptions = {}): Promise<string> {
    this.#sessionId ??= await this.#current('session', options);
    if (this.#sessionId === undefined) {
      throw new SqlError('The server did not tell the id of the session.', { code: 'RESULT_INVALID' });
    }
    return this.#sessionId;
  }

  /** The tag that Snowflake's query history shows for the session's statements; empty when there is none. */
  async getQueryTag(options: ActionOptions = {}): Promise<string> {
    return readQueryTag(this.statements, options);
  }

  /**
   * Sets the query tag, or removes it with an empty text.
   *
   * @throws SqlError `ARGUMENT_INVALID` when it is longer than 2000 characters.
   */
  async setQueryTag(tag: string, options: ActionOptions = {}): Promise<void> {
    await writeQueryTag(this.statements, tag, options);
  }

  /** Puts more text behind the query tag, with a separator between; see {@link SessionSettings.setQueryTag}. */
  async appendQueryTag(tag: string, separator = ',', options: ActionOptions = {}): Promise<void> {
    await appendToQueryTag(this.statements, tag, separator, options);
  }

  /**
   * Merges fields into a query tag that is a JSON object, or empty.
   *
   * @throws SqlError `ARGUMENT_INVALID` when the tag is something else.
   */
  async updateQueryTag(fields: Readonly<Record<string, unknown>>, options: ActionOptions = {}): Promise<void> {
    await mergeIntoQueryTag(this.statements, fields, options);
  }

  /**
   * Begins a transaction, which holds for all the session's statements until it is committed or rolled back.
   *
   * @throws SqlError `ARGUMENT_INVALID` in the work of `transaction()`.
   */
  async beginTransaction(name?: string, options: ActionOptions = {}): Promise<void> {
    this.#transactions.checkNone('beginTransaction');
    const named = name === undefined ? '' : ` name ${checkName('beginTransaction: name', name, 1)}`;
    await execute(this.statements, `begin transaction${named}`, options);
  }

  /** Commits the transaction. */
  async commit(options: ActionOptions = {}): Promise<void> {
    await execute(this.statements, 'commit', options);
  }

  /** Rolls the transaction back. */
  async rollback(options: ActionOptions = {}): Promise<void> {
    await execute(this.statements, 'rollback', options);
  }

  /**
   * Runs work in a transaction: commits when it resolves, rolls back when it rejects, and passes on what it gave.
   *
   * All statements of the session fall into it, also those of others who share the session; and DDL commits it. For
   * transactions at the same time use sessions of their own.
   *
   * @param options - For each of the statements that begin and commit.
   * @throws SqlError `ARGUMENT_INVALID` when one is open already, also one that was begun by hand; else what the work
   *   throws, or the server.
   */
  async transaction<T>(work: (session: this) => Promise<T>, options: ActionOptions = {}): Promise<T> {
    checkFunction('transaction: work', work);
    return this.#transactions.run(async () => work(this), options);
  }

  async #use(what: string, name: string, options: ActionOptions): Promise<void> {
    await execute(this.statements, `use ${what} ${name}`, options);
  }

  async #current(what: string, options: ActionOptions): Promise<string | undefined> {
    return readText(this.statements, `select current_${what}()`, options);
  }
}
