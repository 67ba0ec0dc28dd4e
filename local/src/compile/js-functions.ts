import type { Parameter, UserFunction } from '../catalog/model.js';
import { quoteString } from '../lexer.js';
import type { JsKind, JsSignature } from '../native/js-function.js';
import type { JsTableSignature } from '../native/js-table-function.js';
import { TEXT, VARIANT, typeName, type SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { CompiledQuery, Compiler } from './compiler.js';
import { combine, type Typed } from './typed.js';

/** Compiles a call of a function written in JavaScript. */
export function callJavaScript(
  compiler: Compiler,
  found: UserFunction,
  args: readonly Typed[],
  returns: SqlType,
): Typed {
  const kind = kindOf(returns);
  const signature: JsSignature = {
    name: found.name,
    parameters: found.parameters.map(({ name, type }) => ({ name, kind: kindOf(type) })),
    returns: kind,
    body: found.body,
  };
  const sql = `sf_js(${quoteString(JSON.stringify(signature))}, ${argumentList(compiler, args)})`;
  const value = combine(sql, kind === 'json' ? VARIANT : TEXT, args, true);
  return { ...fromJavaScript(compiler, value, returns), nullable: true };
}

/** A moment of JavaScript is one of the session's zone before it is any other. */
export function fromJavaScript(compiler: Compiler, value: Typed, type: SqlType): Typed {
  return castTo(compiler, kindOf(type) === 'date' ? castTo(compiler, value, INSTANT) : value, type);
}

const INSTANT: SqlType = { kind: 'timestamp', zone: 'ltz', scale: 9 };

/** What makes the rows of a table function: the function, and its arguments as a list of texts. */
export interface JsRows {
  readonly signature: string;
  readonly args: string;
}

/** Compiles a call of a table function written in JavaScript: for its arguments alone, and with what others need. */
export function callJavaScriptTable(
  compiler: Compiler,
  found: UserFunction,
  args: readonly Typed[],
  declared: readonly Parameter[],
): CompiledQuery & { readonly rows: JsRows } {
  const described: JsTableSignature = {
    name: found.name,
    parameters: found.parameters.map(({ name, type }) => ({ name, kind: kindOf(type), type: typeName(type) })),
    columns: declared.map(({ name, type }) => ({ name, kind: kindOf(type) })),
    body: found.body,
  };
  const rows = { signature: quoteString(JSON.stringify(described)), args: argumentList(compiler, args) };
  const line = compiler.nextAlias();
  const cells = declared.map((_, at) => `json_extract_string(${line}.e, '$[${at + 1}]') AS c${at + 1}`);
  const list = `sf_js_rows(${rows.signature}, [${rows.args}])`;
  return {
    rows,
    sql: `SELECT ${cells.join(', ')} FROM (SELECT unnest(${list}) AS e) AS ${line}`,
    columns: declared.map(({ name, type }) => ({
      name,
      type: kindOf(type) === 'json' ? VARIANT : TEXT,
      nullable: true,
    })),
  };
}

/** Arguments as texts, in the form in which they travel to JavaScript. */
export function argumentList(compiler: Compiler, args: readonly Typed[]): string {
  return `CAST([${args.map((arg) => argumentSql(compiler, arg)).join(', ')}] AS VARCHAR[])`;
}

/** JavaScript has one kind of number, and one of moments, to the millisecond. */
export function kindOf({ kind }: SqlType): JsKind {
  switch (kind) {
    case 'number':
    case 'float':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'date':
    case 'timestamp':
      return 'date';
    case 'binary':
      return 'binary';
    case 'variant':
    case 'object':
    case 'array':
      return 'json';
    case 'text':
    case 'time':
    case 'null':
      return 'text';
    default:
      return kind satisfies never;
  }
}

function argumentSql(compiler: Compiler, arg: Typed): string {
  const { type } = arg;
  if (type.kind === 'date' || type.kind === 'timestamp') {
    return `CAST(${castTo(compiler, arg, INSTANT).sql} // 1000000 AS VARCHAR)`;
  }
  if (type.kind === 'float') {
    // Every digit, where a text of SQL has fewer.
    return `CAST(${arg.sql} AS VARCHAR)`;
  }
  return type.kind === 'variant' || type.kind === 'object' || type.kind === 'array'
    ? `CASE WHEN contains(${arg.sql}, 'undefined') THEN sf_strict_json(${arg.sql}) ELSE ${arg.sql} END`
    : castTo(compiler, arg, TEXT).sql;
}
