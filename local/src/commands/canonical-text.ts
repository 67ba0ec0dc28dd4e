import type { Token } from '../lexer.js';
import { readTokens } from '../lexer.js';
import { typeName } from '../types/sql-type.js';
import type { Expression } from '../syntax/ast.js';

const CALLED_BARE = /^(?:CURRENT_DATE|CURRENT_TIME|CURRENT_TIMESTAMP|CURRENT_USER|LOCALTIME|LOCALTIMESTAMP)$/;
const TIGHT = new Set(['(', ')', '.', '::', ':', '[', ']']);

/** An expression as Snowflake writes it in listings: words in upper case, and spaces in their places. */
export function canonicalText(sql: string, expression: Expression): string {
  if (expression.kind === 'cast' && !expression.try) {
    return `CAST(${canonicalText(sql, expression.operand)} AS ${typeName(expression.type)})`;
  }
  return printTokens(readTokens(sql.slice(expression.start, expression.end)));
}

/** Words in upper case, and spaces in their places. */
export function printTokens(tokens: readonly Token[]): string {
  return tokens.map((token, at) => `${spaceBefore(tokens, at)}${printToken(token, tokens[at + 1])}`).join('');
}

function printToken({ kind, text, value }: Token, next: Token | undefined): string {
  if (kind !== 'word') {
    return text;
  }
  return CALLED_BARE.test(value) && next?.text !== '(' ? `${value}()` : value;
}

function spaceBefore(tokens: readonly Token[], at: number): string {
  const [before, previous, token] = [tokens[at - 2], tokens[at - 1], tokens[at]];
  if (previous === undefined || token === undefined || TIGHT.has(token.text) || token.text === ',') {
    return '';
  }
  const sign = previous.text === '-' && (before === undefined || (before.kind === 'symbol' && before.text !== ')'));
  return sign || (TIGHT.has(previous.text) && previous.text !== ')') ? '' : ' ';
}
