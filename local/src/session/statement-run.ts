import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { CatalogStore } from '../catalog/store.js';
import { findCommand } from '../commands/dispatch.js';
import type { InsteadSight, Outcome, StatementContext } from '../commands/command.js';
import { openCompiler } from '../compile/compile.js';
import type { CompileEnvironment, ResultTable } from '../compile/compiler.js';
import type { Typed } from '../compile/typed.js';
import { PendingCall, PendingLookUp } from '../compile/look-up.js';
import { cancelled } from '../duckdb-errors.js';
import { SnowflakeError } from '../errors.js';
import { newQueryId } from '../ids.js';
import type { StatementRequest, StatementResult } from '../statement.js';
import { openGrammar } from '../syntax/parser.js';
import { Changes } from './changes.js';
import { BIND_TABLE, bindCount, bindsAt, hasArrayBinds } from './array-binds.js';
import { fetchResults, storeResult } from './earlier-results.js';
import { runEffects } from './effects.js';
import { createEnvironment } from './environment.js';
import { refuseMissingSchema } from './missing-schema.js';
import type { NestedResults } from './nested-results.js';
import type { Runner } from './runner.js';
import { addCounts, toResult } from './statement-result.js';
import { splitFlow } from '../split.js';
import type { SessionState } from './session-state.js';
import type { Clock } from '../clock.js';
import type { StageFiles } from '../stages/stage-files.js';
import { fetchStaged } from '../stages/find-staged.js';
import type { StageSight } from '../stages/location.js';
import type { Transaction } from './transaction.js';

/** What statements of one session share. */
export interface SessionParts {
  readonly store: CatalogStore;
  readonly state: SessionState;
  readonly transaction: Transaction;
  readonly runner: Runner;
  readonly connection: DuckDBConnection;
  readonly stages: StageFiles;
  readonly clock: Clock;
  /** Results of statements that ran inside of others. */
  readonly nested: NestedResults;
}

/** What a statement sees beyond the session: the block it stands in, and the statement around that. */
interface Sight {
  readonly locals: ReadonlyMap<string, Typed>;
  readonly values: readonly Typed[] | undefined;
  readonly answers: Map<string, readonly (string | null)[]>;
  readonly calls: Map<string, ResultTable>;
  readonly piped: readonly ResultTable[];
  /** Ids of the statements that the outermost one has run so far. */
  readonly nested: string[];
  /** The tables the outermost one makes for itself; dropped when its rows have been read. */
  readonly scratch: string[];
  /** True when nothing else runs on the connection until its rows have been read. */
  readonly streams: boolean;
}

