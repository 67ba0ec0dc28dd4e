import type { Procedure } from '../catalog/model.js';
import { castTo } from '../compile/casts.js';
import { argumentList, fromJavaScript } from '../compile/js-functions.js';
import { constant, nullOf, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { itemsOf } from '../native/native-json.js';
import { checkBlock } from '../script/check-block.js';
import type { Returned } from '../script/loops.js';
import { tableOutcome } from './returned-table.js';
import { runJavaScript, type JsAnswer } from '../script/js-procedure.js';
import { rowsAsValues } from '../script/outcome-values.js';
import { readBlock } from '../script/parse.js';
import { runBlock } from '../script/run-block.js';
import { ScriptScope } from '../script/scope.js';
import { bindLiteral } from '../session/binds.js';
import { toResult } from '../session/statement-result.js';
import type { Bind, Cell, ResultColumn } from '../statement.js';
import { openGrammar } from '../syntax/parser.js';
import { TokenStream } from '../syntax/token-stream.js';
import { TEXT, VARIANT } from '../types/sql-type.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';

/**
 * Runs a procedure with the values of its parameters.
 *
 * @param outs - the caller's variables that take the values of OUT parameters in the end
 */
export async function runProcedure(
  context: StatementContext,
  procedure: Procedure,
  values: ReadonlyMap<string, Typed>,
  outs: ReadonlyMap<string, string> = new Map(),
): Promise<Outcome> {
  if (procedure.strict === true && !context.request.describeOnly && (await anyNull(context, values))) {
    const columns = [{ name: procedure.name, type: procedure.returns ?? TEXT, nullable: true }];
    return { columns, typeId: TYPE.call, rows: { cells: [[null]] } };
  }
  const entered = context.enter(procedure);
  const inside: StatementContext = {
    ...context,
    instead: (sql, sight) => entered.instead(sql, sight),
    aside: (sql, sight) => entered.aside(sql, sight),
  };
  if (procedure.language === 'JAVASCRIPT') {
    return entered.within(() => runInJavaScript(inside, procedure, [...values.values()]));
  }
  const scope = new ScriptScope();
  const known = context.request.describeOnly ? values : await computeOnce(context, values);
  known.forEach((value, name) => scope.declare(name, value));
  const outcome = await entered.within(() => runScript(inside, procedure, scope));
  const out = new Map([...outs].map(([name, variable]) => [variable, scope.locals().get(name) ?? nullOf()]));
  return out.size === 0 ? outcome : { ...outcome, out };
}

/** An argument is computed once, however often the procedure reads it. */
async function computeOnce(
  context: StatementContext,
  values: ReadonlyMap<string, Typed>,
): Promise<ReadonlyMap<string, Typed>> {
  if (values.size === 0) {
    return values;
  }
  const entries = [...values];
  const columns = entries.map(([name, { type, nullable }]) => ({ name, type, nullable }));
  const list = entries.map(([, { sql }], at) => `${sql} AS c${at + 1}`).join(', ');
  const result = await context.run(`SELECT ${list}`);
  const [row] = await rowsAsValues({ columns, typeId: TYPE.select, rows: { result } });
  return row ?? values;
}

async function anyNull(context: StatementContext, values: ReadonlyMap<string, Typed>): Promise<boolean> {
  const tests = [...values.values()].map(({ sql }) => `${sql} IS NULL`);
  const [row] = await (await context.run(`SELECT ${['FALSE', ...tests].join(' OR ')}`)).getRows();
  return row?.[0] === true;
}

/** Runs a block; a single value it returns bears the name of what was called. */
export async function runScript(
  context: StatementContext,
  script: Pick<Procedure, 'name' | 'body' | 'parameters' | 'returns' | 'columns'>,
  scope: ScriptScope,
): Promise<Outcome> {
  const { name, body: sql, returns, columns } = script;
  const stream = new TokenStream(sql);
  const block = readBlock(stream);
  stream.finish();
  const single = [{ name, type: returns ?? TEXT, nullable: true }];
  if (context.request.describeOnly) {
    const table = (columns ?? []).map((column) => ({ name: column.name, type: column.type, nullable: true }));
    return { columns: table.length > 0 ? table : single, typeId: TYPE.call, rows: { cells: [] } };
  }
  checkBlock(block, {
    sql,
    parameters: script.parameters.map((parameter) => parameter.name),
    returns: columns !== undefined ? 'TABLE' : returns !== undefined ? 'SCALAR' : undefined,
  });
  const returned = await runBlock(
    {
      signal: context.request.signal,
      run: (text, locals, values) => context.instead(text, { locals, ...(values === undefined ? {} : { values }) }),
      start: (text, locals) => context.aside(text, { locals }),
      cast: (value: Typed, type) => castTo(context.compiler, value, type),
      readType: (text) => openGrammar(text, context.compiler.environment).dataType(),
    },
    sql,
    block,
    returns,
    scope,
  );
  return columns === undefined ? namedOutcome(returned, single) : tableOutcome(returned, columns);
}

/** A single value bears the name of what was called; a table keeps its own names. */
function namedOutcome(returned: Returned | undefined, single: Outcome['columns']): Outcome {
  if (returned === undefined) {
    return { columns: single, typeId: TYPE.call, rows: { cells: [[null]] } };
  }
  const { outcome, kind } = returned;
  const name = single[0]?.name ?? '';
  const columns = kind === 'value' ? outcome.columns.map((column) => ({ ...column, name })) : outcome.columns;
  return { ...outcome, columns, typeId: TYPE.call };
}

async function runInJavaScript(
  context: StatementContext,
  procedure: Procedure,
  values: readonly Typed[],
): Promise<Outcome> {
  const { compiler, request } = context;
  const returns = procedure.returns ?? TEXT;
  const columns = [{ name: procedure.name, type: returns, nullable: true }];
  if (request.describeOnly) {
    return { columns, typeId: TYPE.call, rows: { cells: [] } };
  }
  const [row] = await (await context.run(`SELECT ${argumentList(compiler, values)}`)).getRows();
  const texts = itemsOf(row?.[0] ?? undefined).map((text) => (text === null ? null : String(text)));
  const text = await runJavaScript(procedure, texts, {
    signal: request.signal,
    execute: (sql, binds) => answerOf(context, sql, binds),
  });
  const isJson = returns.kind === 'variant' || returns.kind === 'object' || returns.kind === 'array';
  const value = text === null ? nullOf() : constant(quoteString(text), isJson ? VARIANT : TEXT);
  const result = await context.run(`SELECT ${fromJavaScript(compiler, value, returns).sql} AS c1`);
  return { columns, typeId: TYPE.call, rows: { result } };
}

async function answerOf(context: StatementContext, sql: string, binds: readonly Bind[]): Promise<JsAnswer> {
  const outcome = await context.instead(sql, { values: binds.map(bindLiteral) });
  const result = toResult(outcome);
  const rows: (readonly Cell[])[] = [];
  for await (const batch of result.rows) {
    rows.push(...batch);
  }
  const count = (label: string): number =>
    outcome.columns.reduce((sum, { name }, at) => (name.startsWith(label) ? sum + Number(rows[0]?.[at]) : sum), 0);
  return {
    queryId: outcome.queryId ?? '',
    columns: result.columns.map(described),
    rows,
    inserted: count('number of rows inserted'),
    updated: count('number of rows updated'),
    deleted: count('number of rows deleted'),
    duplicates: count('number of multi-joined rows updated'),
  };
}

const JS_TYPES: Readonly<Record<ResultColumn['type'], readonly [jsType: string, sqlType: string]>> = {
  fixed: ['number', 'NUMBER'],
  real: ['number', 'FLOAT'],
  text: ['string', 'VARCHAR'],
  boolean: ['boolean', 'BOOLEAN'],
  date: ['date', 'DATE'],
  time: ['string', 'TIME'],
  timestamp_ltz: ['date', 'TIMESTAMP_LTZ'],
  timestamp_ntz: ['date', 'TIMESTAMP_NTZ'],
  timestamp_tz: ['date', 'TIMESTAMP_TZ'],
  binary: ['binary', 'BINARY'],
  variant: ['JSON', 'VARIANT'],
  object: ['JSON', 'OBJECT'],
  array: ['JSON', 'ARRAY'],
  map: ['JSON', 'MAP'],
  vector: ['JSON', 'VECTOR'],
};

function described(column: ResultColumn): JsAnswer['columns'][number] {
  const [jsType, sqlType] = JS_TYPES[column.type];
  return { ...column, jsType, sqlType };
}
