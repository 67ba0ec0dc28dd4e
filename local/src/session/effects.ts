import { setTimeout as wait } from 'node:timers/promises';
import { cancelled } from '../duckdb-errors.js';
import { ACTING_FUNCTIONS } from '../functions/system.js';
import { readTokens, type Token } from '../lexer.js';
import type { SqlSessionOptions, StatementRequest } from '../statement.js';
import { unsupported } from '../compile/faults.js';

const SECONDS: Readonly<Record<string, number>> = {
  SECONDS: 1,
  SECOND: 1,
  MINUTES: 60,
  MINUTE: 60,
  HOURS: 3600,
  HOUR: 3600,
  DAYS: 86_400,
  MILLISECONDS: 0.001,
};

/** Of a GENERATOR that is only given a time: enough for what counts or waits, and few for a client that reads them. */
const ROWS_PER_SECOND = 1000;

/** A timer that is set to more ends at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs the functions of a statement that act, such as SYSTEM$WAIT, in the order in which they are written, and returns
 * what each answered by its place.
 *
 * @throws SnowflakeError 000604 when the statement is cancelled while it waits.
 */
export async function runEffects(
  request: StatementRequest,
  options: SqlSessionOptions,
): Promise<ReadonlyMap<number, string>> {
  const effects = new Map<number, string>();
  if (!/\$|TIMELIMIT/i.test(request.sql)) {
    return effects;
  }
  const tokens = readTokens(request.sql);
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word' || tokens[at + 1]?.text !== '(') {
      continue;
    }
    if (ACTING_FUNCTIONS.has(token.value)) {
      effects.set(token.start, await act(token.value, readArguments(tokens, at + 2, request), request, options));
    } else if (token.value === 'GENERATOR') {
      const seconds = timeLimitOf(tokens, at + 2, request);
      if (seconds !== undefined) {
        effects.set(token.start, String(await generateFor(seconds, request)));
      }
    }
  }
  return effects;
}

/** Arguments of acting functions are constants or binds. */
function readArguments(tokens: readonly Token[], start: number, request: StatementRequest): readonly string[] {
  const args: string[] = [];
  for (let at = start; at < tokens.length && tokens[at]?.text !== ')'; at += 1) {
    const token = tokens[at];
    if (token !== undefined && token.text !== ',') {
      args.push(argumentOf(tokens, at, request));
    }
  }
  return args;
}

/** The seconds of a GENERATOR that is given these alone, as a number or a bind. Its other arguments may be expressions. */
function timeLimitOf(tokens: readonly Token[], start: number, request: StatementRequest): number | undefined {
  const [name, arrow, limit, end] = tokens.slice(start, start + 4);
  const isAlone = name?.value === 'TIMELIMIT' && arrow?.text === '=>' && end?.text === ')';
  const isPlain = limit?.kind === 'number' || limit?.kind === 'bind';
  const seconds = isAlone && isPlain ? Number(argumentOf(tokens, start + 2, request)) : Number.NaN;
  return seconds >= 0 && Number.isFinite(seconds) ? seconds : undefined;
}

function argumentOf(tokens: readonly Token[], at: number, request: StatementRequest): string {
  const token = tokens[at];
  if (token === undefined) {
    return '';
  }
  switch (token.kind) {
    case 'number':
    case 'word':
    case 'string':
    case 'dollars':
    case 'quoted':
      return token.value;
    case 'bind':
      return String(request.binds[bindNumber(tokens, at)]?.value ?? '');
    case 'variable':
    case 'stage':
    case 'symbol':
      throw unsupported(`${token.text} as an argument of a SYSTEM$ function`);
    default:
      return token.kind satisfies never;
  }
}

/** `?` has no number but its place among its like. */
function bindNumber(tokens: readonly Token[], at: number): string {
  const text = tokens[at]?.text ?? '';
  return text === '?' ? String(tokens.slice(0, at + 1).filter((token) => token.text === '?').length) : text.slice(1);
}

async function act(
  name: string,
  args: readonly string[],
  request: StatementRequest,
  options: SqlSessionOptions,
): Promise<string> {
  const [first = '', second = 'SECONDS'] = args;
  if (request.describeOnly) {
    return '';
  }
  if (name === 'SYSTEM$WAIT') {
    request.tell?.('RUNNING');
    return waitFor(Number(first), second.toUpperCase(), request.signal);
  }
  if (name === 'SYSTEM$CANCEL_QUERY') {
    return options.control.cancelQuery(first)
      ? `query [${first}] terminated.`
      : `Identified SQL statement is not currently executing.`;
  }
  const count = options.control.cancelAllQueries(first, request.queryId);
  return `${count} cancelled.`;
}

/** How many rows a GENERATOR makes in its time. An account makes more, and never the same number twice. */
async function generateFor(seconds: number, request: StatementRequest): Promise<number> {
  if (!request.describeOnly) {
    request.tell?.('RUNNING');
    await waitFor(seconds, 'SECONDS', request.signal);
  }
  return Math.ceil(seconds * ROWS_PER_SECOND);
}

async function waitFor(amount: number, unit: string, signal: AbortSignal): Promise<string> {
  try {
    await wait(Math.min(amount * 1000 * (SECONDS[unit] ?? 1), LONGEST_TIMER_MS), undefined, { signal });
  } catch {
    throw cancelled();
  }
  return `waited ${amount} ${unit.toLowerCase()}`;
}
