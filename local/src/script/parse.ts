import { beginsTransaction } from '../begins-transaction.js';
import type { TokenStream } from '../syntax/token-stream.js';
import type { Block, Handler, LoopBody, Piece, Step, StepNode } from './ast.js';
import { indexOfWord, pieceList, pieceUntil } from './pieces.js';

/** Reads DECLARE … BEGIN … EXCEPTION … END. */
export function readBlock(stream: TokenStream): Block {
  const declarations: Step[] = [];
  if (stream.accept('DECLARE')) {
    while (!stream.sees('BEGIN')) {
      declarations.push(readDeclaration(stream));
    }
  }
  stream.expect('BEGIN');
  const body = readSteps(stream, 'END', 'EXCEPTION');
  const handlers: Handler[] = [];
  if (stream.accept('EXCEPTION')) {
    while (stream.accept('WHEN')) {
      handlers.push(readHandler(stream));
    }
  }
  stream.expect('END');
  return { declarations, body, handlers };
}

function readHandler(stream: TokenStream): Handler {
  const names = [stream.name().text];
  while (stream.accept('OR')) {
    names.push(stream.name().text);
  }
  const resumes = stream.acceptAny('EXIT', 'CONTINUE') === 'CONTINUE';
  stream.expect('THEN');
  return { names, resumes, body: readSteps(stream, 'WHEN', 'END') };
}

function readSteps(stream: TokenStream, ...ends: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  while (!stream.seesAny(...ends)) {
    steps.push(readStep(stream));
    stream.expect(';');
  }
  return steps;
}

function readStep(stream: TokenStream): Step {
  const at = stream.start;
  return { ...readStepNode(stream), at };
}

function readStepNode(stream: TokenStream): StepNode {
  const word = stream.peek()?.value ?? '';
  switch (word) {
    case 'LET':
      stream.next();
      return readVariable(stream);
    case 'IF':
      return readIf(stream);
    case 'CASE':
      return readCase(stream);
    case 'FOR':
      return readFor(stream);
    case 'WHILE':
      return readWhile(stream);
    case 'REPEAT':
      return readRepeat(stream);
    case 'LOOP': {
      stream.next();
      const steps = readSteps(stream, 'END');
      stream.expect('END', 'LOOP');
      return { kind: 'loop', body: { steps, label: readLabel(stream) } };
    }
    case 'NULL':
      stream.next();
      return { kind: 'block', block: { declarations: [], body: [], handlers: [] } };
    case 'BREAK':
    case 'EXIT':
      stream.next();
      return { kind: 'break', label: readLabel(stream) };
    case 'CONTINUE':
    case 'ITERATE':
      stream.next();
      return { kind: 'continue', label: readLabel(stream) };
    case 'ASYNC':
      stream.next();
      return { kind: 'async', text: pieceUntil(stream, ';') };
    case 'AWAIT':
      stream.next();
      return { kind: 'await', name: stream.accept('ALL') ? undefined : stream.name().text };
    case 'CANCEL':
      stream.next();
      return { kind: 'cancel', name: stream.name().text };
    case 'RETURN':
      stream.next();
      return { kind: 'return', value: pieceUntil(stream, ';') };
    case 'RAISE':
      stream.next();
      return { kind: 'raise', name: stream.sees(';') ? undefined : stream.name().text };
    case 'OPEN':
    case 'FETCH':
    case 'CLOSE':
      return readCursorStep(stream, word);
    case 'BEGIN':
      return beginsTransaction(stream.peek(1), stream.peek(2))
        ? readOther(stream)
        : { kind: 'block', block: readBlock(stream) };
    case 'DECLARE':
      return { kind: 'block', block: readBlock(stream) };
    default:
      return readOther(stream);
  }
}

function readOther(stream: TokenStream): StepNode {
  if (stream.peek(1)?.text === ':=') {
    const { text: name } = stream.name();
    stream.expect(':=');
    return { kind: 'assign', name, value: pieceUntil(stream, ';') };
  }
  const text = pieceUntil(stream, ';');
  const at = GIVES_ROWS.has(text[0]?.value ?? '') ? indexOfWord(text, 'INTO') : -1;
  if (at < 0) {
    return { kind: 'sql', text, into: [] };
  }
  const names: string[] = [];
  let end = at + 1;
  for (;;) {
    end += text[end]?.text === ':' ? 1 : 0;
    names.push(text[end]?.value ?? '');
    end += 1;
    if (text[end]?.text !== ',') {
      break;
    }
    end += 1;
  }
  return { kind: 'sql', text: [...text.slice(0, at), ...text.slice(end)], into: names };
}

/** Statements whose INTO names variables, not a table. */
const GIVES_ROWS: ReadonlySet<string> = new Set(['SELECT', 'WITH', 'CALL']);

function readCursorStep(stream: TokenStream, word: 'OPEN' | 'FETCH' | 'CLOSE'): StepNode {
  stream.next();
  const { text: name } = stream.name();
  switch (word) {
    case 'OPEN':
      return { kind: 'open', name, values: stream.accept('USING') ? pieceList(stream) : [] };
    case 'FETCH':
      stream.expect('INTO');
      return { kind: 'fetch', name, into: stream.series(() => readTarget(stream)) };
    case 'CLOSE':
      return { kind: 'close', name };
    default:
      return word satisfies never;
  }
}

