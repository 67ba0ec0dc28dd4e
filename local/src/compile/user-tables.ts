import { isRefused } from '../functions/untranslated.js';
import type { CallNode, Span } from '../syntax/ast.js';
import type { TableAlias } from '../syntax/table-ast.js';
import type { SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { unsupported } from './faults.js';
import { fromJavaScript } from './js-functions.js';
import { loadHistory } from './load-history.js';
import { queryHistory } from './query-history.js';
import type { Scope } from './scope.js';
import type { StoredSource } from './table.js';
import { taskHistory } from './task-history.js';
import { queryOfText } from './to-query.js';
import type { Typed } from './typed.js';
import { callProcedureTable, callTableFunction, type DeclaredTable } from './user-functions.js';
import { orderItemSql } from './window.js';

/** Compiles a table function of the account's own, or one that tells its history, in FROM. */
export function compileUserTable(
  compiler: Compiler,
  call: CallNode & Span,
  alias: TableAlias,
  scope: Scope,
): StoredSource {
  const past = queryHistory(compiler, call) ?? taskHistory(compiler, call) ?? loadHistory(compiler, call);
  const query: DeclaredTable | undefined =
    past === undefined
      ? (callTableFunction(compiler, call, scope) ?? callProcedureTable(compiler, call) ?? queryOfText(compiler, call))
      : { ...past, declared: past.columns };
  if (query === undefined) {
    const path = call.path.map(({ text }) => text);
    throw path.at(-2) === 'INFORMATION_SCHEMA' || isRefused(path)
      ? unsupported(path.slice(-2).join('.'))
      : compiler.faults.unknownFunction(path.join('.'), call);
  }
  const { rows } = query;
  if (call.over !== undefined && (rows === undefined || call.over.frame !== undefined)) {
    throw unsupported('OVER of a table function that is not in JAVASCRIPT');
  }
  const own = compiler.nextAlias();
  const columns = query.declared.map(({ name: column, type }, at) => {
    const value = { sql: `${own}.c${at + 1}`, type: query.columns[at]?.type ?? type, nullable: true, aggregate: false };
    const shown = rows === undefined ? columnOf(compiler, value, type) : fromJavaScript(compiler, value, type);
    return { name: alias.columns[at]?.text ?? column, sql: shown.sql, type, nullable: true };
  });
  return {
    sql: `(${query.sql}) AS ${own}`,
    ...(rows === undefined
      ? {}
      : { partitioned: { ...rows, ...partitionsOf(compiler, call, scope), alias: own, width: columns.length } }),
    source: { path: [alias.name?.text ?? call.path.at(-1)?.text ?? ''], columns },
  };
}

/** A column of a function in SQL: a text is left as long as it is. */
function columnOf(compiler: Compiler, value: Typed, type: SqlType): Typed {
  return value.type.kind === 'text' && type.kind === 'text' ? value : castTo(compiler, value, type);
}

/** How OVER divides the rows to the left; without it they are one partition. */
function partitionsOf(
  compiler: Compiler,
  { over }: CallNode,
  scope: Scope,
): Pick<NonNullable<StoredSource['partitioned']>, 'partition' | 'order' | 'explicit'> {
  return {
    partition: (over?.partition ?? []).map((expression) => compiler.expression(expression, scope).sql),
    order: (over?.order ?? []).map((item, at) => {
      const value = compiler.expression(item.expression, scope);
      return { sql: value.sql, entry: orderItemSql(compiler, { ...value, sql: `o${at + 1}` }, item) };
    }),
    explicit: over !== undefined,
  };
}
