import { TYPE, type Outcome } from '../commands/command.js';
import { constant, nullOf, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { BOOLEAN, TEXT, number } from '../types/sql-type.js';
import { rowCountOf, rowsAsValues } from './outcome-values.js';
import type { ScriptScope } from './scope.js';

/** What a block knows of its latest statement, under names all of its blocks see. */
export class Status {
  readonly #scope: ScriptScope;

  /** @param scope - outside of every block */
  constructor(scope: ScriptScope) {
    this.#scope = scope;
    for (const name of ['SQLROWCOUNT', 'SQLFOUND', 'SQLNOTFOUND', 'ACTIVITY_COUNT', 'SQLID']) {
      scope.declare(name, nullOf());
    }
  }

  noteId(queryId: string): void {
    this.#scope.declare('SQLID', constant(quoteString(queryId), TEXT));
  }

  /** What a change of data has counted is forgotten with the next statement that changes none. */
  async note(outcome: Outcome): Promise<void> {
    const counts = outcome.columns.filter(({ name }) => /^number of rows (?:inserted|updated|deleted)/.test(name));
    const changes = counts.length > 0;
    const [row] = changes ? await rowsAsValues(outcome) : [];
    const changed = counts.reduce((sum, { name }) => sum + Number(row?.get(name)?.literal ?? 0), 0);
    const activity = outcome.typeId === TYPE.select ? rowCountOf(outcome) : changed;
    this.#scope.declare('SQLROWCOUNT', changes ? numberValue(changed) : nullOf(number()));
    this.#scope.declare('SQLFOUND', changes ? constant(String(changed > 0), BOOLEAN) : nullOf(BOOLEAN));
    this.#scope.declare('SQLNOTFOUND', changes ? constant(String(changed === 0), BOOLEAN) : nullOf(BOOLEAN));
    this.#scope.declare('ACTIVITY_COUNT', numberValue(activity));
  }
}

/** A whole number as a variable's value. */
export function numberValue(value: number): Typed {
  return { ...constant(String(value), number()), literal: String(value) };
}
