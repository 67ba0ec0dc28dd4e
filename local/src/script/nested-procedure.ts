import { TYPE, type Outcome } from '../commands/command.js';
import type { Typed } from '../compile/typed.js';
import type { SqlType } from '../types/sql-type.js';
import { SnowflakeError } from '../errors.js';
import type { Piece, StepNode } from './ast.js';
import type { Ending } from './loops.js';
import { splitAtCommas, withoutParentheses } from './pieces.js';
import { ScriptScope } from './scope.js';
import type { ScriptStatements } from './statements.js';

/** A procedure declared in a block, which only the block can call. */
export interface NestedProcedure {
  /** Runs it with values for its parameters, in their order. */
  run(values: readonly Typed[]): Promise<Outcome>;
}

type Declaration = Extract<StepNode, { kind: 'declare-procedure' }>;

/** What a nested procedure is run with. */
interface Host {
  readonly statements: ScriptStatements;
  typeOf(piece: Piece): SqlType;
  block(block: Declaration['block'], scope: ScriptScope): Promise<Ending>;
}

/** Declares a procedure: its block runs where it stands, and sees what was declared before it. */
export function nestedProcedure(step: Declaration, scope: ScriptScope, host: Host): NestedProcedure {
  const { name, parameters, returns } = step;
  const types = parameters.map(({ type }) => host.typeOf(type));
  const returnType = returns === undefined ? undefined : host.typeOf(returns);
  return {
    run: async (values) => {
      if (values.length !== parameters.length) {
        const few = values.length < parameters.length;
        const text = `${few ? 'not enough' : 'too many'} arguments for function [${name}]${few ? ',' : ''}`;
        const counts = `expected ${parameters.length}, got ${values.length}`;
        throw new SnowflakeError(few ? '000938' : '000939', '22023', `SQL compilation error:\n${text} ${counts}`);
      }
      const inner = new ScriptScope(scope, []);
      for (const [at, type] of types.entries()) {
        const value = values[at];
        if (value !== undefined) {
          inner.declare(parameters[at]?.name ?? '', await host.statements.fit(value, type, scope));
        }
      }
      const ending = await host.block(step.block, inner);
      const returned = ending.kind === 'return' ? ending.returned : undefined;
      if (returned === undefined) {
        const columns = [{ name, type: returnType ?? { kind: 'null' as const }, nullable: true }];
        return { columns, typeId: TYPE.call, rows: { cells: [[null]] } };
      }
      return returned.kind === 'value' && returnType !== undefined
        ? host.statements.fitted(returned.outcome, returnType, scope)
        : returned.outcome;
    },
  };
}

/** The procedure of a block that `CALL name(…)` means, and the arguments; undefined when it is none of the block's. */
export function nestedCall(
  piece: Piece,
  scope: ScriptScope,
): { readonly procedure: NestedProcedure; readonly args: readonly Piece[] } | undefined {
  const [call, name, open] = piece;
  const procedure = call?.value === 'CALL' && open?.text === '(' ? scope.procedure(name?.value ?? '') : undefined;
  if (procedure === undefined) {
    return undefined;
  }
  const list = withoutParentheses(piece.slice(2));
  return { procedure, args: list.length === 0 ? [] : splitAtCommas(list) };
}
