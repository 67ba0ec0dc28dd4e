import { SqlError } from '../errors.js';
import { isMeaningful, scanSql, type SqlToken } from './sql-scanner.js';

/** Words after which a value begins, also without space: `then:a` is no path into a column named `then`. */
const RESERVED = new Set(
  (
    'ALL AND ANY AS BETWEEN BY CASE CONNECT DISTINCT ELSE FROM HAVING ILIKE IN INTO IS LIKE NOT ON OR QUALIFY REGEXP ' +
    'RLIKE SELECT SET SOME START THEN UNION USING VALUES WHEN WHERE WITH'
  ).split(' '),
);

/** Words after which a value begins when there is space between. They may name a column as well. */
const LEADING = new Set(
  'CALL DATE DEFAULT ESCAPE EXCEPT FETCH FIRST INTERSECT INTERVAL LIMIT MINUS NEXT OFFSET RETURN TIME TIMESTAMP TOP'.split(
    ' ',
  ),
);

/** What stands for a token in the rewritten text; undefined leaves it. */
type Replace = (token: SqlToken) => string | undefined;

/**
 * Rewrites the placeholders that have a position: `?`, or `:1`.
 *
 * @param replace - Gets each one's position, from 0, and its text.
 * @throws SqlError `BIND_INVALID` when a statement has both.
 */
export function replacePositions(text: string, replace: (index: number, mark: string) => string): string {
  let marks = 0;
  let numbers = 0;
  return rewrite(text, ({ kind, text: mark }) => {
    const isNumber = kind === 'variable' && /^:\d/.test(mark);
    if (kind !== 'placeholder' && !isNumber) {
      return undefined;
    }
    const index = isNumber ? Number(mark.slice(1)) - 1 : marks;
    marks += isNumber ? 0 : 1;
    numbers += isNumber ? 1 : 0;
    if (marks > 0 && numbers > 0) {
      throw refused(`The statement has both ? and ${mark} as placeholders: use one kind.`);
    }
    return replace(index, mark);
  });
}

/**
 * Rewrites the placeholders that have a name: `:name`. A path into a VARIANT, as in `column:name`, stays.
 *
 * @param replace - Gets each one's name.
 * @throws SqlError `BIND_INVALID` where it cannot be told whether it is one, and beside `?` or `:1`.
 */
export function replaceNames(text: string, replace: (name: string) => string): string {
  let before: SqlToken | undefined;
  return rewrite(text, (token) => {
    const last = before;
    if (isMeaningful(token)) {
      before = token;
    }
    if (token.kind === 'placeholder' || (token.kind === 'variable' && /^:\d/.test(token.text))) {
      throw refused(`The statement has ${token.text} beside placeholders with names: use one kind.`);
    }
    return token.kind === 'variable' && !isPath(token, last) ? replace(token.text.slice(1)) : undefined;
  });
}

function rewrite(text: string, replace: Replace): string {
  let rewritten = '';
  for (const token of scanSql(text)) {
    rewritten += replace(token) ?? token.text;
  }
  return rewritten;
}

function isPath(token: SqlToken, before: SqlToken | undefined): boolean {
  if (before === undefined || !isOperand(before)) {
    return false;
  }
  const word = before.kind === 'word' ? before.text.toUpperCase() : '';
  if (RESERVED.has(word)) {
    return false;
  }
  if (before.start + before.text.length === token.start) {
    return true;
  }
  if (LEADING.has(word)) {
    return false;
  }
  throw refused(
    `${token.text} after ${before.text} may be a placeholder or a path into a VARIANT.`,
    `Write ${before.text}${token.text} for the path, or (${token.text}) for the placeholder.`,
  );
}

function isOperand({ kind, text }: SqlToken): boolean {
  return kind === 'sign' ? text === ')' || text === ']' : kind !== 'placeholder';
}

function refused(message: string, hint?: string): SqlError {
  return new SqlError(message, { code: 'BIND_INVALID', hint });
}