/** Runs the statements of one session, one after another. */
export class StatementRun {
  readonly #parts: SessionParts;
  readonly #changes: Changes;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#changes = new Changes(parts);
  }

  async execute(request: StatementRequest): Promise<StatementResult> {
    if (request.signal.aborted) {
      throw cancelled();
    }
    await this.#parts.transaction.refresh();
    const scratch: string[] = [];
    try {
      const { rows, ...result } = toResult(await this.#execute(request, scratch));
      return { ...result, rows: this.#readThenDrop(rows, scratch) };
    } catch (error) {
      await this.#drop(scratch);
      throw error;
    }
  }

  #execute(request: StatementRequest, scratch: string[]): Promise<Outcome> {
    if (!hasArrayBinds(request.binds) || /^\s*insert/i.test(request.sql)) {
      return this.#run(request, { scratch, streams: true });
    }
    const repeat = (): Promise<Outcome> => this.#repeat(request, scratch);
    return request.describeOnly ? repeat() : this.#changes.together(request, repeat);
  }

  /** UPDATE, DELETE and MERGE run once for each element of array binds; their counts are added up. */
  async #repeat(request: StatementRequest, scratch: string[]): Promise<Outcome> {
    const count = bindCount(request.binds);
    let total: Outcome | undefined;
    for (let element = 0; element < count; element += 1) {
      const outcome = await this.#run({ ...request, binds: bindsAt(request.binds, element) }, { scratch });
      total = total === undefined ? outcome : addCounts(total, outcome);
    }
    return total ?? this.#run(request, { scratch });
  }

  async *#readThenDrop(rows: StatementResult['rows'], scratch: readonly string[]): StatementResult['rows'] {
    try {
      yield* rows;
    } finally {
      await this.#drop(scratch);
    }
  }

  /** Earlier results and staged files stand in tables of the connection, which lives longer than the statement. */
  async #drop(scratch: readonly string[]): Promise<void> {
    for (const table of scratch) {
      // Gone already when it was made in a transaction that is undone.
      await this.#parts.connection.run(`DROP TABLE IF EXISTS ${table}`).catch(() => undefined);
    }
  }

  /** A statement whose form depends on the data is compiled again with each answer it asks for. */
  async #run(request: StatementRequest, inside: Partial<Sight> & Pick<Sight, 'scratch'>): Promise<Outcome> {
    const parts = splitFlow(request.sql);
    if (parts.length > 1) {
      return this.#flow(request, parts, inside);
    }
    const open = { answers: new Map(), calls: new Map() };
    const sight: Sight = {
      locals: new Map(),
      values: undefined,
      nested: [],
      piped: [],
      streams: false,
      ...inside,
      ...open,
    };
    for (;;) {
      try {
        return await this.#attempt(request, sight);
      } catch (error) {
        await this.#answer(error, request, sight);
      }
    }
  }

  /** Runs the parts of a chain of `->>` one after another; the last one answers. */
  async #flow(
    request: StatementRequest,
    parts: readonly string[],
    inside: Partial<Sight> & Pick<Sight, 'scratch'>,
  ): Promise<Outcome> {
    let piped: readonly ResultTable[] = [];
    for (const sql of parts.slice(0, -1)) {
      const outcome = await this.#run({ ...request, sql, describeOnly: false }, { ...inside, piped, streams: false });
      piped = [await this.#store(request, outcome, inside), ...piped];
    }
    return this.#run({ ...request, sql: parts.at(-1) ?? '' }, { ...inside, piped });
  }

  /** Puts an outcome's rows into a table of the statement's own. */
  async #store(request: StatementRequest, outcome: Outcome, { scratch }: Pick<Sight, 'scratch'>): Promise<ResultTable> {
    const stored = await storeResult(toResult(outcome), async (sql, values, types) => {
      await this.#query(request, sql, values, types);
    });
    scratch.push(stored.table);
    return stored;
  }

  /** Finds out what the compiler asked for; any other error goes on. */
  async #answer(error: unknown, request: StatementRequest, sight: Sight): Promise<void> {
    if (error instanceof PendingLookUp) {
      const rows = await (await this.#query(request, error.sql)).getRows();
      sight.answers.set(
        error.sql,
        rows.map(([cell = null]) => (cell === null ? null : String(cell))),
      );
    } else if (error instanceof PendingCall) {
      const outcome = await this.#instead({ ...request, describeOnly: false }, `CALL ${error.call}`, {}, sight);
      sight.calls.set(error.call, await this.#store(request, outcome, sight));
    } else {
      throw error;
    }
  }

  /** A statement of a block is one of its own, with an id under which its result can be read again. */
  async #instead(
    request: StatementRequest,
    sql: string,
    inside: InsteadSight,
    { nested, scratch }: Sight,
  ): Promise<Outcome> {
    const queryId = newQueryId();
    const { locals = new Map(), values } = inside;
    const outcome = await this.#run({ ...request, sql }, { locals, values, nested, scratch });
    nested.push(queryId);
    this.#parts.nested.keep(queryId, outcome);
    return { ...outcome, queryId };
  }

  async #attempt(request: StatementRequest, sight: Sight): Promise<Outcome> {
    const { store, state, transaction } = this.#parts;
    const { environment, staged } = await this.#environment(request, sight);
    const grammar = openGrammar(request.sql, environment);
    const command = findCommand([grammar.stream.peek(), grammar.stream.peek(1)]);
    if (command === undefined) {
      if (grammar.stream.peek() === undefined) {
        throw new SnowflakeError('000900', '42601', 'SQL compilation error:\nEmpty SQL statement.');
      }
      throw grammar.stream.unexpected();
    }
    const context: StatementContext = {
      grammar,
      compiler: openCompiler(request.sql, environment),
      catalog: store.catalog,
      state,
      transaction,
      request,
      stages: this.#parts.stages,
      staged,
      sight: this.#sight(),
      run: (sql, values, types) => this.#query(request, sql, values, types),
      select: (sql) => this.#select(request, sql, sight.streams),
      change: async (sql, values, types) => (await this.#change(request, sql, values, types)).rowsChanged,
      changed: (sql) => this.#change(request, sql),
      together: (work, locked) => this.#changes.together(request, work, locked),
      define: (work) => this.#changes.define(work),
      check: (sql) => this.#parts.runner.check(sql),
      instead: (sql, inside = {}) => this.#instead(request, sql, inside, sight),
      refuseMissingSchema: (database, schema) => refuseMissingSchema(store.catalog, database, schema),
    };
    return command(context);
  }

  async #environment(
    request: StatementRequest,
    inside: Sight,
  ): Promise<{ environment: CompileEnvironment; staged: Map<number, ResultTable> }> {
    const { store, state } = this.#parts;
    const parameters = state.parameters.with(request.parameters);
    const bindTable = hasArrayBinds(request.binds) ? BIND_TABLE : undefined;
    const sight = {
      request,
      ...inside,
      frozenAt: this.#parts.clock.frozenAt,
      parameters,
      results: new Map(),
      effects: new Map<number, string>(),
      staged: new Map(),
      bindTable,
    };
    const early = createEnvironment(store.catalog, state, sight);
    const effects = await runEffects(request, state.options);
    const options = { ...state.options, control: this.#parts.nested.over(state.options.control) };
    const results = await fetchResults(request.sql, options, early.lastQueryId, async (sql, values, types) => {
      await this.#query(request, sql, values, types);
    });
    const staged = await fetchStaged(request.sql, this.#parts.stages, this.#sight(), (sql, values, types) =>
      this.#query(request, sql, values, types),
    );
    inside.scratch.push(...[...results.values(), ...staged.values()].map(({ table }) => table));
    return { environment: createEnvironment(store.catalog, state, { ...sight, effects, results, staged }), staged };
  }

  #sight(): StageSight {
    const { store, state } = this.#parts;
    const { sessionId, user } = state.options;
    return { catalog: store.catalog, database: state.database, schema: state.schema, sessionId, user };
  }

  async #query(
    request: StatementRequest,
    sql: string,
    values?: readonly DuckDBValue[],
    types?: readonly DuckDBType[],
  ): Promise<DuckDBMaterializedResult> {
    return this.#parts.runner.run(sql, request, values, types, true);
  }

  async #select(request: StatementRequest, sql: string, streams: boolean): Promise<Outcome['rows']> {
    // A stream that fails is run again to learn why, and a transaction would be undone by then.
    return streams && !this.#parts.transaction.isOpen
      ? { chunks: await this.#parts.runner.stream(sql, request) }
      : { result: await this.#query(request, sql) };
  }

  async #change(
    request: StatementRequest,
    sql: string,
    values?: readonly DuckDBValue[],
    types?: readonly DuckDBType[],
  ): Promise<DuckDBMaterializedResult> {
    const { state, transaction } = this.#parts;
    if (state.parameters.get('AUTOCOMMIT') === false) {
      await transaction.begin();
    }
    const result = await this.#parts.runner.run(sql, request, values, types);
    transaction.remember({ sql, values: values ?? [], types: types ?? [], rows: result.rowsChanged });
    return result;
  }
}
