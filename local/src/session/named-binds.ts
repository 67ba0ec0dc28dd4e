import { readTokens, type Token } from '../lexer.js';
import type { StatementRequest } from '../statement.js';

type Named = Pick<StatementRequest, 'sql' | 'binds'>;

/**
 * Gives binds that came by name, as .NET's connector sends them for `:name`, their numbers. The text keeps its length
 * where the number is no longer than the name, so that errors still point at the right place.
 */
export function numberBinds<Request extends Named>(request: Request): Request {
  const names = Object.keys(request.binds).filter((key) => !/^\d+$/.test(key));
  if (names.length === 0) {
    return request;
  }
  const positions = Object.keys(request.binds).filter((key) => !names.includes(key));
  const first = Math.max(0, ...positions.map(Number)) + 1;
  const numbers = new Map(names.map((name, at) => [name.toUpperCase(), String(first + at)]));
  const binds = Object.entries(request.binds).map(
    ([key, bind]) => [numbers.get(key.toUpperCase()) ?? key, bind] as const,
  );
  return { ...request, sql: rewrite(request.sql, numbers), binds: Object.fromEntries(binds) };
}

function rewrite(sql: string, numbers: ReadonlyMap<string, string>): string {
  const tokens = readTokens(sql);
  let written = '';
  let last = 0;
  tokens.forEach((token, at) => {
    const name = tokens[at + 1];
    const number = token.text === ':' && !isPath(tokens[at - 1], token) ? numbers.get(nameOf(name)) : undefined;
    if (number !== undefined && name !== undefined && name.start === token.end) {
      written += `${sql.slice(last, token.start)}:${number.padEnd(name.text.length)}`;
      last = name.end;
    }
  });
  return written + sql.slice(last);
}

function nameOf(token: Token | undefined): string {
  return token?.kind === 'word' ? token.value : '';
}

/** `src:name` and `f(x):name` are paths into a value, no binds. */
function isPath(before: Token | undefined, colon: Token): boolean {
  return before?.end === colon.start && (before.kind !== 'symbol' || before.text === ')' || before.text === ']');
}
