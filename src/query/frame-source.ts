import type { StatementRequest } from '../driver/port.js';
import { type ActionOptions, checkActionOptions } from './action-options.js';
import { quoteText } from './identifiers.js';
import { checkOneStatement } from './statement-count.js';
import { isSelect, withoutEnd } from './statement-kind.js';
import { prepareStatement, type StatementBinds } from './statement-text.js';
import type { OpenResult } from './open-result.js';
import type { Statements } from './statements.js';

/** What to do with a text of several statements. */
export const SEVERAL_HINT = 'Use sql(text, binds, { multiStatement }), whose collect() gives the rows of each.';

/** A statement with its binds, and the session it runs in. */
export class FrameSource {
  readonly statements: Statements;
  readonly sqlText: string;
  /** Private, so that no one prints the values with the frame. */
  readonly #binds: StatementBinds;
  readonly #mayBeSeveral: boolean;

  /** @param mayBeSeveral - Whether the text may have several statements. */
  constructor(statements: Statements, sqlText: string, binds: StatementBinds = [], mayBeSeveral = false) {
    this.statements = statements;
    this.sqlText = sqlText;
    this.#binds = binds;
    this.#mayBeSeveral = mayBeSeveral;
  }

  /** True when the statement can stand in another one as a subquery. */
  get isSelect(): boolean {
    return isSelect(this.sqlText);
  }

  /**
   * The statement for the server.
   *
   * @throws SqlError `ARGUMENT_INVALID` for options that cannot be and for several statements where there should be one,
   *   `BIND_INVALID` for binds that cannot be sent.
   */
  request(options: ActionOptions = {}): StatementRequest {
    checkActionOptions(options);
    if (!this.#mayBeSeveral) {
      checkOneStatement(this.sqlText, SEVERAL_HINT);
    }
    return { ...prepareStatement(this.sqlText, this.#binds), parameters: options.statementParams };
  }

  /** Sends the statement and reads its result. */
  async run<T>(options: ActionOptions, read: (result: OpenResult) => Promise<T>): Promise<T> {
    return this.statements.run(this.request(options), options, read);
  }

  /** Another statement in the same session, with the same binds; `text` gets this one's, ready to stand in brackets. */
  derive(text: (sqlText: string) => string): FrameSource {
    return new FrameSource(this.statements, text(withoutEnd(this.sqlText)), this.#binds);
  }

  /**
   * A query that gives the statement's rows and may stand in another one: the statement itself, or for one that is no
   * query its kept result, for which it is run now.
   */
  async toQuery(options: ActionOptions): Promise<FrameSource> {
    if (this.isSelect) {
      return this;
    }
    const queryId = await this.run(options, async (result) => result.queryId);
    return FrameSource.resultOf(this.statements, queryId);
  }

  /** The kept result of a statement that has run. */
  static resultOf(statements: Statements, queryId: string): FrameSource {
    return new FrameSource(statements, `select * from table(result_scan(${quoteText(queryId)}))`);
  }
}
