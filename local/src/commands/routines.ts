import type { Collection } from '../catalog/collection.js';
import { signatureOf, type Parameter, type Routine } from '../catalog/model.js';
import { unsupported } from '../compile/faults.js';
import type { NamePath } from '../syntax/ast.js';
import type { Outcome, StatementContext } from './command.js';
import type { CreateOptions } from './create.js';
import { putMade } from './put-made.js';

/** The head of CREATE FUNCTION and CREATE PROCEDURE: everything but the body. */
export interface RoutineHead {
  readonly parameters: readonly Parameter[];
  readonly returns: Routine['returns'];
  readonly columns: Routine['columns'];
  readonly language: 'SQL' | 'JAVASCRIPT';
  readonly strict: boolean;
  readonly immutable?: boolean;
  readonly memoizable?: boolean;
  readonly comment?: string;
  readonly executeAs: 'OWNER' | 'CALLER';
}

/** Reads `(a INT, b INT DEFAULT 1) RETURNS … LANGUAGE …` up to the AS before the body. */
export function readHead(context: StatementContext, kind: 'functions' | 'procedures'): RoutineHead {
  const { grammar } = context;
  const { stream } = grammar;
  const parameters = stream.list(() => readParameter(context, kind));
  stream.accept('COPY', 'GRANTS');
  stream.expect('RETURNS');
  const table = stream.accept('TABLE');
  const columns = table ? stream.list(() => readParameter(context, 'functions')) : undefined;
  const returns = table ? undefined : grammar.dataType();
  let head: RoutineHead = { parameters, returns, columns, language: 'SQL', strict: false, executeAs: 'OWNER' };
  while (!stream.sees('AS')) {
    head = readOption(context, head, kind);
  }
  stream.expect('AS');
  return head;
}

function readParameter({ grammar }: StatementContext, kind: 'functions' | 'procedures'): Parameter {
  const { stream } = grammar;
  const name = stream.name().text;
  // A parameter is one to read unless it says otherwise.
  const out = stream.acceptAny('IN', 'INPUT') === undefined && stream.acceptAny('OUT', 'OUTPUT') !== undefined;
  const type = grammar.dataType();
  if (out && kind === 'functions') {
    throw unsupported('OUT arguments of functions');
  }
  if (out) {
    return { name, type, out };
  }
  if (!stream.accept('DEFAULT')) {
    return { name, type };
  }
  const start = stream.start;
  const { end } = grammar.expression();
  return { name, type, defaultText: stream.sql.slice(start, end) };
}

function readOption({ grammar: { stream } }: StatementContext, head: RoutineHead, kind: string): RoutineHead {
  if (stream.accept('LANGUAGE')) {
    const language = stream.name().text;
    if (language !== 'SQL' && language !== 'JAVASCRIPT') {
      throw unsupported(`${kind} in ${language}`);
    }
    return { ...head, language };
  }
  if (stream.accept('COMMENT')) {
    stream.accept('=');
    return { ...head, comment: stream.string() };
  }
  if (stream.accept('STRICT') || stream.accept('RETURNS', 'NULL', 'ON', 'NULL', 'INPUT')) {
    return { ...head, strict: true };
  }
  const volatility = stream.acceptAny('VOLATILE', 'IMMUTABLE');
  if (volatility !== undefined) {
    return { ...head, immutable: volatility === 'IMMUTABLE' };
  }
  if (kind === 'functions' && stream.accept('MEMOIZABLE')) {
    return { ...head, memoizable: true };
  }
  if (stream.accept('EXECUTE', 'AS')) {
    return { ...head, executeAs: stream.acceptAny('CALLER', 'OWNER') ?? readRestricted(stream) };
  }
  if (!IDLE_OPTIONS.some((form) => stream.accept(...form))) {
    throw stream.unexpected();
  }
  return head;
}

function readRestricted(stream: StatementContext['grammar']['stream']): 'CALLER' {
  stream.expect('RESTRICTED', 'CALLER');
  return 'CALLER';
}

/** What guides Snowflake's optimiser, or is what the engine does anyway. */
const IDLE_OPTIONS: readonly (readonly string[])[] = [
  ['NOT', 'NULL'],
  ['NULL'],
  ['CALLED', 'ON', 'NULL', 'INPUT'],
  ['COPY', 'GRANTS'],
];

/** Puts a routine into the catalog, beside others of its name with other parameters. */
export async function createRoutine<T extends Routine>(
  context: StatementContext,
  held: Collection<T>,
  routine: T,
  options: CreateOptions,
): Promise<Outcome> {
  return putMade(context, held, { ...routine, secure: options.secure }, { kind: 'Function', ...options });
}

/** Reads `(INT, VARCHAR)` after a routine's name. */
export function readSignature({ grammar }: StatementContext): string {
  return signatureOf(grammar.stream.list(() => ({ type: grammar.dataType() })));
}

/** The routine of that name and with parameters of these types. */
export function findRoutine<T extends Routine>(
  held: Collection<T>,
  { compiler }: StatementContext,
  path: NamePath,
  signature: string | undefined,
): T | undefined {
  return held.named(...compiler.qualify(path)).find(({ parameters }) => signatureOf(parameters) === signature);
}
