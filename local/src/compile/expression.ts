import { quoteString } from '../lexer.js';
import { readDecimal, writeDecimal } from '../native/number-format.js';
import type { Expression, Span } from '../syntax/ast.js';
import {
  BOOLEAN,
  FLOAT,
  MAX_BINARY,
  NULL,
  TEXT,
  binary,
  number,
  text,
  typeName,
  type SqlType,
} from '../types/sql-type.js';
import { compileArithmetic } from './arithmetic.js';
import { compileCall } from './call.js';
import { compileCase } from './case.js';
import { chainOf, joinBalanced, type Chain } from './chain.js';
import { castTo } from './casts.js';
import { shared } from './once.js';
import { addFields, renameFields } from './structure-casts.js';
import { compare } from './comparison.js';
import { compileAncestor } from './connect-by.js';
import { compileArray, compileObject } from './structures.js';
import type { Compiler } from './compiler.js';
import { unsupported } from './faults.js';
import { compileLike } from './like.js';
import { compareNodes } from './row-comparison.js';
import { compileInList } from './in-list.js';
import { compilePath } from './path.js';
import { resolveName, type Scope } from './scope.js';
import { nextValue } from './sequences.js';
import { compileInQuery, compileQuantified, compileSubquery } from './subqueries.js';
import { compileSum } from './sum.js';
import { textLiteral } from './text-literal.js';
import { tryCast } from './try-cast.js';
import { combine, constant, nullOf, type Typed } from './typed.js';

/** Compiles one expression: its DuckDB text, its Snowflake type, whether it can be NULL. */
export function compileExpression(compiler: Compiler, node: Expression, scope: Scope): Typed {
  switch (node.kind) {
    case 'number':
      return compileNumber(node.text);
    case 'string':
      return textLiteral(node.value);
    case 'binary-literal':
      return constant(`sf_from_hex(${quoteString(node.hex)})`, binary(node.hex.length / 2));
    case 'boolean':
      return constant(node.value ? 'TRUE' : 'FALSE', BOOLEAN);
    case 'null':
      return nullOf(NULL);
    case 'name':
      if (node.outer === true && scope.marked !== true) {
        throw unsupported('(+) in this place');
      }
      return nextValue(compiler, node.path) ?? resolveName(scope, node.path, node, compiler.faults);
    case 'position':
      return compilePosition(compiler, node, scope);
    case 'variable':
      return compiler.environment.variableValue(node.name, node, compiler.faults);
    case 'bind':
      return compiler.environment.bindValue(node.index, node, compiler.faults);
    case 'unary':
      return compileUnary(compiler, node, scope);
    case 'binary':
      return compileBinary(compiler, node, scope);
    case 'is':
      return compileIs(compiler, node, scope);
    case 'between':
      return compileBetween(compiler, node, scope);
    case 'in-list':
      return compileInList(compiler, node, scope);
    case 'in-query':
      return compileInQuery(compiler, node, scope);
    case 'like':
      return compileLike(compiler, node, scope);
    case 'exists': {
      const { sql } = compiler.subquery(node.query, scope);
      return constant(`EXISTS (${sql})`, BOOLEAN);
    }
    case 'subquery':
      return compileSubquery(compiler, node, scope);
    case 'quantified':
      return compileQuantified(compiler, node, scope);
    case 'case':
      return compileCase(compiler, node, scope);
    case 'cast': {
      const value = compiler.expression(node.operand, scope);
      const named = node.renames === true ? renameFields(compiler, value, node.type, node) : value;
      const operand = node.adds === true ? addFields(compiler, named, node.type, node) : named;
      return node.try ? tryCast(compiler, operand, node.type) : castTo(compiler, operand, node.type);
    }
    case 'call':
      return compileCall(compiler, node, scope);
    case 'path':
      return compilePath(compiler, node, scope);
    case 'array':
      return compileArray(compiler, node.items, scope);
    case 'object':
      return compileObject(compiler, node, scope);
    case 'star':
    case 'tuple':
    case 'lambda':
    case 'interval':
    case 'spread':
    case 'default':
      throw unsupported(`${node.kind.toUpperCase()} in this place`);
    default:
      return node satisfies never;
  }
}

