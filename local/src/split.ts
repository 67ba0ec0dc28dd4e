import { beginsTransaction } from './begins-transaction.js';
import { readTokens, type Token } from './lexer.js';

const BLOCK_TAILS: ReadonlySet<string> = new Set(['IF', 'FOR', 'WHILE', 'LOOP', 'REPEAT']);

/**
 * Splits a text at its semicolons, outside strings, comments, `$$` bodies and scripting blocks. Statements without any
 * token are dropped; comments around a statement stay with it.
 */
export function splitStatements(sql: string): readonly string[] {
  const statements: string[] = [];
  const tokens = readTokens(sql);
  let first = 0;
  let begin = 0;
  while (first < tokens.length) {
    const end = findEnd(tokens, first);
    const stop = tokens[end]?.start ?? sql.length;
    if (end > first) {
      statements.push(sql.slice(begin, stop).trim());
    }
    begin = stop + 1;
    first = end + 1;
  }
  return statements;
}

/** Cuts a statement at its `->>`, outside of parentheses: each part reads the rows of those before it. */
export function splitFlow(sql: string): readonly string[] {
  if (!sql.includes('->>')) {
    return [sql];
  }
  let depth = 0;
  let begin = 0;
  const parts: string[] = [];
  for (const { kind, text, start, end } of readTokens(sql)) {
    depth += kind !== 'symbol' ? 0 : text === '(' ? 1 : text === ')' ? -1 : 0;
    if (depth === 0 && kind === 'symbol' && text === '->>') {
      parts.push(sql.slice(begin, start));
      begin = end;
    }
  }
  return [...parts, sql.slice(begin)];
}

function findEnd(tokens: readonly Token[], first: number): number {
  let depth = 0;
  const block = startsBlock(tokens, first);
  for (let at = first; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.text === ';' && depth === 0 && !(block && at < blockHead(tokens, first))) {
      return at;
    }
    if (block && token?.kind === 'word') {
      depth += depthChange(token.value, tokens, at);
    }
  }
  return tokens.length;
}

/** A DECLARE section has semicolons of its own before the block's BEGIN. */
function blockHead(tokens: readonly Token[], first: number): number {
  return tokens.findIndex((token, at) => at >= first && token.kind === 'word' && token.value === 'BEGIN');
}

function startsBlock(tokens: readonly Token[], first: number): boolean {
  const head = tokens[first];
  if (head?.kind !== 'word') {
    return false;
  }
  if (head.value === 'DECLARE' || ((head.value === 'CREATE' || head.value === 'ALTER') && holdsBody(tokens, first))) {
    return true;
  }
  return head.value === 'BEGIN' && !beginsTransaction(tokens[first + 1], tokens[first + 2]);
}

/** A procedure or task may have its block written plainly after AS. */
function holdsBody(tokens: readonly Token[], first: number): boolean {
  const end = tokens.findIndex((token, at) => at > first && token.text === ';');
  const head = tokens.slice(first, end < 0 ? undefined : end);
  return (
    head.slice(0, 5).some(({ kind, value }) => kind === 'word' && (value === 'PROCEDURE' || value === 'TASK')) &&
    head.some(
      ({ kind, value }, at) =>
        kind === 'word' && value === 'AS' && ['BEGIN', 'DECLARE'].includes(head[at + 1]?.value ?? ''),
    )
  );
}

function depthChange(word: string, tokens: readonly Token[], at: number): number {
  if (word === 'BEGIN') {
    return beginsTransaction(tokens[at + 1], tokens[at + 2]) ? 0 : 1;
  }
  if (word === 'CASE') {
    return tokens[at - 1]?.value === 'END' ? 0 : 1;
  }
  return word === 'END' && !BLOCK_TAILS.has(tokens[at + 1]?.value ?? '') ? -1 : 0;
}
