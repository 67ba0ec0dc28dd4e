import type { Expression, Name, Query } from './ast.js';
import type { Grammar } from './grammar.js';
import { readLambda, seesLambda } from './lambda.js';
import { spanFrom } from './span.js';
import { readStar } from './star.js';

/** Reads what starts with a symbol: a star, an array, an object, something in parentheses. */
export function readBracketed(grammar: Grammar, symbol: string): Expression {
  const { stream } = grammar;
  const start = stream.start;
  if (symbol === '*') {
    return readStar(grammar, [], start);
  }
  if (symbol === '[') {
    stream.next();
    const items: Expression[] = stream.sees(']') ? [] : stream.series(() => grammar.expression());
    stream.expect(']');
    return { kind: 'array', items, ...spanFrom({ start }, stream) };
  }
  if (symbol === '{') {
    return readObject(grammar);
  }
  if (symbol !== '(') {
    throw stream.unexpected();
  }
  return readParenthesised(grammar);
}

function readParenthesised(grammar: Grammar): Expression {
  const { stream } = grammar;
  const start = stream.start;
  if (seesLambda(stream)) {
    return readLambda(grammar);
  }
  const query = readQueryInParentheses(grammar);
  if (query !== undefined) {
    return { kind: 'subquery', query, ...spanFrom({ start }, stream) };
  }
  const items = stream.list(() => grammar.expression());
  const [only] = items;
  if (items.length === 1 && only !== undefined) {
    return { ...only, ...spanFrom({ start }, stream) };
  }
  return { kind: 'tuple', items, ...spanFrom({ start }, stream) };
}

/** A query in parentheses; undefined for something else, such as `((SELECT 1) + 1)`. */
export function readQueryInParentheses(grammar: Grammar): Query | undefined {
  const { stream } = grammar;
  if (!grammar.seesQuery(1)) {
    return undefined;
  }
  const { position } = stream;
  const nested = stream.sees('(', '(');
  try {
    stream.expect('(');
    const query = grammar.query();
    stream.expect(')');
    return query;
  } catch (error) {
    // Nested too deeply is the end either way.
    if (!nested || error instanceof RangeError) {
      throw error;
    }
    stream.rewind(position);
    return undefined;
  }
}
function readObject(grammar: Grammar): Expression {
  const { stream } = grammar;
  const start = stream.start;
  stream.expect('{');
  if (stream.accept('}')) {
    return { kind: 'object', entries: [], star: undefined, ...spanFrom({ start }, stream) };
  }
  if (stream.sees('*') || stream.peek()?.kind === 'word' || stream.peek()?.kind === 'quoted') {
    const starStart = stream.start;
    const qualifier = stream.sees('*') ? [] : readQualifier(grammar);
    const star = readStar(grammar, qualifier, starStart);
    stream.expect('}');
    return { kind: 'object', entries: [], star, ...spanFrom({ start }, stream) };
  }
  const entries = stream.series(() => {
    const keyStart = stream.start;
    const key: Expression = { kind: 'string', value: stream.string(), ...spanFrom({ start: keyStart }, stream) };
    stream.expect(':');
    return [key, grammar.expression()] as const;
  });
  stream.expect('}');
  return { kind: 'object', entries, star: undefined, ...spanFrom({ start }, stream) };
}

/** The `t.` of `t.*`. */
function readQualifier({ stream }: Grammar): Name[] {
  const path = [stream.name()];
  stream.expect('.');
  while (!stream.sees('*')) {
    path.push(stream.name());
    stream.expect('.');
  }
  return path;
}
