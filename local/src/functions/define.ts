import { castTo } from '../compile/casts.js';
import { sharedType } from '../compile/case.js';
import { shared } from '../compile/once.js';
import { combine, type Typed } from '../compile/typed.js';
import { physicalType } from '../types/physical.js';
import { TEXT, isNumeric, number, type SqlType } from '../types/sql-type.js';
import { argumentTexts, arity, convertAll, readSignature } from './parameters.js';
import type { FunctionCall, FunctionRule } from './rule.js';

/** What a result's type depends on. */
export type ResultType = SqlType | ((args: readonly Typed[], call: FunctionCall) => SqlType);

/** How the DuckDB text is made: a template with `$1`, `$2` … and `$*`, or a function of the arguments. */
export type Template = string | ((args: readonly string[], call: FunctionCall, values: readonly Typed[]) => string);

/**
 * Defines a scalar function by a signature such as `text, integer=1, any...`, its result's type and its DuckDB text.
 * Arguments left out take the text after `=`.
 */
export function scalar(signature: string, result: ResultType, template: Template): FunctionRule {
  return templated(signature, result, template, shared);
}

/** @param share - how arguments are given to the template */
function templated(signature: string, result: ResultType, template: Template, share: typeof shared): FunctionRule {
  const parameters = readSignature(signature);
  return {
    kind: 'scalar',
    ...arity(parameters),
    compile: (call) => {
      const values = convertAll(call, parameters);
      const sql = share(
        values.map((value) => value.sql),
        (texts) => {
          const kept = values.map((value, at) => call.compiler.renamed(value, texts[at]));
          return fill(template, argumentTexts(kept, parameters), call, kept);
        },
      );
      return resultOf(call, values, result, sql);
    },
  };
}

/** What an aggregate is given stands in no lambda. */
function unshared(values: readonly string[], make: (values: readonly string[]) => string): string {
  return make(values);
}

/** Defines an aggregate: the template calls DuckDB's through `call.aggregate`, which carries DISTINCT, FILTER and OVER. */
export function aggregate(signature: string, result: ResultType, template: Template): FunctionRule {
  const rule = templated(signature, result, template, unshared);
  return {
    ...rule,
    kind: 'aggregate',
    compile: (call) => ({ ...rule.compile(call), nullable: true }),
  };
}

/** An aggregate that as a window may see a part of its partition, as most may not. */
export function sliding(rule: FunctionRule): FunctionRule {
  return { ...rule, slides: true };
}

/** An aggregate of every value: DISTINCT is refused. */
export function everyValue(rule: FunctionRule): FunctionRule {
  return { ...rule, everyValue: true };
}

/** Calls DuckDB's aggregate of this name on all arguments. */
export function direct(name: string): Template {
  return (args, call) => call.aggregate(name, args);
}

/** Defines a window function: it needs OVER with an ORDER BY and is no aggregate to GROUP BY ALL. */
export function window(signature: string, result: ResultType, template: Template, ordered = true): FunctionRule {
  const rule = templated(signature, result, template, unshared);
  return {
    ...rule,
    kind: 'window',
    compile: (call) => {
      if (call.node.over === undefined) {
        const message = `Window function [${call.name}] requires an OVER clause`;
        throw call.compiler.faults.compilation('002303', '42601', message, call.node);
      }
      if (ordered && call.node.over.order.length === 0) {
        const message = `Window function type [${call.name}] requires ORDER BY in window specification`;
        throw call.compiler.faults.compilation('002303', '42601', message, call.node);
      }
      return { ...rule.compile(call), nullable: true };
    },
  };
}

/** A rule that never answers NULL. */
export function never(rule: FunctionRule): FunctionRule {
  return { ...rule, compile: (call) => ({ ...rule.compile(call), nullable: false }) };
}

/** A rule that can answer NULL for arguments that are not. */
export function maybe(rule: FunctionRule): FunctionRule {
  return { ...rule, compile: (call) => ({ ...rule.compile(call), nullable: true }) };
}

/** The type all arguments share. */
export function sharedResult(args: readonly Typed[], call: FunctionCall): SqlType {
  return sharedType(call.compiler, args);
}

/** The type of one argument. */
export function typeOf(place: number): ResultType {
  return (args) => args[place]?.type ?? TEXT;
}

/** Casts all arguments to the type they share. */
export function unified(call: FunctionCall, values: readonly Typed[]): readonly string[] {
  const type = sharedType(call.compiler, values);
  return values.map((value) => castTo(call.compiler, value, type).sql);
}

function fill(template: Template, args: readonly string[], call: FunctionCall, values: readonly Typed[]): string {
  if (typeof template === 'function') {
    return template(args, call, values);
  }
  return template.replace(/\$(\d+|\*)/g, (_, place: string) =>
    place === '*' ? args.join(', ') : (args[Number(place) - 1] ?? 'NULL'),
  );
}

function resultOf(call: FunctionCall, values: readonly Typed[], result: ResultType, sql: string): Typed {
  const type = typeof result === 'function' ? result(values, call) : result;
  // Numbers are always DECIMALs of their declared size: arithmetic and row types rely on it.
  return combine(isNumeric(type) ? `CAST(${sql} AS ${physicalType(type)})` : sql, type, values);
}

/** NUMBER(18,0): what counts and positions are. */
export const COUNT: SqlType = number(18);

/** Of a place in a text. */
export const PLACE: SqlType = number(9);

/**
 * The NUMBER of a precision and scale written as numbers from the n-th argument on.
 *
 * @throws SnowflakeError 001014 when they are no sizes of a NUMBER
 */
export function writtenNumber({ node, compiler }: FunctionCall, from: number): SqlType {
  const [precision = 38, scale = 0] = node.args
    .slice(from)
    .map((arg) => (arg.kind === 'number' ? Number(arg.text) : Number.NaN));
  if (!(precision >= 1 && precision <= 38 && scale >= 0 && scale < 38 && scale <= precision)) {
    throw compiler.faults.compilation('001014', '22023', `Invalid NUMBER precision or scale`, node);
  }
  return number(precision, scale);
}
