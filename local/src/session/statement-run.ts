import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { CatalogStore } from '../catalog/store.js';
import { findCommand } from '../commands/dispatch.js';
import type { Outcome, StatementContext } from '../commands/command.js';
import { openCompiler } from '../compile/compile.js';
import type { CompileEnvironment, ResultTable } from '../compile/compiler.js';
import type { Typed } from '../compile/typed.js';
import { doesNotExist } from '../compile/faults.js';
import { PendingLookUp } from '../compile/look-up.js';
import { cancelled } from '../duckdb-errors.js';
import { encodeChunk } from '../encode/cells.js';
import { toResultColumn } from '../encode/columns.js';
import { SnowflakeError } from '../errors.js';
import type { Cell, StatementRequest, StatementResult } from '../statement.js';
import { openGrammar } from '../syntax/parser.js';
import { BIND_TABLE, bindCount, bindsAt, hasArrayBinds } from './array-binds.js';
import { fetchResults } from './earlier-results.js';
import { runEffects } from './effects.js';
import { createEnvironment } from './environment.js';
import type { Runner } from './runner.js';
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
}

/** Runs the statements of one session, one after another. */
export class StatementRun {
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  async execute(request: StatementRequest): Promise<StatementResult> {
    if (request.signal.aborted) {
      throw cancelled();
    }
    const outcome =
      hasArrayBinds(request.binds) && !/^\s*insert/i.test(request.sql)
        ? await this.#repeat(request)
        : await this.#run(request);
    return toResult(outcome);
  }

  /** UPDATE, DELETE and MERGE run once for each element of array binds; their counts are added up. */
  async #repeat(request: StatementRequest): Promise<Outcome> {
    const count = bindCount(request.binds);
    let total: Outcome | undefined;
    for (let element = 0; element < count; element += 1) {
      const outcome = await this.#run({ ...request, binds: bindsAt(request.binds, element) });
      total = total === undefined ? outcome : addCounts(total, outcome);
    }
    return total ?? this.#run(request);
  }

  /** A statement whose form depends on the data is compiled again with each answer it asks for. */
  async #run(request: StatementRequest, locals: ReadonlyMap<string, Typed> = new Map()): Promise<Outcome> {
    const answers = new Map<string, readonly (string | null)[]>();
    for (;;) {
      try {
        return await this.#attempt(request, locals, answers);
      } catch (error) {
        if (!(error instanceof PendingLookUp)) {
          throw error;
        }
        const rows = await (await this.#query(request, error.sql)).getRows();
        answers.set(
          error.sql,
          rows.map(([cell = null]) => (cell === null ? null : String(cell))),
        );
      }
    }
  }

  async #attempt(
    request: StatementRequest,
    locals: ReadonlyMap<string, Typed>,
    answers: ReadonlyMap<string, readonly (string | null)[]>,
  ): Promise<Outcome> {
    const { store, state, transaction } = this.#parts;
    const { environment, staged } = await this.#environment(request, locals, answers);
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
      change: async (sql, values, types) => (await this.#change(request, sql, values, types)).rowsChanged,
      changed: (sql) => this.#change(request, sql),
      together: (work) => this.#together(work),
      define: (work) => this.#define(work),
      check: (sql) => this.#parts.runner.check(sql),
      instead: (sql, sight) => this.#run({ ...request, sql }, sight?.locals),
      refuseMissingSchema: (database, schema) => this.#refuseMissingSchema(database, schema),
    };
    return command(context);
  }

  async #environment(
    request: StatementRequest,
    locals: ReadonlyMap<string, Typed>,
    answers: ReadonlyMap<string, readonly (string | null)[]>,
  ): Promise<{ environment: CompileEnvironment; staged: Map<number, ResultTable> }> {
    const { store, state } = this.#parts;
    const parameters = state.parameters.with(request.parameters);
    const bindTable = hasArrayBinds(request.binds) ? BIND_TABLE : undefined;
    const sight = {
      request,
      locals,
      frozenAt: this.#parts.clock.frozenAt,
      parameters,
      results: new Map(),
      effects: new Map<number, string>(),
      staged: new Map(),
      answers,
      bindTable,
    };
    const early = createEnvironment(store.catalog, state, sight);
    const effects = await runEffects(request, state.options);
    const results = await fetchResults(request.sql, state.options, early.lastQueryId, async (sql, values, types) => {
      await this.#query(request, sql, values, types);
    });
    const staged = await fetchStaged(request.sql, this.#parts.stages, this.#sight(), (sql, values, types) =>
      this.#query(request, sql, values, types),
    );
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
    return this.#parts.runner.run(sql, request.signal, values, types);
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
    const result = await this.#query(request, sql, values, types);
    transaction.remember({ sql, values: values ?? [], types: types ?? [], rows: result.rowsChanged });
    return result;
  }

  async #together<T>(work: () => Promise<T>): Promise<T> {
    const { state, transaction } = this.#parts;
    const own = !transaction.isOpen;
    const kept = own && state.parameters.get('AUTOCOMMIT') === false;
    await transaction.begin();
    if (own && !kept) {
      return this.#finish(work);
    }
    const before = transaction.changes;
    try {
      return await work();
    } catch (error) {
      await transaction.undoTo(before);
      throw error;
    }
  }

  async #define<T>(work: () => Promise<T>): Promise<T> {
    const { store, transaction, connection } = this.#parts;
    await transaction.commit();
    return store.define(async () => {
      await transaction.begin();
      return this.#finish(async () => {
        const done = await work();
        await store.save((sql) => connection.run(sql));
        return done;
      });
    });
  }

  async #finish<T>(work: () => Promise<T>): Promise<T> {
    const { transaction } = this.#parts;
    try {
      const result = await work();
      await transaction.commit();
      return result;
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }

  #refuseMissingSchema(database: string, schema: string): void {
    const { catalog } = this.#parts.store;
    if (catalog.database(database) === undefined) {
      throw doesNotExist('Database', [database]);
    }
    if (catalog.schema(database, schema) === undefined) {
      throw doesNotExist('Schema', [database, schema]);
    }
  }
}

function addCounts(left: Outcome, right: Outcome): Outcome {
  if (!('cells' in left.rows) || !('cells' in right.rows)) {
    return right;
  }
  const [a, b] = [left.rows.cells[0] ?? [], right.rows.cells[0] ?? []];
  return { ...left, rows: { cells: [a.map((cell, at) => String(Number(cell) + Number(b[at] ?? 0)))] } };
}

function toResult({ columns, typeId, rows, transfer }: Outcome): StatementResult {
  const described = columns.map(toResultColumn);
  if (transfer !== undefined) {
    return { columns: described, rowCount: 0, rows: readCells([]), statementTypeId: typeId, transfer };
  }
  if ('cells' in rows) {
    return { columns: described, rowCount: rows.cells.length, rows: readCells(rows.cells), statementTypeId: typeId };
  }
  const { result } = rows;
  return { columns: described, rowCount: result.rowCount, rows: readChunks(result, columns), statementTypeId: typeId };
}

async function* readCells(cells: readonly (readonly Cell[])[]): AsyncGenerator<readonly (readonly Cell[])[]> {
  if (cells.length > 0) {
    yield cells;
  }
}

async function* readChunks(
  result: DuckDBMaterializedResult,
  columns: Outcome['columns'],
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for (let at = 0; at < result.chunkCount; at += 1) {
    yield encodeChunk(result.getChunk(at), columns);
    await new Promise(setImmediate);
  }
}
