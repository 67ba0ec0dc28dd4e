import { refuseCollation } from './collation.js';
import { spanFrom } from './span.js';
import type { BinaryOperator, Expression } from './ast.js';
import { readSpread } from './call.js';
import type { Grammar } from './grammar.js';
import { readPrimary } from './primary.js';

/** Reads an expression: OR binds loosest, then AND, NOT, comparisons, IS, sums, products, signs, casts and paths. */
export function readExpression(grammar: Grammar): Expression {
  return readChain(grammar, OR, (inner) => readChain(inner, AND, readNegation));
}

const OR: ReadonlyMap<string, BinaryOperator> = new Map([['OR', 'OR']]);
const AND: ReadonlyMap<string, BinaryOperator> = new Map([['AND', 'AND']]);
const SUMS: ReadonlyMap<string, BinaryOperator> = new Map([
  ['+', '+'],
  ['-', '-'],
  ['||', '||'],
]);
const PRODUCTS: ReadonlyMap<string, BinaryOperator> = new Map([
  ['*', '*'],
  ['/', '/'],
  ['%', '%'],
]);
const COMPARISONS: ReadonlyMap<string, BinaryOperator> = new Map([
  ['=', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['<', '<'],
  ['>', '>'],
  ['<=', '<='],
  ['>=', '>='],
]);

function readChain(
  grammar: Grammar,
  operators: ReadonlyMap<string, BinaryOperator>,
  readOperand: (grammar: Grammar) => Expression,
): Expression {
  let left = readOperand(grammar);
  for (;;) {
    const operator = acceptOperator(grammar, operators);
    if (operator === undefined) {
      return left;
    }
    const right = readOperand(grammar);
    left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
  }
}

function acceptOperator(
  { stream }: Grammar,
  operators: ReadonlyMap<string, BinaryOperator>,
): BinaryOperator | undefined {
  const token = stream.peek();
  if (token?.kind !== 'symbol' && token?.kind !== 'word') {
    return undefined;
  }
  const operator = operators.get(token.value);
  if (operator !== undefined) {
    stream.next();
  }
  return operator;
}

function readNegation(grammar: Grammar): Expression {
  const { stream } = grammar;
  const start = stream.start;
  if (!stream.accept('NOT')) {
    return readComparison(grammar);
  }
  const operand = readNegation(grammar);
  return { kind: 'unary', operator: 'NOT', operand, start, end: operand.end };
}

function readComparison(grammar: Grammar): Expression {
  let left = readSide(grammar);
  for (;;) {
    const operator = acceptOperator(grammar, COMPARISONS);
    const next = operator === undefined ? readTest(grammar, left) : readCompared(grammar, left, operator);
    if (next === undefined) {
      return left;
    }
    left = next;
  }
}

function readCompared(grammar: Grammar, left: Expression, operator: BinaryOperator): Expression {
  const { stream } = grammar;
  const quantifier = stream.sees('ANY', '(') || stream.sees('SOME', '(') || stream.sees('ALL', '(');
  if (quantifier && grammar.seesQuery(2)) {
    const all = stream.next().value === 'ALL';
    return { kind: 'quantified', operator, left, all, query: readNestedQuery(grammar), ...spanFrom(left, stream) };
  }
  const right = readSide(grammar);
  return { kind: 'binary', operator, left, right, start: left.start, end: right.end };
}

/** A side of a comparison: IS belongs to the side it stands behind, not to the comparison. */
function readSide(grammar: Grammar): Expression {
  let side = readSum(grammar);
  while (grammar.stream.accept('IS')) {
    side = readIs(grammar, side);
  }
  return side;
}

function readTest(grammar: Grammar, operand: Expression): Expression | undefined {
  const { stream } = grammar;
  if (stream.accept('IS')) {
    return readIs(grammar, operand);
  }
  const start = stream.position;
  const not = stream.accept('NOT');
  const test = readNegatableTest(grammar, operand, not);
  if (test === undefined) {
    stream.rewind(start);
  }
  return test;
}

function readIs(grammar: Grammar, operand: Expression): Expression {
  const { stream } = grammar;
  const not = stream.accept('NOT');
  if (stream.accept('DISTINCT', 'FROM')) {
    const right = readSum(grammar);
    const operator = not ? 'IS NOT DISTINCT' : 'IS DISTINCT';
    return { kind: 'binary', operator, left: operand, right, ...spanFrom(operand, stream) };
  }
  const test = stream.acceptAny('NULL', 'TRUE', 'FALSE');
  if (test === undefined) {
    throw stream.unexpected();
  }
  return { kind: 'is', operand, test, not, ...spanFrom(operand, stream) };
}

function readNegatableTest(grammar: Grammar, operand: Expression, not: boolean): Expression | undefined {
  const { stream } = grammar;
  if (stream.accept('BETWEEN')) {
    const low = readSum(grammar);
    stream.expect('AND');
    const high = readSum(grammar);
    return { kind: 'between', operand, low, high, not, ...spanFrom(operand, stream) };
  }
  if (stream.accept('IN')) {
    return readIn(grammar, operand, not);
  }
  const flavour = stream.acceptAny('LIKE', 'ILIKE', 'RLIKE', 'REGEXP');
  return flavour === undefined ? undefined : readLike(grammar, operand, flavour === 'REGEXP' ? 'RLIKE' : flavour, not);
}

function readIn(grammar: Grammar, operand: Expression, not: boolean): Expression {
  const { stream } = grammar;
  if (stream.sees('(') && grammar.seesQuery(1)) {
    return { kind: 'in-query', operand, query: readNestedQuery(grammar), not, ...spanFrom(operand, stream) };
  }
  const items = stream.list(() => readSpread(grammar)).flat();
  return { kind: 'in-list', operand, items, not, ...spanFrom(operand, stream) };
}

function readLike(
  grammar: Grammar,
  operand: Expression,
  flavour: 'LIKE' | 'ILIKE' | 'RLIKE',
  not: boolean,
): Expression {
  const { stream } = grammar;
  const quantifier = stream.acceptAny('ANY', 'ALL');
  const patterns = quantifier === undefined ? [readSum(grammar)] : readPatterns(grammar);
  const escape = stream.accept('ESCAPE') ? readSum(grammar) : undefined;
  return {
    kind: 'like',
    operand,
    patterns,
    quantifier: quantifier ?? 'ANY',
    escape,
    flavour,
    not,
    ...spanFrom(operand, stream),
  };
}

/** Patterns one by one, or from a query of one row. */
function readPatterns(grammar: Grammar): readonly Expression[] {
  const { stream } = grammar;
  if (!stream.sees('(') || !grammar.seesQuery(1)) {
    return stream.list(() => readExpression(grammar));
  }
  const { start } = stream;
  return [{ kind: 'subquery', query: readNestedQuery(grammar), ...spanFrom({ start }, stream) }];
}

function readNestedQuery(grammar: Grammar): ReturnType<Grammar['query']> {
  grammar.stream.expect('(');
  const query = grammar.query();
  grammar.stream.expect(')');
  return query;
}

function readSum(grammar: Grammar): Expression {
  return readChain(grammar, SUMS, (inner) => readChain(inner, PRODUCTS, readSigned));
}

function readSigned(grammar: Grammar): Expression {
  const { stream } = grammar;
  const start = stream.start;
  const sign = stream.acceptAny('+', '-');
  if (sign !== undefined) {
    const operand = readSigned(grammar);
    return { kind: 'unary', operator: sign, operand, start, end: operand.end };
  }
  const ancestor = readsAncestor(grammar) ? stream.acceptAny('PRIOR', 'CONNECT_BY_ROOT') : undefined;
  if (ancestor !== undefined) {
    const operand = readSigned(grammar);
    return { kind: 'unary', operator: ancestor, operand, start, end: operand.end };
  }
  return readPostfix(grammar, readPrimary(grammar));
}

function readPostfix(grammar: Grammar, first: Expression): Expression {
  const { stream } = grammar;
  let operand = first;
  for (;;) {
    if (stream.accept('::')) {
      const type = grammar.dataType();
      operand = { kind: 'cast', operand, type, try: false, ...spanFrom(first, stream) };
    } else if (stream.sees(':') && isKey(grammar, 1)) {
      stream.next();
      operand = extendPath(grammar, operand, { key: readKey(grammar) });
    } else if (stream.sees('.') && operand.kind === 'path' && isKey(grammar, 1)) {
      stream.next();
      operand = extendPath(grammar, operand, { key: readKey(grammar) });
    } else if (stream.accept('[')) {
      const index = readExpression(grammar);
      stream.expect(']');
      operand = extendPath(grammar, operand, { index });
    } else if (stream.accept('COLLATE')) {
      refuseCollation(stream.string());
    } else {
      return operand;
    }
  }
}

function readsAncestor({ stream }: Grammar): boolean {
  const kind = stream.peek(1)?.kind;
  return (
    stream.seesAny('PRIOR', 'CONNECT_BY_ROOT') &&
    (kind === 'word' || kind === 'quoted') &&
    !stream.sees('PRIOR', 'FROM')
  );
}

function isKey({ stream }: Grammar, ahead: number): boolean {
  const kind = stream.peek(ahead)?.kind;
  return kind === 'word' || kind === 'quoted';
}

function readKey({ stream }: Grammar): string {
  const token = stream.next();
  return token.kind === 'quoted' ? token.value : token.text;
}

function extendPath(
  { stream }: Grammar,
  operand: Expression,
  step: { key: string } | { index: Expression },
): Expression {
  const span = spanFrom(operand, stream);
  return operand.kind === 'path'
    ? { kind: 'path', operand: operand.operand, steps: [...operand.steps, step], ...span }
    : { kind: 'path', operand, steps: [step], ...span };
}
