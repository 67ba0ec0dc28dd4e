import { unsupported } from '../compile/faults.js';
import { constant, nullOf, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { TEXT } from '../types/sql-type.js';
import { getDdl } from './get-ddl.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** Functions that act on the engine: the session runs them before the statement is compiled, and keeps their answers. */
export const ACTING_FUNCTIONS: ReadonlySet<string> = new Set([
  'SYSTEM$WAIT',
  'SYSTEM$CANCEL_QUERY',
  'SYSTEM$CANCEL_ALL_QUERIES',
]);

const ACT: FunctionRule = {
  kind: 'scalar',
  minimum: 1,
  maximum: 2,
  compile: ({ compiler, node, name }) => {
    const answer = compiler.environment.effects.get(node.start);
    if (answer === undefined) {
      throw unsupported(`${name} outside of a plain statement`);
    }
    return constant(quoteString(answer), TEXT);
  },
};

function lastQueryId({ compiler, node }: FunctionCall): Typed {
  const [arg] = node.args;
  const back = arg === undefined ? -1 : Number(compiler.sql.slice(arg.start, arg.end));
  const id = compiler.environment.lastQueryId(Number.isInteger(back) && back !== 0 ? back : -1);
  return id === undefined ? nullOf(TEXT) : { ...constant(quoteString(id), TEXT, true), literal: id };
}

/** Functions about the session and its statements. */
export const SYSTEM_FUNCTIONS: FunctionTable = {
  LAST_QUERY_ID: { kind: 'scalar', minimum: 0, maximum: 1, compile: lastQueryId },
  GET_DDL: { kind: 'scalar', minimum: 2, maximum: 3, compile: getDdl },
  SYSTEM$WAIT: ACT,
  SYSTEM$CANCEL_QUERY: ACT,
  SYSTEM$CANCEL_ALL_QUERIES: ACT,
};
