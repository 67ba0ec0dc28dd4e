import { SnowflakeError } from '../errors.js';
import { DATE, TIME, timestamp, type SqlType } from '../types/sql-type.js';
import type { Expression } from './ast.js';
import { readCall } from './call.js';
import type { Grammar } from './grammar.js';
import { readInterval } from './interval.js';
import { readLambdaAfterName, seesLambdaAfterName } from './lambda.js';
import { spanFrom } from './span.js';
import { readBracketed } from './bracketed.js';
import { readStar } from './star.js';
import { plainCall } from './plain-call.js';

/** Functions that are called without parentheses. */
const BARE_CALLS: ReadonlySet<string> = new Set([
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'CURRENT_USER',
  'LOCALTIME',
  'LOCALTIMESTAMP',
]);

/** Words that name a column only behind a dot, beside the reserved ones. */
const LEADING: ReadonlySet<string> = new Set(['CROSS', 'EXCEPT', 'INNER', 'JOIN', 'NATURAL', 'WHEN']);

/** Reserved words that also name a function. */
const CALLABLE: ReadonlySet<string> = new Set(['ILIKE', 'INSERT', 'LIKE', 'RLIKE']);

/** Reads an operand: a literal, a name, a call, a CASE, or something in brackets. */
export function readPrimary(grammar: Grammar): Expression {
  const { stream } = grammar;
  const token = stream.peek();
  if (token === undefined) {
    throw stream.unexpected();
  }
  const span = { start: token.start, end: token.end };
  switch (token.kind) {
    case 'number':
      stream.next();
      return { kind: 'number', text: token.text, ...span };
    case 'string':
    case 'dollars':
      stream.next();
      return { kind: 'string', value: token.value, ...span };
    case 'bind':
      stream.next();
      return { kind: 'bind', index: token.text === '?' ? stream.nextBind() : Number(token.text.slice(1)), ...span };
    case 'variable':
      stream.next();
      return /^\d+$/.test(token.value)
        ? { kind: 'position', index: Number(token.value), qualifier: [], ...span }
        : { kind: 'variable', name: token.value, ...span };
    case 'word':
      return readWord(grammar, token.value);
    case 'quoted':
      return readNamed(grammar);
    case 'symbol':
      return readNamedBind(grammar) ?? readBracketed(grammar, token.text);
    case 'stage':
      throw stream.unexpected();
    default:
      return token.kind satisfies never;
  }
}

/** Binds that came by name have numbers by now: one that still has its name was not given. */
function readNamedBind({ stream }: Grammar): Expression | undefined {
  const [colon, name] = [stream.peek(), stream.peek(1)];
  if (colon?.text !== ':' || name?.kind !== 'word' || name.start !== colon.end) {
    return undefined;
  }
  stream.next();
  stream.next();
  return { kind: 'bind', index: 0, start: colon.start, end: name.end };
}

function readWord(grammar: Grammar, word: string): Expression {
  const { stream } = grammar;
  const start = stream.start;
  const literal = stream.peek(1)?.kind === 'string' ? readTypedLiteral(grammar, word) : undefined;
  if (literal !== undefined) {
    return literal;
  }
  switch (word) {
    case 'NULL':
      stream.next();
      return { kind: 'null', ...spanFrom({ start }, stream) };
    case 'TRUE':
    case 'FALSE':
      stream.next();
      return { kind: 'boolean', value: word === 'TRUE', ...spanFrom({ start }, stream) };
    case 'DEFAULT':
      stream.next();
      return { kind: 'default', ...spanFrom({ start }, stream) };
    case 'CASE':
      return readCase(grammar);
    case 'EXISTS':
      return readExists(grammar);
    case 'IDENTIFIER':
      return stream.sees(word, '(') ? readIdentified(grammar) : readNamed(grammar);
    case 'CAST':
    case 'TRY_CAST':
      return stream.sees(word, '(') ? readCast(grammar, word === 'TRY_CAST') : readNamed(grammar);
    default:
      if (CALLABLE.has(word) && stream.sees(word, '(')) {
        return readCall(grammar, [stream.word()], start);
      }
      if (LEADING.has(word)) {
        throw stream.unexpected();
      }
      return readNamed(grammar);
  }
}

