import type { Outcome } from '../commands/command.js';
import { TEXT } from '../types/sql-type.js';
import type { LoopBody, Piece, Step, StepNode } from './ast.js';
import { rowsAsValues } from './outcome-values.js';
import { withoutParentheses } from './pieces.js';
import { ScriptScope, fieldVariable } from './scope.js';
import type { ScriptStatements } from './statements.js';
import { numberValue } from './status.js';
import { inExpression } from './uncaught.js';

/** What RETURN hands back: a value, or with TABLE(…) the rows of a query. */
export interface Returned {
  readonly kind: 'value' | 'table';
  readonly outcome: Outcome;
}

/** How a stretch of a block ended. */
export type Ending =
  | { readonly kind: 'on' }
  | { readonly kind: 'break' | 'continue'; readonly label: string | undefined }
  | { readonly kind: 'return'; readonly returned: Returned | undefined };

/** The next statement follows. */
export const ON: Ending = { kind: 'on' };

type Of<K extends StepNode['kind']> = Extract<StepNode, { kind: K }>;

/** Repeats what stands in a loop. */
export class Loops {
  readonly #statements: ScriptStatements;
  readonly #once: (steps: readonly Step[], scope: ScriptScope) => Promise<Ending>;

  /** @param once - runs a loop's statements, with a scope of their own */
  constructor(statements: ScriptStatements, once: (steps: readonly Step[], scope: ScriptScope) => Promise<Ending>) {
    this.#statements = statements;
    this.#once = once;
  }

  async while({ when, body }: Of<'while'>, scope: ScriptScope): Promise<Ending> {
    return this.repeat(body, scope, () => this.test(when, scope));
  }

  until({ body, until }: Of<'repeat'>, scope: ScriptScope): Promise<Ending> {
    let first = true;
    return this.repeat(body, scope, async () => {
      const again = first || !(await this.test(until, scope));
      first = false;
      return again;
    });
  }

  async count({ name, from, to, reverse, body }: Of<'count'>, scope: ScriptScope): Promise<Ending> {
    const [first, last] = [
      await this.#statements.evaluate(from, scope),
      await this.#statements.evaluate(to, scope),
    ].map(({ literal }) => Number(literal));
    const [low, high] = [first ?? 0, last ?? -1];
    const inner = new ScriptScope(scope);
    let at = reverse ? high + 1 : low - 1;
    return this.repeat(body, inner, async () => {
      at += reverse ? -1 : 1;
      inner.declare(name, numberValue(at));
      return at >= low && at <= high;
    });
  }

  /** FOR over a cursor opens and closes it where nothing else has, and takes its rows as FETCH does. */
  async each({ name, source, body }: Of<'each'>, scope: ScriptScope): Promise<Ending> {
    const cursor = await this.#statements.walk(source, scope);
    const rows = cursor?.open ?? {
      rows: await rowsAsValues(await this.#statements.rows(source, scope)),
      at: 0,
    };
    const inner = new ScriptScope(scope);
    try {
      return await this.repeat(body, inner, async () => {
        const row = rows.rows[rows.at];
        rows.at += 1;
        for (const [column, value] of row ?? []) {
          inner.declare(fieldVariable(name, column), value);
        }
        return row !== undefined;
      });
    } finally {
      if (cursor?.opened === true) {
        cursor.close();
      }
    }
  }

  /** Repeats a body until it is left, or there is no more of it. */
  async repeat({ steps, label }: LoopBody, scope: ScriptScope, goesOn: () => Promise<boolean>): Promise<Ending> {
    while (await goesOn()) {
      const ending = await this.#once(steps, scope);
      const ofAnother = 'label' in ending && ending.label !== undefined && ending.label !== label;
      if (ending.kind === 'return' || ofAnother) {
        return ending;
      }
      if (ending.kind === 'break') {
        return ON;
      }
    }
    return ON;
  }

  /** True when a condition holds; NULL does not. */
  test(piece: Piece, scope: ScriptScope): Promise<boolean> {
    return inExpression(piece, async () => {
      const value = await this.#statements.evaluate(piece, scope);
      if (value.type.kind === 'boolean' || value.type.kind === 'variant') {
        return isTrue(value.literal);
      }
      const [only, ...more] = withoutParentheses(piece);
      const number = more.length === 0 && only?.kind === 'number' ? String(Number(only.text)) : undefined;
      return isTrue(number ?? (await this.#statements.fit(value, TEXT, scope)).literal);
    });
  }
}

/** A condition holds by its text, which is looser than a cast of numbers and stricter than one of texts. */
function isTrue(text: string | undefined): boolean {
  return text === '1' || text?.toLowerCase() === 'true';
}
