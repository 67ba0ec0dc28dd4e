import { SnowflakeError } from '../errors.js';
import type { Expression } from './ast.js';
import type { Sample, TableReference } from './table-ast.js';
import { readTableAlias } from './alias.js';
import { readQueryInParentheses } from './bracketed.js';
import { readCall } from './call.js';
import { quoteName } from '../lexer.js';
import { readJoin } from './join.js';
import type { Grammar } from './grammar.js';
import type { TokenStream } from './token-stream.js';
import { readPrimary } from './primary.js';
import { readPivot, readUnpivot } from './pivot.js';
import { spanFrom } from './span.js';
import { readValuesSource } from './values.js';

/** Reads what follows FROM: sources, joined or separated by commas. */
export function readFrom(grammar: Grammar): TableReference {
  const { stream } = grammar;
  let left = readJoined(grammar);
  while (stream.accept(',')) {
    left = cross(left, readJoined(grammar));
  }
  return left;
}

function cross(left: TableReference, right: TableReference): TableReference {
  return {
    kind: 'join',
    type: 'CROSS',
    natural: false,
    left,
    right,
    on: undefined,
    using: [],
    match: undefined,
    start: left.start,
    end: right.end,
  };
}

function readJoined(grammar: Grammar): TableReference {
  let left = readSource(grammar);
  for (;;) {
    const next = readJoin(grammar, left, () => readSource(grammar));
    if (next === undefined) {
      return left;
    }
    left = next;
  }
}

function readInParentheses(grammar: Grammar): Expression {
  grammar.stream.expect('(');
  const expression = grammar.expression();
  grammar.stream.expect(')');
  return expression;
}

function readSource(grammar: Grammar): TableReference {
  const { stream } = grammar;
  stream.accept('LATERAL');
  let source = readPlainSource(grammar);
  for (;;) {
    if (stream.sees('PIVOT', '(')) {
      source = readPivot(grammar, source);
    } else if (stream.sees('UNPIVOT')) {
      source = readUnpivot(grammar, source);
    } else if (stream.sees('MATCH_RECOGNIZE')) {
      throw new SnowflakeError('000002', '0A000', "Unsupported feature 'MATCH_RECOGNIZE' in local testing.");
    } else {
      return source;
    }
  }
}

function readPlainSource(grammar: Grammar): TableReference {
  const { stream } = grammar;
  const start = stream.start;
  const token = stream.peek();
  if (token?.kind === 'stage' || (token?.kind === 'string' && token.value.startsWith('@'))) {
    stream.next();
    readStageOptions(stream);
    return { kind: 'stage', alias: readTableAlias(grammar), ...spanFrom({ start }, stream) };
  }
  if (token?.kind === 'variable' && /^\d+$/.test(token.value)) {
    stream.next();
    return {
      kind: 'piped',
      index: Number(token.value),
      alias: readTableAlias(grammar),
      ...spanFrom({ start }, stream),
    };
  }
  if (stream.sees('(')) {
    return readParenthesised(grammar);
  }
  if (stream.sees('VALUES')) {
    const query = readValuesSource(grammar);
    return {
      kind: 'derived',
      query,
      alias: readTableAlias(grammar),
      sample: undefined,
      ...spanFrom({ start }, stream),
    };
  }
  if (stream.accept('TABLE', '(')) {
    return readTableFunction(grammar, start);
  }
  if (stream.sees('IDENTIFIER', '(')) {
    stream.next();
    const name = readInParentheses(grammar);
    return { kind: 'named-table', name, alias: readTableAlias(grammar), ...spanFrom({ start }, stream) };
  }
  const path = stream.path();
  if (stream.sees('(')) {
    const call = readCall(grammar, path, start);
    return { kind: 'function', call, alias: readTableAlias(grammar), ...spanFrom({ start }, stream) };
  }
  refuseTimeTravel(grammar);
  const before = readSample(grammar);
  const alias = readTableAlias(grammar);
  return { kind: 'table', path, alias, sample: before ?? readSample(grammar), ...spanFrom({ start }, stream) };
}

