import type { FunctionCall, FunctionRule } from '../functions/rule.js';
import type { CallNode, Expression, Span, WindowFrame } from '../syntax/ast.js';
import { BOOLEAN } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { expandStar } from './items.js';
import { pathValue } from './connect-by.js';
import { unsupported } from './faults.js';
import { printExpression } from './printed.js';
import { checkClauses } from './call-clauses.js';
import type { Scope } from './scope.js';
import { constant, nullOf, type Typed } from './typed.js';
import { orderSql, overSql } from './window.js';
import { TEXT } from '../types/sql-type.js';
import { callUserFunction } from './user-functions.js';
import { isRefused } from '../functions/untranslated.js';

/**
 * Compiles a call.
 *
 * @throws SnowflakeError 002140 for a function nobody knows, 000002 for one of Snowflake's that is not translated.
 */
export function compileCall(compiler: Compiler, node: CallNode & Span, scope: Scope): Typed {
  const name = node.path.at(-1)?.text ?? '';
  const known = scope.computed?.get(node) ?? pathValue(node, scope);
  if (known !== undefined) {
    return known;
  }
  const rule = node.path.length === 1 ? compiler.environment.functions.get(name) : undefined;
  if (rule === undefined) {
    return compileOther(compiler, node, scope, name);
  }
  return compileKnown(compiler, inOrder(compiler, node, rule), scope, name, rule);
}

function compileKnown(
  compiler: Compiler,
  node: CallNode & Span,
  scope: Scope,
  name: string,
  rule: FunctionRule,
): Typed {
  const args = Number.isFinite(rule.maximum) ? withColumns(compiler, node.args, scope) : node.args;
  const starred = node.args.some(({ kind }) => kind === 'star');
  const count = starred ? Math.max(args.length, rule.minimum) : args.length;
  if (count < rule.minimum || count > rule.maximum) {
    const call = printExpression(compiler, { ...node, args, over: undefined }, scope);
    throw compiler.faults.wrongArity(call, count < rule.minimum ? rule.minimum : rule.maximum, count, node);
  }
  checkClauses(compiler, node, name, rule);
  return finish(node, rule, rule.compile(openCall(compiler, framed(node, rule), scope, name)));
}

/** Arguments with the columns that a star stands for, as they could be written. */
function withColumns(compiler: Compiler, args: readonly Expression[], scope: Scope): readonly Expression[] {
  return args.flatMap((arg): readonly Expression[] => {
    if (arg.kind !== 'star') {
      return [arg];
    }
    const { qualifier, start, end } = arg;
    return expandStar(compiler, arg, scope).map(({ name }) => ({
      kind: 'name',
      path: [...qualifier, { text: name, quoted: true, start, end }],
      start,
      end,
    }));
  });
}

/** A call with the arguments that were given by name in their places. */
function inOrder(compiler: Compiler, node: CallNode & Span, { names }: FunctionRule): CallNode & Span {
  if (node.named.size === 0) {
    return node;
  }
  const rest = names?.slice(node.args.length).map((name) => node.named.get(name)) ?? [];
  const given = rest.slice(0, node.named.size).filter((arg) => arg !== undefined);
  if (given.length < node.named.size) {
    const text = `Invalid named arguments (${[...node.named.keys()].join(', ')}) for function ${node.path.at(-1)?.text}`;
    throw compiler.faults.compilation('001006', '42601', text, node);
  }
  return { ...node, args: [...node.args, ...given], named: new Map() };
}

function compileOther(compiler: Compiler, node: CallNode & Span, scope: Scope, name: string): Typed {
  const value = node.path.length === 1 && node.args.length === 0 ? compiler.environment.contextValue(name) : undefined;
  if (value !== undefined) {
    return value === null ? nullOf(TEXT) : constant(`'${value.replaceAll("'", "''")}'`, TEXT);
  }
  const called = callUserFunction(compiler, node, scope);
  if (called === undefined && isRefused(node.path.map(({ text }) => text))) {
    throw unsupported(node.path.map(({ text }) => text).join('.'));
  }
  if (called === undefined) {
    throw compiler.faults.unknownFunction(node.path.map(({ text }) => text).join('.'), node);
  }
  return called;
}

const FRAMES: Readonly<Record<NonNullable<FunctionRule['frame']>, WindowFrame>> = {
  whole: { unit: 'ROWS', from: { side: 'PRECEDING', offset: undefined }, to: { side: 'FOLLOWING', offset: undefined } },
  rows: {
    unit: 'ROWS',
    from: { side: 'PRECEDING', offset: undefined },
    to: { side: 'CURRENT ROW', offset: undefined },
  },
};

function framed(node: CallNode & Span, { frame }: FunctionRule): CallNode & Span {
  const { over } = node;
  return frame !== undefined && over !== undefined && over.order.length > 0 && over.frame === undefined
    ? { ...node, over: { ...over, frame: { ...FRAMES[frame], start: over.start, end: over.end } } }
    : node;
}

function finish(node: CallNode, rule: FunctionRule, value: Typed): Typed {
  return rule.kind === 'aggregate' && node.over === undefined ? { ...value, aggregate: true } : value;
}

function openCall(compiler: Compiler, node: CallNode & Span, scope: Scope, name: string): FunctionCall {
  let compiled: readonly Typed[] | undefined;
  return {
    name,
    node,
    scope,
    compiler,
    args: () =>
      (compiled ??= node.args.flatMap((arg) =>
        arg.kind === 'star'
          ? expandStar(compiler, arg, scope).map(({ value }) => value)
          : [compiler.expression(arg, scope)],
      )),
    aggregate: (target, args, order) => {
      const list = args.join(', ');
      const sorted = order ?? (node.within.length === 0 ? '' : ` ORDER BY ${orderSql(compiler, node.within, scope)}`);
      const nulls = node.nulls === 'IGNORE' ? ' IGNORE NULLS' : '';
      const filter = node.filter === undefined ? '' : ` FILTER (WHERE ${condition(compiler, node.filter, scope)})`;
      // A rule may ask for DISTINCT itself.
      const distinct = node.distinct && !list.startsWith('DISTINCT ') ? 'DISTINCT ' : '';
      return `${target}(${distinct}${list}${sorted}${nulls})${filter}${overSql(compiler, node, scope)}`;
    },
  };
}

function condition(compiler: Compiler, expression: Expression, scope: Scope): string {
  return castTo(compiler, compiler.expression(expression, scope), BOOLEAN).sql;
}