function readTarget(stream: TokenStream): string {
  stream.accept(':');
  return stream.name().text;
}

function readDeclaration(stream: TokenStream): Step {
  const at = stream.start;
  const step = readVariable(stream);
  stream.expect(';');
  return { ...step, at };
}

/** Reads `name [type] [:= value]`, `name CURSOR FOR query`, `name RESULTSET := (query)`, `name EXCEPTION (code, text)`. */
function readVariable(stream: TokenStream): StepNode {
  const { text: name } = stream.name();
  if (stream.accept('CURSOR', 'FOR')) {
    return { kind: 'declare-cursor', name, source: pieceUntil(stream, ';') };
  }
  if (stream.accept('RESULTSET')) {
    const given = stream.acceptAny(':=', 'DEFAULT') !== undefined;
    return { kind: 'declare-result', name, query: given ? pieceUntil(stream, ';') : undefined };
  }
  if (stream.accept('EXCEPTION')) {
    const [code = '-20000', message = ''] = stream.sees('(') ? readException(stream) : [];
    return { kind: 'declare-exception', name, code, message };
  }
  if (stream.sees('PROCEDURE', '(')) {
    return readProcedure(stream, name);
  }
  const type = pieceUntil(stream, ':=', 'DEFAULT', ';');
  const assigned = stream.acceptAny(':=', 'DEFAULT') !== undefined;
  return { kind: 'declare', name, type, value: assigned ? pieceUntil(stream, ';') : undefined };
}

/** Reads `PROCEDURE (a INT, …) RETURNS … AS BEGIN … END`. */
function readProcedure(stream: TokenStream, name: string): StepNode {
  stream.expect('PROCEDURE');
  const parameters = stream.list(() => ({ name: stream.name().text, type: pieceUntil(stream, ',', ')') }));
  stream.expect('RETURNS');
  const returned = pieceUntil(stream, 'AS');
  stream.expect('AS');
  const returns = returned[0]?.value === 'TABLE' ? undefined : returned;
  return { kind: 'declare-procedure', name, parameters, returns, block: readBlock(stream) };
}

function readException(stream: TokenStream): readonly string[] {
  return stream.list(() => {
    const sign = stream.accept('-') ? '-' : '';
    return `${sign}${stream.next().value}`;
  });
}

function readIf(stream: TokenStream): StepNode {
  stream.expect('IF');
  const branches = [readBranch(stream, 'ELSEIF', 'ELSE', 'END')];
  while (stream.accept('ELSEIF')) {
    branches.push(readBranch(stream, 'ELSEIF', 'ELSE', 'END'));
  }
  const otherwise = stream.accept('ELSE') ? readSteps(stream, 'END') : [];
  stream.expect('END', 'IF');
  return { kind: 'if', operand: undefined, branches, otherwise };
}

function readBranch(stream: TokenStream, ...ends: readonly string[]): { when: Piece; body: readonly Step[] } {
  const when = pieceUntil(stream, 'THEN');
  stream.expect('THEN');
  return { when, body: readSteps(stream, ...ends) };
}

function readCase(stream: TokenStream): StepNode {
  stream.expect('CASE');
  const operand = stream.sees('WHEN') ? undefined : pieceUntil(stream, 'WHEN');
  const branches: ReturnType<typeof readBranch>[] = [];
  while (stream.accept('WHEN')) {
    branches.push(readBranch(stream, 'WHEN', 'ELSE', 'END'));
  }
  const otherwise = stream.accept('ELSE') ? readSteps(stream, 'END') : [];
  stream.expect('END');
  stream.accept('CASE');
  return { kind: 'if', operand, branches, otherwise };
}

function readFor(stream: TokenStream): StepNode {
  stream.expect('FOR');
  const { text: name } = stream.name();
  stream.expect('IN');
  const reverse = stream.accept('REVERSE');
  const source = pieceUntil(stream, 'DO', 'TO', 'LOOP');
  const to = stream.accept('TO') ? pieceUntil(stream, 'DO', 'LOOP') : undefined;
  const body = readLoop(stream, 'FOR');
  return to === undefined
    ? { kind: 'each', name, source, body }
    : { kind: 'count', name, from: source, to, reverse, body };
}

function readWhile(stream: TokenStream): StepNode {
  stream.expect('WHILE');
  const when = pieceUntil(stream, 'DO', 'LOOP');
  return { kind: 'while', when, body: readLoop(stream, 'WHILE') };
}

function readLabel(stream: TokenStream): string | undefined {
  return stream.sees(';') ? undefined : stream.name().text;
}

function readLoop(stream: TokenStream, word: string): LoopBody {
  const opener = stream.acceptAny('DO', 'LOOP');
  const steps = readSteps(stream, 'END');
  stream.expect('END', opener === 'LOOP' ? 'LOOP' : word);
  return { steps, label: readLabel(stream) };
}

function readRepeat(stream: TokenStream): StepNode {
  stream.expect('REPEAT');
  const steps = readSteps(stream, 'UNTIL');
  stream.expect('UNTIL');
  const until = pieceUntil(stream, 'END');
  stream.expect('END', 'REPEAT');
  return { kind: 'repeat', until, body: { steps, label: readLabel(stream) } };
}
