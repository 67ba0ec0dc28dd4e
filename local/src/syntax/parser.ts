import { SnowflakeError } from '../errors.js';
import type { NamePath } from './ast.js';
import { readDataType, type TimestampMapping } from './data-type.js';
import { readExpression } from './expression.js';
import type { Grammar } from './grammar.js';
import { refuseType } from './primary.js';
import { readQuery } from './query.js';
import { TokenStream } from './token-stream.js';

/** What the session has to say about reading a statement. */
export interface ReadingRules {
  readonly mapping: TimestampMapping;
  /** The text of a session variable, for IDENTIFIER($name). */
  variable(name: string): string;
  /** The text of a bind, for IDENTIFIER(?). */
  bind(index: number): string;
}

/** Opens a statement for reading. */
export function openGrammar(sql: string, rules: ReadingRules): Grammar {
  const stream = new TokenStream(sql);
  const grammar: Grammar = {
    stream,
    mapping: rules.mapping,
    expression: () => readExpression(grammar),
    query: () => readQuery(grammar),
    seesQuery: (ahead = 0) => seesQuery(stream, ahead),
    dataType: () => {
      const type = readDataType(stream, rules.mapping);
      if (type === undefined) {
        throw refuseType(grammar);
      }
      return type;
    },
    objectName: () => readObjectName(stream, rules),
  };
  return grammar;
}

function seesQuery(stream: TokenStream, ahead: number): boolean {
  let at = ahead;
  while (stream.peek(at)?.text === '(') {
    at += 1;
  }
  const token = stream.peek(at);
  return (
    token?.kind === 'word' &&
    (token.value === 'SELECT' ||
      token.value === 'WITH' ||
      (token.value === 'VALUES' && stream.peek(at + 1)?.text === '('))
  );
}

function readObjectName(stream: TokenStream, rules: ReadingRules): NamePath {
  if (!stream.accept('IDENTIFIER', '(')) {
    return stream.path();
  }
  const token = stream.next();
  stream.expect(')');
  return parseNamePath(textOfName(token, stream, rules));
}

function textOfName(token: ReturnType<TokenStream['next']>, stream: TokenStream, rules: ReadingRules): string {
  if (token.kind === 'variable') {
    return rules.variable(token.value);
  }
  if (token.kind === 'bind') {
    return rules.bind(token.text === '?' ? stream.nextBind() : Number(token.text.slice(1)));
  }
  return token.kind === 'string' || token.kind === 'dollars' ? token.value : token.text;
}

/**
 * Reads a dotted name out of a plain text, such as `db.schema."My Table"`.
 *
 * @throws SnowflakeError 001003 when the text is no name.
 */
export function parseNamePath(text: string): NamePath {
  const stream = new TokenStream(text);
  try {
    const path = stream.path();
    stream.finish();
    return path;
  } catch {
    throw new SnowflakeError('001003', '42000', `SQL compilation error:\nInvalid identifier '${text}'.`);
  }
}
