import type { Cell, SqlSession, StatementOrder, StatementRequest, StatementResult } from '../../src/statement.js';

type Row = readonly Cell[];

/** What a scripted statement does, by its text. */
export type Script = (request: StatementRequest, session: ScriptedSession) => Promise<readonly (readonly Row[])[]>;

/** An SQL session whose statements do what a test tells them, to see what the wire room makes of it. */
export class ScriptedSession implements SqlSession {
  readonly currentDatabase = 'D';
  readonly currentSchema = 'S';
  readonly currentWarehouse = null;
  readonly currentRole = 'R';
  readonly executed: string[] = [];
  readonly told: { name: string; value: string | number | boolean }[] = [];
  readonly #script: Script;
  closed = false;

  constructor(script: Script) {
    this.#script = script;
  }

  parameters(): readonly { readonly name: string; readonly value: string | number | boolean }[] {
    return this.told;
  }

  async reset(): Promise<void> {
    this.executed.length = 0;
  }

  async execute(request: StatementRequest): Promise<StatementResult> {
    this.executed.push(request.sql);
    request.tell?.('RUNNING');
    const batches = await this.#script(request, this);
    async function* rows(): AsyncGenerator<readonly Row[]> {
      yield* batches;
    }
    return { columns: [], rows: rows(), statementTypeId: 0x1000 };
  }

  orderOf(sql: string): StatementOrder {
    return sql.startsWith('beside') ? 'at once' : sql.startsWith('read') ? 'shared' : 'alone';
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
