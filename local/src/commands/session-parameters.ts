import { EMPTY_SCOPE } from '../compile/scope.js';
import type { Compiler } from '../compile/compiler.js';
import { constant, nullOf, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { encodeChunk } from '../encode/cells.js';
import { SnowflakeError } from '../errors.js';
import type { ParameterValue } from '../session/parameters.js';
import { physicalType } from '../types/physical.js';
import type { Query } from '../syntax/ast.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';

/** ALTER SESSION SET and UNSET. */
export async function alterSession(context: StatementContext): Promise<Outcome> {
  const { grammar, state, control } = context;
  const { stream } = grammar;
  if (stream.accept('UNSET')) {
    const names = stream.series(() => stream.name().text);
    stream.finish();
    names.forEach((name) => state.parameters.unset(name));
    return succeeded(TYPE.alterSession);
  }
  stream.expect('SET');
  const changes: (readonly [string, ParameterValue])[] = [];
  while (stream.peek() !== undefined && !stream.sees(';')) {
    const name = stream.name().text;
    stream.expect('=');
    changes.push([name, readValue(context)]);
    stream.accept(',');
  }
  stream.finish();
  // Whatever AUTOCOMMIT becomes, what is open is committed.
  if (changes.some(([name]) => name === 'AUTOCOMMIT')) {
    if (control.scoped) {
      const text = 'Stored procedure execution error: AUTOCOMMIT cannot be changed in a stored procedure.';
      throw new SnowflakeError('090236', '42601', text);
    }
    await control.commit();
  }
  for (const [name, value] of changes) {
    state.parameters.set(name, value);
  }
  return succeeded(TYPE.alterSession);
}

function readValue({ grammar }: StatementContext): ParameterValue {
  const { stream } = grammar;
  const token = stream.next();
  if (token.text === '-') {
    return -stream.integer();
  }
  if (token.kind === 'number') {
    return Number(token.text);
  }
  if (token.value === 'TRUE' || token.value === 'FALSE') {
    return token.value === 'TRUE';
  }
  return token.value;
}

/** SET a = 1 and SET (a, b) = (1, 2): the values are computed once. */
export async function runSet(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, state } = context;
  const { stream } = grammar;
  stream.expect('SET');
  const several = stream.sees('(');
  const names = several ? stream.list(() => stream.name().text) : [stream.name().text];
  stream.expect('=');
  const written = several && !grammar.seesQuery(1) ? stream.list(() => grammar.expression()) : [grammar.expression()];
  // Queries side by side, each in parentheses of its own, are read as one row.
  const expressions = written.flatMap((value) => (several && value.kind === 'tuple' ? value.items : [value]));
  stream.finish();
  const [first] = expressions;
  const values =
    several && expressions.length === 1 && first?.kind === 'subquery'
      ? oneRow(compiler, first.query)
      : expressions.map((expression) => compiler.expression(expression, EMPTY_SCOPE));
  if (values.length !== names.length) {
    throw new SnowflakeError(
      '001038',
      '42601',
      `SQL compilation error:\nInvalid number of values: expected ${names.length}, got ${values.length}`,
    );
  }
  const results: Typed[] = [];
  for (const value of values) {
    results.push(await evaluate(context, value));
  }
  const updatedAt = Date.now();
  names.forEach((name, at) => {
    const createdAt = state.variables.get(name)?.createdAt ?? updatedAt;
    state.variables.set(name, { value: results[at] ?? nullOf(), createdAt, updatedAt });
  });
  return succeeded(TYPE.session);
}

/** The columns of a query of one row, each as a value. */
function oneRow(compiler: Compiler, query: Query): readonly Typed[] {
  const { sql, columns } = compiler.query(query, EMPTY_SCOPE);
  return columns.map(({ type }, at) => constant(`(SELECT c${at + 1} FROM (${sql}))`, type, true));
}

async function evaluate(context: StatementContext, value: Typed): Promise<Typed> {
  const result = await context.run(`SELECT ${value.sql} AS c1`);
  const [row] = await result.getRows();
  const cell = row?.[0] ?? null;
  const text =
    result.chunkCount === 0
      ? null
      : (encodeChunk(result.getChunk(0), [{ name: '', type: { kind: 'text', length: 0 }, nullable: true }])[0]?.[0] ??
        null);
  if (cell === null || text === null) {
    return { sql: `CAST(NULL AS ${physicalType(value.type)})`, type: value.type, nullable: true, aggregate: false };
  }
  return {
    sql: `CAST(${quoteString(text)} AS ${physicalType(value.type)})`,
    type: value.type,
    nullable: false,
    aggregate: false,
    literal: text,
  };
}

/** UNSET a, (a, b). */
export async function runUnset(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  stream.expect('UNSET');
  const names = stream.sees('(') ? stream.list(() => stream.name().text) : [stream.name().text];
  stream.finish();
  names.forEach((name) => context.state.variables.delete(name));
  return succeeded(TYPE.session);
}
