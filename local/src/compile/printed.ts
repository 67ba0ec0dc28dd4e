import type { CallNode, Expression, PathStep } from '../syntax/ast.js';
import { typeName } from '../types/sql-type.js';
import type { Compiler } from './compiler.js';
import { printName } from './faults.js';
import { matches, type Scope } from './scope.js';

/** An expression as Snowflake's messages print it: by what it means rather than as it was written. */
export function printExpression(compiler: Compiler, node: Expression, scope: Scope): string {
  const print = (part: Expression): string => printExpression(compiler, part, scope);
  switch (node.kind) {
    case 'string':
      return `'${node.value}'`;
    case 'binary-literal':
      return `X'${node.hex.toUpperCase()}'`;
    case 'name':
      return printColumn(node, scope);
    case 'unary':
      return node.operator === '-' ? `NEGATE(${print(node.operand)})` : `${node.operator}(${print(node.operand)})`;
    case 'binary': {
      const divided = node.operator === '/' ? dividend(compiler, node, scope) : undefined;
      return `${divided ?? operand(node.left, print)} ${node.operator} ${operand(node.right, print)}`;
    }
    case 'is':
      return `${print(node.operand)} IS ${node.not ? 'NOT ' : ''}${node.test}`;
    case 'in-list':
      return `${print(node.operand)} ${node.not ? 'NOT ' : ''}IN (${node.items.map(print).join(', ')})`;
    case 'like': {
      const [pattern] = node.patterns;
      const like = `${print(node.operand)} ${node.not ? 'NOT ' : ''}${node.flavour} `;
      return pattern === undefined || node.patterns.length > 1 ? written(compiler, node) : `${like}${print(pattern)}`;
    }
    case 'cast':
      return `CAST(${print(node.operand)} AS ${typeName(node.type)})`;
    case 'path':
      return node.steps.reduce((from, step) => `GET(${from}, ${printStep(step, print)})`, print(node.operand));
    case 'call':
      return printCall(node, print) ?? written(compiler, node);
    case 'array':
    case 'between':
    case 'bind':
    case 'boolean':
    case 'case':
    case 'default':
    case 'exists':
    case 'in-query':
    case 'interval':
    case 'lambda':
    case 'null':
    case 'number':
    case 'object':
    case 'position':
    case 'quantified':
    case 'spread':
    case 'star':
    case 'subquery':
    case 'tuple':
    case 'variable':
      return written(compiler, node);
    default:
      return node satisfies never;
  }
}

type Print = (node: Expression) => string;

function written(compiler: Compiler, { start, end }: Expression): string {
  return compiler.sql.slice(start, end).toUpperCase();
}

/** Behind the name its source has in FROM; an alias of the select list stands alone. */
function printColumn({ path }: Extract<Expression, { kind: 'name' }>, scope: Scope): string {
  const names = path.map(({ text }) => text);
  const name = names.at(-1) ?? '';
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.sources.find(
      (source) => matches(source, names.slice(0, -1)) && source.columns.some((column) => column.name === name),
    );
    if (found !== undefined) {
      return [...found.path.slice(-1), name].map(printName).join('.');
    }
  }
  return names.map(printName).join('.');
}

/** What is computed inside of an operation stands in parentheses. */
function operand(node: Expression, print: Print): string {
  return node.kind === 'binary' ? `(${print(node)})` : print(node);
}

/** A NUMBER is widened before it is divided. */
function dividend(compiler: Compiler, node: Extract<Expression, { kind: 'binary' }>, scope: Scope): string | undefined {
  const { type } = compiler.expression(node, scope);
  return type.kind === 'number'
    ? `(CAST(${printExpression(compiler, node.left, scope)} AS ${typeName(type)}))`
    : undefined;
}

function printStep(step: PathStep, print: Print): string {
  return 'key' in step ? `'${step.key}'` : print(step.index);
}

/** The name a function has there; the text of a call with clauses is kept. */
function printCall(node: CallNode, print: Print): string | undefined {
  const { path, args, named, over, within, distinct } = node;
  if (named.size > 0 || over !== undefined || within.length > 0 || distinct || path.length !== 1) {
    return undefined;
  }
  const name = path[0]?.text ?? '';
  const list = args.map((arg) => (arg.kind === 'star' && arg.qualifier.length === 0 ? '*' : print(arg)));
  const [first = '', second = ''] = list;
  switch (name) {
    case 'COALESCE':
    case 'NVL':
    case 'IFNULL':
      return list.length > 1 ? list.reduceRight((rest, item) => `IFNULL(${item}, ${rest})`) : `${name}(${first})`;
    case 'LEFT':
      return `SUBSTR(${first}, 1, ${second})`;
    case 'TO_VARIANT':
      return `CAST(${first} AS VARIANT)`;
    case 'TO_DATE':
    case 'DATE':
      return list.length === 1 ? `CAST(${first} AS DATE)` : `${name}(${list.join(', ')})`;
    default:
      return `${name}(${list.join(', ')})`;
  }
}