type Node<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/**
 * A number is exact as long as 38 digits hold it, also one with an exponent; beyond that it is a FLOAT. Zeros that end its
 * fraction are no digits of it, and one stands before its point.
 */
function compileNumber(written: string): Typed {
  const decimal = readDecimal(written.replace(/(\.\d*?)0+(?=[eE]|$)/, '$1'));
  const digits = decimal?.digits.toString().replace(/^0$/, '').length ?? 0;
  const scale = decimal?.scale ?? 0;
  if (decimal === undefined || digits > 38 || scale > 37) {
    return constant(`CAST(${quoteString(written)} AS DOUBLE)`, FLOAT);
  }
  const precision = Math.max(digits, scale + 1);
  return constant(`CAST('${writeDecimal(decimal)}' AS DECIMAL(${precision},${scale}))`, number(precision, scale));
}

function compilePosition(compiler: Compiler, node: Node<'position'>, scope: Scope): Typed {
  const qualifier = node.qualifier.map((name) => name.text);
  const source = scope.sources.find(({ path }) => qualifier.length === 0 || path.at(-1) === qualifier.at(-1));
  const column = source?.columns[node.index - 1];
  if (column === undefined) {
    throw compiler.faults.invalidIdentifier([...qualifier, `$${node.index}`], node);
  }
  return { sql: column.sql, type: column.type, nullable: column.nullable, aggregate: false };
}

function compileUnary(compiler: Compiler, node: Node<'unary'>, scope: Scope): Typed {
  if (node.operator === 'PRIOR' || node.operator === 'CONNECT_BY_ROOT') {
    return compileAncestor(compiler, node.operator, node.operand, scope);
  }
  if (node.operator === 'NOT' && node.operand.kind === 'in-query') {
    return compileInQuery(compiler, { ...node.operand, not: !node.operand.not }, scope);
  }
  const operand = compiler.expression(node.operand, scope);
  switch (node.operator) {
    case 'NOT': {
      const value = castTo(compiler, operand, BOOLEAN);
      return combine(`(NOT ${value.sql})`, BOOLEAN, [value]);
    }
    case '+':
    case '-':
      return signed(compiler, node.operator, operand, node);
    default:
      return node.operator satisfies never;
  }
}

/** A minus keeps the type of a NUMBER; a plus gives it two digits before its point, as if something could be added. */
function signed(compiler: Compiler, sign: '+' | '-', operand: Typed, span: Span): Typed {
  const { type } = operand;
  if (type.kind === 'number' || (type.kind === 'null' && sign === '+')) {
    const { precision, scale } = type.kind === 'number' ? type : { precision: 1, scale: 0 };
    const kept = number(sign === '+' ? Math.min(38, Math.max(precision, scale + 2)) : precision, scale);
    return combine(sign === '+' ? castTo(compiler, operand, kept).sql : `(-${operand.sql})`, kept, [operand]);
  }
  if (type.kind !== 'float' && type.kind !== 'text' && type.kind !== 'variant' && type.kind !== 'null') {
    throw compiler.faults.invalidTypes(sign === '+' ? 'UNARY PLUS' : 'NEGATE', [typeName(type)], span);
  }
  const real = castTo(compiler, operand, FLOAT).sql;
  return combine(sign === '+' ? real : `(-${real})`, FLOAT, [operand]);
}

function compileBinary(compiler: Compiler, node: Node<'binary'>, scope: Scope): Typed {
  const { operator } = node;
  switch (operator) {
    case 'AND':
    case 'OR': {
      const values = chainOf(node, [operator]).operands.map((side) =>
        castTo(compiler, compiler.expression(side, scope), BOOLEAN),
      );
      return combine(`(${values.map(({ sql }) => sql).join(` ${operator} `)})`, BOOLEAN, values);
    }
    case '+':
    case '-':
      return compileSum(compiler, chainOf(node, ['+', '-']), scope);
    case '*':
    case '/':
    case '%':
      return compileArithmetic(compiler, operator, node.left, node.right, scope);
    case '||':
      return concatenate(compiler, chainOf(node, ['||']), scope);
    case '<':
    case '<=':
    case '<>':
    case '=':
    case '>':
    case '>=':
    case 'IS DISTINCT':
    case 'IS NOT DISTINCT':
      return compareNodes(compiler, operator, node.left, node.right, scope);
    default:
      return operator satisfies never;
  }
}

