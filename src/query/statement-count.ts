import { SqlError } from '../errors.js';
import { isMeaningful, scanSql } from './sql-scanner.js';

/** Words after BEGIN that make it a statement by itself, unless they are assigned to; every other one stands in a block. */
const BEGINS_TRANSACTION: ReadonlySet<string> = new Set([';', 'TRANSACTION', 'WORK', 'NAME']);

/** Whether something follows a semicolon: there may be several statements, or one with a block in it. */
export function mayBeSeveral(sqlText: string): boolean {
  return looksFor(sqlText).isFollowed;
}

/**
 * Checks a text that is to be one statement, before it is sent: a session may let several run, of which somebody who sees
 * them fail would run all again. A text with a block is left to the server, since semicolons in it end no statement.
 *
 * @param hint - What gives the results of each.
 * @throws SqlError `ARGUMENT_INVALID` when there are several for certain.
 */
export function checkOneStatement(sqlText: string, hint: string): void {
  // Nearly every text has none, or only at its end, and need not be read: it can be megabytes long.
  const first = sqlText.indexOf(';');
  const isOne = first === -1 || /^[\s;]*$/.test(sqlText.slice(first));
  const { isFollowed, hasBlock } = isOne ? NOTHING : looksFor(sqlText);
  if (isFollowed && !hasBlock) {
    throw new SqlError('The text has several statements where there should be one; none was sent.', {
      code: 'ARGUMENT_INVALID',
      hint,
    });
  }
}

interface Found {
  /** Something follows the first semicolon. */
  readonly isFollowed: boolean;
  /** A block begins before it. */
  readonly hasBlock: boolean;
}

const NOTHING: Found = { isFollowed: false, hasBlock: false };

function looksFor(sqlText: string): Found {
  let before = '';
  let twoBefore = '';
  let hasBlock = false;
  let isEnded = false;
  for (const token of scanSql(sqlText)) {
    if (!isMeaningful(token)) {
      continue;
    }
    if (isEnded && token.text !== ';') {
      return { isFollowed: true, hasBlock };
    }
    const word = token.kind === 'word' ? token.text.toUpperCase() : token.text;
    hasBlock ||=
      before === 'DECLARE' ||
      (before === 'BEGIN' && !BEGINS_TRANSACTION.has(word)) ||
      (twoBefore === 'BEGIN' && word === ':=');
    [twoBefore, before] = [before, token.kind === 'word' ? word : ''];
    isEnded ||= word === ';';
  }
  return { isFollowed: false, hasBlock };
}
