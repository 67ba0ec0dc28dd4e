import { unsupported } from '../compile/faults.js';
import { castTo } from '../compile/casts.js';
import { constant, nullOf, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { BOOLEAN, TEXT } from '../types/sql-type.js';
import { scalar } from './define.js';
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

/** True for the session's role and for PUBLIC, which everyone has. */
const IS_ROLE: FunctionRule = scalar('text', BOOLEAN, ([role], { compiler }) => {
  const own = compiler.environment.contextValue('CURRENT_ROLE') ?? 'PUBLIC';
  return `(${role} IN ('PUBLIC', ${quoteString(own)}))`;
});

/** A function that answers with a fixed text, or NULL. */
function answers(text: (call: FunctionCall) => string | null | undefined): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 0,
    maximum: 0,
    compile: (call) => {
      const answer = text(call) ?? null;
      return answer === null ? nullOf(TEXT) : constant(quoteString(answer), TEXT);
    },
  };
}

/** GETVARIABLE and SESSION_CONTEXT give a session variable's text, and NULL for one that is not set. */
function getVariable({ compiler, args, node }: FunctionCall): Typed {
  const name = args()[0]?.literal;
  if (name === undefined) {
    throw unsupported('GETVARIABLE of a name that is no constant');
  }
  try {
    return castTo(compiler, compiler.environment.variableValue(name, node, compiler.faults), TEXT);
  } catch {
    return nullOf(TEXT);
  }
}

/** Functions about the session and its statements. */
export const SYSTEM_FUNCTIONS: FunctionTable = {
  LAST_QUERY_ID: { kind: 'scalar', minimum: 0, maximum: 1, compile: lastQueryId },
  GET_DDL: { kind: 'scalar', minimum: 2, maximum: 3, compile: getDdl },
  GETVARIABLE: { kind: 'scalar', minimum: 1, maximum: 1, compile: getVariable },
  SESSION_CONTEXT: { kind: 'scalar', minimum: 1, maximum: 1, compile: getVariable },
  IS_ROLE_IN_SESSION: IS_ROLE,
  IS_DATABASE_ROLE_IN_SESSION: scalar('text', BOOLEAN, 'FALSE'),
  IS_APPLICATION_ROLE_IN_SESSION: scalar('text', BOOLEAN, 'FALSE'),
  IS_INSTANCE_ROLE_IN_SESSION: scalar('text', BOOLEAN, 'FALSE'),
  IS_GRANTED_TO_INVOKER_ROLE: IS_ROLE,
  INVOKER_ROLE: answers(({ compiler }) => compiler.environment.contextValue('CURRENT_ROLE')),
  INVOKER_SHARE: answers(() => null),
  CURRENT_ORGANIZATION_USER: answers(() => null),
  LAST_TRANSACTION: answers(() => null),
  ALL_USER_NAMES: answers(({ compiler }) => JSON.stringify([compiler.environment.contextValue('CURRENT_USER')])),
  SYSTEM$WAIT: ACT,
  SYSTEM$CANCEL_QUERY: ACT,
  SYSTEM$CANCEL_ALL_QUERIES: ACT,
};