/** Binaries make a binary with each other, and anything else a text. */
function concatenate(compiler: Compiler, chain: Chain, scope: Scope): Typed {
  const values = chain.operands.map((operand) => compiler.expression(operand, scope));
  const bytes = values.flatMap(({ type }) => (type.kind === 'binary' ? [type.length] : []));
  if (bytes.length === values.length) {
    return concatenateAs(
      binary(
        Math.min(
          MAX_BINARY,
          bytes.reduce((sum, length) => sum + length),
        ),
      ),
      values,
      values,
    );
  }
  refuseNoText(compiler, chain, values);
  const sizes = values.map(({ type }) => (type.kind === 'text' ? type.length : Number.POSITIVE_INFINITY));
  const size = Math.min(
    16_777_216,
    sizes.reduce((sum, length) => sum + length),
  );
  return concatenateAs(
    text(size),
    values.map((value) => castTo(compiler, value, TEXT)),
    values,
  );
}

function refuseNoText(compiler: Compiler, { operands, joints }: Chain, values: readonly Typed[]): void {
  const faulty = operands.findIndex((operand, at) => isNoText(operand, values[at] ?? nullOf()));
  const firstOther = values.findIndex(({ type }) => type.kind !== 'binary');
  // Binaries at the beginning are one, until something else comes.
  const right = Math.max(faulty, faulty < firstOther ? firstOther : 1, 1);
  const joint = faulty < 0 ? undefined : joints[right - 1];
  if (joint !== undefined) {
    const place = compiler.sql.indexOf('||', joint.left.end);
    const before = right === 1 || right === firstOther ? values[0]?.type : TEXT;
    const types = [before ?? TEXT, values[right]?.type ?? TEXT].map(typeName);
    throw compiler.faults.invalidTypes('||', types, { start: place, end: place + 2 });
  }
}

function concatenateAs(type: SqlType, parts: readonly Typed[], values: readonly Typed[]): Typed {
  const sqls = parts.map(({ sql }) => sql);
  return combine(joinBalanced(sqls, (left, right) => `(${left} || ${right})`) ?? '', type, values);
}

/** Neither bytes nor structures become text by themselves, nor what an operator tells of truth, as a column or a constant of BOOLEAN does. */
function isNoText(node: Expression, { type }: Typed): boolean {
  if (type.kind === 'binary' || type.kind === 'object' || type.kind === 'array') {
    return true;
  }
  return type.kind === 'boolean' && ['binary', 'unary', 'is', 'between', 'in-list', 'like'].includes(node.kind);
}

function compileIs(compiler: Compiler, node: Node<'is'>, scope: Scope): Typed {
  const operand = compiler.expression(node.operand, scope);
  const value = node.test === 'NULL' ? operand : castTo(compiler, operand, BOOLEAN);
  const sql = `(${value.sql} IS ${node.not ? 'NOT ' : ''}${node.test})`;
  return { ...combine(sql, BOOLEAN, [operand]), nullable: false };
}

function compileBetween(compiler: Compiler, node: Node<'between'>, scope: Scope): Typed {
  const values = [node.operand, node.low, node.high].map((part) => compiler.expression(part, scope));
  const sql = shared(
    values.map((value) => value.sql),
    (texts) => {
      const [operand = nullOf(), low = nullOf(), high = nullOf()] = values.map((value, at) =>
        compiler.renamed(value, texts[at]),
      );
      const from = compare(compiler, '>=', operand, low);
      const to = compare(compiler, '<=', operand, high);
      return `(${node.not ? 'NOT ' : ''}(${from.sql} AND ${to.sql}))`;
    },
  );
  return combine(sql, BOOLEAN, values);
}