function readTableFunction(grammar: Grammar, start: number): TableReference {
  const { stream } = grammar;
  const inner = grammar.expression();
  stream.expect(')');
  if (inner.kind === 'call' && inner.path[0]?.text !== 'IDENTIFIER') {
    return { kind: 'function', call: inner, alias: readTableAlias(grammar), ...spanFrom({ start }, stream) };
  }
  const name = inner.kind === 'call' ? (inner.args[0] ?? inner) : inner;
  return { kind: 'named-table', name, alias: readTableAlias(grammar), ...spanFrom({ start }, stream) };
}

function readParenthesised(grammar: Grammar): TableReference {
  const { stream } = grammar;
  const start = stream.start;
  const query = seesNamedValues(grammar) ? undefined : readQueryInParentheses(grammar);
  if (query !== undefined) {
    const before = readSample(grammar);
    const alias = readTableAlias(grammar);
    return { kind: 'derived', query, alias, sample: before ?? readSample(grammar), ...spanFrom({ start }, stream) };
  }
  stream.expect('(');
  const inner = readFrom(grammar);
  stream.expect(')');
  return inner;
}

/** True for VALUES with an alias inside of its parentheses: `(VALUES (1) AS t(x))`. */
function seesNamedValues(grammar: Grammar): boolean {
  const { stream } = grammar;
  if (!stream.sees('(', 'VALUES')) {
    return false;
  }
  const { position } = stream;
  stream.expect('(');
  readValuesSource(grammar);
  const named = readTableAlias(grammar).name !== undefined && stream.sees(')');
  stream.rewind(position);
  return named;
}

/** What may follow a stage in FROM. */
export interface StageOptions {
  /** The name of a file format. */
  readonly format: string | undefined;
  readonly pattern: string | undefined;
}

/** Reads `(FILE_FORMAT => name, PATTERN => 'expression')`, when it is there. */
export function readStageOptions(stream: TokenStream): StageOptions {
  let options: StageOptions = { format: undefined, pattern: undefined };
  if (!stream.sees('(', 'FILE_FORMAT') && !stream.sees('(', 'PATTERN')) {
    return options;
  }
  stream.list(() => {
    const name = stream.acceptAny('FILE_FORMAT', 'PATTERN');
    if (name === undefined) {
      throw stream.unexpected();
    }
    stream.expect('=>');
    options = name === 'PATTERN' ? { ...options, pattern: stream.string() } : { ...options, format: readWord(stream) };
  });
  return options;
}

function readWord(stream: TokenStream): string {
  const token = stream.peek();
  return token?.kind === 'string'
    ? stream.string()
    : stream
        .path()
        .map(({ text }) => quoteName(text))
        .join('.');
}

/** AT and BEFORE ask for a past that is not kept. */
export function refuseTimeTravel({ stream }: Grammar): void {
  if (stream.sees('AT', '(') || stream.sees('BEFORE', '(') || stream.sees('CHANGES', '(')) {
    throw new SnowflakeError('000002', '0A000', "Unsupported feature 'Time Travel' in local testing.");
  }
}

function readSample(grammar: Grammar): Sample | undefined {
  const { stream } = grammar;
  if (stream.acceptAny('SAMPLE', 'TABLESAMPLE') === undefined) {
    return undefined;
  }
  const method = stream.acceptAny('BERNOULLI', 'ROW', 'SYSTEM', 'BLOCK');
  const system = method === 'SYSTEM' || method === 'BLOCK';
  stream.expect('(');
  const amount = readConstant(grammar);
  const rows = stream.accept('ROWS');
  stream.expect(')');
  const seeded = stream.acceptAny('SEED', 'REPEATABLE') !== undefined;
  const seed = seeded ? stream.list(() => readConstant(grammar))[0] : undefined;
  if (rows && (system || seeded)) {
    const what = system ? 'SYSTEM or BLOCK' : 'SEED';
    throw new SnowflakeError('000002', '0A000', `Unsupported feature 'sampling a number of rows with ${what}'.`);
  }
  return { amount, rows, method: system ? 'SYSTEM' : 'BERNOULLI', seed };
}

/** A number, written or held by a variable or a bind. */
function readConstant(grammar: Grammar): Expression {
  const kind = grammar.stream.peek()?.kind;
  if (kind !== 'number' && kind !== 'variable' && kind !== 'bind') {
    throw grammar.stream.unexpected();
  }
  return readPrimary(grammar);
}
