import type { DuckDBMaterializedResult, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { findCommand, holdsStatements, refuseCallers, refuseChange } from '../commands/dispatch.js';
import { TYPE, type InsteadSight, type Outcome, type RunDuckDb, type StatementContext } from '../commands/command.js';
import { openCompiler } from '../compile/compile.js';
import type { CompileEnvironment, ResultTable } from '../compile/compiler.js';
import { PendingCall, PendingLookUp, PendingResult } from '../compile/look-up.js';
import { cancelled } from '../duckdb-errors.js';
import { SnowflakeError } from '../errors.js';
import { newQueryId } from '../ids.js';
import type { StatementRequest, StatementResult } from '../statement.js';
import { openGrammar } from '../syntax/parser.js';
import { Changes } from './changes.js';
import { BIND_TABLE, bindCount, bindsAt, hasArrayBinds } from './array-binds.js';
import { storeResult, withOwnNames } from './earlier-results.js';
import { runEffects } from './effects.js';
import type { SessionParts } from './session-parts.js';
import { NOTHING_FOUND, openSight, type Found, type InnerSight, type Sight } from './sight.js';
import { firstRows } from './first-rows.js';
import { createEnvironment } from './environment.js';
import { refuseMissingSchema } from './missing-schema.js';
import { takesNumbers } from './runner.js';
import { numberBinds } from './named-binds.js';
import { addCounts, toResult } from './statement-result.js';
import { shareBinds, shareValues } from '../bind-shares.js';
import { splitFlow } from '../split.js';
import { fetchStaged } from '../stages/find-staged.js';
import { withStagedBinds } from './with-staged-binds.js';
import type { StageSight } from '../stages/location.js';
import { ProcedureScope, onConnection } from './procedure-scope.js';
import type { StartedStatement } from '../script/child-jobs.js';

const DEFINING: ReadonlySet<string> = new Set(['CREATE', 'ALTER', 'DROP']);
const DEFINITIONS: ReadonlySet<number> = new Set([TYPE.create, TYPE.alter, TYPE.drop]);

/** Runs the statements of one session, one after another. */
export class StatementRun {
  readonly #parts: SessionParts;
  readonly #changes: Changes;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#changes = new Changes(parts);
  }

  async execute(sent: StatementRequest): Promise<StatementResult> {
    if (sent.signal.aborted) {
      throw cancelled();
    }
    const request = await withStagedBinds(numberBinds(sent), this.#parts.stages, this.#sight());
    await this.#parts.transaction.refresh();
    const scratch: string[] = [];
    try {
      const { rows, ...result } = toResult(await this.#execute(request, scratch));
      const limit = Number(this.#parts.state.parameters.with(request.parameters).get('ROWS_PER_RESULTSET'));
      return { ...result, rows: this.#readThenDrop(firstRows(rows, limit), scratch) };
    } catch (error) {
      await this.#drop(scratch);
      throw error;
    }
  }

  #execute(sent: StatementRequest, scratch: string[]): Promise<Outcome> {
    // A list of one is that one.
    const request = bindCount(sent.binds) > 1 ? sent : { ...sent, binds: bindsAt(sent.binds, 0) };
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
  async #run(request: StatementRequest, inside: InnerSight): Promise<Outcome> {
    const parts = holdsStatements(request.sql) ? [request.sql] : splitFlow(request.sql);
    if (parts.length > 1) {
      return this.#flow(request, parts, inside);
    }
    const sight = openSight(inside, this.#parts.clock.now());
    for (;;) {
      try {
        return await this.#attempt(request, sight);
      } catch (error) {
        await this.#answer(error, request, sight);
      }
    }
  }

  /** Runs the parts of a chain of `->>` one after another; the last one answers. */
  async #flow(request: StatementRequest, parts: readonly string[], inside: InnerSight): Promise<Outcome> {
    let piped: readonly ResultTable[] = [];
    const binds = shareBinds(parts, request.binds);
    const values = shareValues(parts, inside.values);
    const last = parts.length - 1;
    for (const [at, sql] of parts.slice(0, last).entries()) {
      const part = { ...request, sql, describeOnly: false, binds: binds[at] ?? {} };
      const outcome = await this.#run(part, { ...inside, values: values[at], piped, streams: false });
      piped = [await this.#store(request, toResult(outcome), inside.scratch), ...piped];
    }
    const part = { ...request, sql: parts[last] ?? '', binds: binds[last] ?? {} };
    return this.#run(part, { ...inside, values: values[last], piped });
  }

  /** Puts rows into a table of the statement's own. */
  async #store(request: StatementRequest, result: StatementResult, scratch: string[]): Promise<ResultTable> {
    const stored = await storeResult(result, (sql, values, types) => this.#query(request, sql, values, types));
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
      const reading = { ...sight, readsOnly: true };
      const outcome = await this.#instead({ ...request, describeOnly: false }, `CALL ${error.call}`, {}, reading);
      sight.calls.set(error.call, await this.#store(request, toResult(outcome), sight.scratch));
    } else if (error instanceof PendingResult) {
      const { state, nested } = this.#parts;
      const result = await nested.over(state.options.control).resultOf(error.queryId, state.options.user);
      sight.results.set(error.queryId, withOwnNames(await this.#store(request, result, sight.scratch)));
    } else {
      throw error;
    }
  }

  /** A statement of a block is one of its own, with an id under which its result can be read again. */
  async #instead(
    request: StatementRequest,
    sql: string,
    inside: InsteadSight,
    { nested, scratch, readsOnly }: Sight,
  ): Promise<Outcome> {
    const { locals = new Map(), values, queryId = newQueryId() } = inside;
    const outcome = await this.#run({ ...request, sql }, { locals, values, nested, scratch, readsOnly });
    nested.push(queryId);
    this.#parts.nested.keep(queryId, outcome);
    return { ...outcome, queryId };
  }

  async #insteadThenDrop(request: StatementRequest, sql: string, inside: InsteadSight, sight: Sight): Promise<Outcome> {
    const scratch: string[] = [];
    try {
      return await this.#instead(request, sql, inside, { ...sight, scratch });
    } finally {
      await this.#drop(scratch);
    }
  }

  /** An open transaction takes one statement after another: what is to run beside others then waits for the ones before. */
  #aside(request: StatementRequest, sql: string, inside: InsteadSight, sight: Sight): StartedStatement {
    const stopping = new AbortController();
    const queryId = newQueryId();
    const own = { ...request, signal: AbortSignal.any([request.signal, stopping.signal]) };
    const known = { ...inside, queryId };
    const alone = this.#parts.transaction.isOpen;
    const outcome = alone
      ? this.#instead(own, sql, known, sight)
      : onConnection(this.#parts, (parts) => new StatementRun(parts).#insteadThenDrop(own, sql, known, sight));
    return { queryId, outcome, alone, cancel: () => stopping.abort(cancelled()) };
  }

  async #attempt(request: StatementRequest, sight: Sight): Promise<Outcome> {
    const { store, state, transaction, control } = this.#parts;
    const { environment, staged } = await this.#environment(request, sight);
    const grammar = openGrammar(request.sql, environment);
    const first = grammar.stream.peek()?.value ?? '';
    const command = findCommand([grammar.stream.peek(), grammar.stream.peek(1), grammar.stream.peek(2)]);
    if (command === undefined) {
      if (grammar.stream.peek() === undefined) {
        throw new SnowflakeError('000900', '42601', 'SQL compilation error:\nEmpty SQL statement.');
      }
      throw grammar.stream.unexpected();
    }
    if (sight.readsOnly) {
      refuseChange(grammar.stream);
    }
    if (state.ownersRights === true) {
      refuseCallers(grammar.stream);
    }
    const context: StatementContext = {
      grammar,
      compiler: openCompiler(request.sql, environment),
      catalog: store.catalog,
      state,
      transaction,
      control,
      request,
      stages: this.#parts.stages,
      staged,
      sight: this.#sight(),
      run: (sql, values, types) => this.#query(request, sql, values, types),
      select: (sql) => this.#select(request, sql, sight.streams),
      change: (sql, values, types) => this.#changes.make(request, sql, values, types),
      changed: (sql) => this.#changes.makeRows(request, sql),
      together: (work, locked) => this.#changes.together(request, work, locked),
      define: (work) => this.#changes.define(work),
      check: (sql) => this.#parts.runner.check(sql),
      instead: (sql, inside = {}) => this.#instead(request, sql, inside, sight),
      enter: (procedure) =>
        new ProcedureScope(this.#parts, procedure, {
          instead: (parts, sql, inside) => new StatementRun(parts).#instead(request, sql, inside, sight),
          aside: (parts, sql, inside) => new StatementRun(parts).#aside(request, sql, inside, sight),
        }),
      aside: (sql, inside = {}) => this.#aside(request, sql, inside, sight),
      refuseMissingSchema: (database, schema) => refuseMissingSchema(store.catalog, database, schema),
    };
    const outcome = await command(context);
    // A definition ends what is open also where there was nothing to define.
    if (DEFINING.has(first) && DEFINITIONS.has(outcome.typeId) && transaction.isOpen && !request.describeOnly) {
      await context.define(async () => undefined);
    }
    return outcome;
  }

  async #environment(
    request: StatementRequest,
    inside: Sight,
  ): Promise<{ environment: CompileEnvironment; staged: Map<number, ResultTable> }> {
    const { store, state } = this.#parts;
    const sight = {
      request,
      ...inside,
      transactionId: this.#parts.transaction.id,
      parameters: state.parameters.with(request.parameters),
      bindTable: hasArrayBinds(request.binds) ? BIND_TABLE : undefined,
    };
    const early = createEnvironment(store.catalog, state, { ...sight, ...NOTHING_FOUND });
    inside.found ??= await this.#find(request, early, inside.scratch);
    const { found } = inside;
    return { environment: createEnvironment(store.catalog, state, { ...sight, ...found }), staged: found.staged };
  }

  /** Does and fetches what a statement needs before it is compiled. */
  async #find(request: StatementRequest, early: CompileEnvironment, scratch: string[]): Promise<Found> {
    const { state, stages } = this.#parts;
    if (holdsStatements(request.sql)) {
      // Each of them does and fetches for itself, when its turn comes.
      return NOTHING_FOUND;
    }
    const run: RunDuckDb = (sql, values, types) => this.#query(request, sql, values, types);
    const effects = await runEffects(request, state.options);
    const staged = await fetchStaged(request.sql, stages, this.#sight(), run, (index) => early.bind(index));
    scratch.push(...[...staged.values()].map(({ table }) => table));
    return { effects, staged };
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
    // A stream that fails is run again to learn why: a transaction would be undone by then, a sequence go on.
    return streams && !this.#parts.transaction.isOpen && !takesNumbers(sql)
      ? { chunks: await this.#parts.runner.stream(sql, request) }
      : { result: await this.#query(request, sql) };
  }
}