function readTypedLiteral(grammar: Grammar, word: string): Expression | undefined {
  const { stream } = grammar;
  const start = stream.start;
  if (word === 'INTERVAL') {
    return readInterval(grammar);
  }
  if (word === 'X' && stream.peek(1)?.start === stream.peek()?.end) {
    stream.next();
    return { kind: 'binary-literal', hex: stream.string(), ...spanFrom({ start }, stream) };
  }
  const type = literalType(word, grammar);
  if (type === undefined) {
    return undefined;
  }
  stream.next();
  const operandStart = stream.start;
  const operand: Expression = { kind: 'string', value: stream.string(), ...spanFrom({ start: operandStart }, stream) };
  return { kind: 'cast', operand, type, try: false, ...spanFrom({ start }, stream) };
}

function literalType(word: string, grammar: Grammar): SqlType | undefined {
  if (word === 'DATE') {
    return DATE;
  }
  if (word === 'TIME') {
    return TIME;
  }
  return word === 'TIMESTAMP' ? timestamp(grammar.mapping) : undefined;
}

function readNamed(grammar: Grammar): Expression {
  const { stream } = grammar;
  const start = stream.start;
  const path = [stream.name()];
  while (stream.sees('.')) {
    if (stream.sees('.', '*')) {
      stream.next();
      return readStar(grammar, path, start);
    }
    stream.next();
    const token = stream.peek();
    if (token?.kind === 'variable' && /^\d+$/.test(token.value)) {
      stream.next();
      return { kind: 'position', index: Number(token.value), qualifier: path, ...spanFrom({ start }, stream) };
    }
    path.push(stream.name());
  }
  const [first] = path;
  if (path.length === 1 && first !== undefined && seesLambdaAfterName(stream)) {
    return readLambdaAfterName(grammar, first, start);
  }
  if (stream.accept('(', '+', ')')) {
    return { kind: 'name', path, outer: true, ...spanFrom({ start }, stream) };
  }
  if (stream.sees('(')) {
    return readCall(grammar, path, start);
  }
  const [only] = path;
  if (path.length === 1 && only !== undefined && !only.quoted && BARE_CALLS.has(only.text)) {
    return { ...plainCall(path), ...spanFrom({ start }, stream) };
  }
  return { kind: 'name', path, ...spanFrom({ start }, stream) };
}

/** `IDENTIFIER('name')`: a column, or a function when arguments follow. */
function readIdentified(grammar: Grammar): Expression {
  const { stream } = grammar;
  const start = stream.start;
  const path = grammar.objectName();
  return stream.sees('(') ? readCall(grammar, path, start) : { kind: 'name', path, ...spanFrom({ start }, stream) };
}

function readCase(grammar: Grammar): Expression {
  const { stream } = grammar;
  const start = stream.start;
  stream.expect('CASE');
  const operand = stream.sees('WHEN') ? undefined : grammar.expression();
  const branches: { when: Expression; result: Expression }[] = [];
  while (stream.accept('WHEN')) {
    const when = grammar.expression();
    stream.expect('THEN');
    branches.push({ when, result: grammar.expression() });
  }
  const otherwise = stream.accept('ELSE') ? grammar.expression() : undefined;
  stream.expect('END');
  return { kind: 'case', operand, branches, otherwise, ...spanFrom({ start }, stream) };
}

function readExists(grammar: Grammar): Expression {
  const { stream } = grammar;
  const start = stream.start;
  stream.expect('EXISTS', '(');
  const query = grammar.query();
  stream.expect(')');
  return { kind: 'exists', query, ...spanFrom({ start }, stream) };
}

function readCast(grammar: Grammar, attempt: boolean): Expression {
  const { stream } = grammar;
  const start = stream.start;
  stream.next();
  stream.expect('(');
  const operand = grammar.expression();
  stream.expect('AS');
  const type = grammar.dataType();
  const renames = stream.accept('RENAME', 'FIELDS');
  const adds = stream.accept('ADD', 'FIELDS');
  stream.expect(')');
  return { kind: 'cast', operand, type, try: attempt, renames, adds, ...spanFrom({ start }, stream) };
}

/** Types Snowflake has and this engine does not. */
const ABSENT_TYPES: ReadonlySet<string> = new Set([
  'DECFLOAT',
  'FILE',
  'GEOGRAPHY',
  'GEOMETRY',
  'INTERVAL',
  'PERIOD',
  'UUID',
]);

/** 002040 for a name that is no type, 000002 for a type that is not there. */
export function refuseType(grammar: Grammar): SnowflakeError {
  const token = grammar.stream.peek();
  if (token?.kind !== 'word') {
    return grammar.stream.unexpected();
  }
  return ABSENT_TYPES.has(token.value)
    ? new SnowflakeError('000002', '0A000', `Unsupported feature 'data type ${token.value}' in local testing.`)
    : new SnowflakeError('002040', '42601', `SQL compilation error:\nUnsupported data type '${token.text}'.`);
}
