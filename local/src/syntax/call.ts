import type { CallNode, Expression, FrameBound, Name, OrderItem, Span, WindowFrame, WindowSpec } from './ast.js';
import type { Grammar } from './grammar.js';
import { spanFrom } from './span.js';
import { plainCall } from './plain-call.js';

/** Calls whose two arguments may have a word between them. */
const SEPARATORS: Readonly<Record<string, string>> = { POSITION: 'IN', DATE_PART: 'FROM' };

/** Reads the arguments of a call and what may follow it: WITHIN GROUP, IGNORE NULLS, OVER. */
export function readCall(grammar: Grammar, path: readonly Name[], start: number): CallNode & Span {
  const { stream } = grammar;
  const name = path.at(-1)?.text ?? '';
  if (path.length === 1 && name === 'EXTRACT') {
    return readSeparated(grammar, path, start, 'FROM');
  }
  const word = path.length === 1 ? SEPARATORS[name] : undefined;
  if (word !== undefined) {
    const position = stream.position;
    try {
      return readSeparated(grammar, path, start, word);
    } catch {
      stream.rewind(position);
    }
  }
  stream.expect('(');
  const distinct = stream.accept('DISTINCT');
  if (!distinct) {
    stream.accept('ALL');
  }
  const args: Expression[] = [];
  const named = new Map<string, Expression>();
  if (!stream.sees(')')) {
    stream.series(() => readArgument(grammar, args, named));
  }
  const inner = readNulls(grammar);
  stream.expect(')');
  return finishCall(grammar, { path, args, named, distinct, inner, start });
}

/** `EXTRACT(field FROM value)`, `DATE_PART(field FROM value)` and `POSITION(part IN whole)`; a comma does as well. */
function readSeparated(grammar: Grammar, path: readonly Name[], start: number, word: string): CallNode & Span {
  const { stream } = grammar;
  stream.expect('(');
  const first = readOperandBefore(grammar);
  if (word !== 'FROM' || !stream.accept(',')) {
    stream.expect(word);
  }
  const args = [first, grammar.expression()];
  stream.expect(')');
  return { ...plainCall(path, args), ...spanFrom({ start }, stream) };
}

/** One token: in `POSITION('b' IN x)` the IN belongs to the call. */
function readOperandBefore({ stream }: Grammar): Expression {
  const token = stream.next();
  const span = { start: token.start, end: token.end };
  if (token.kind === 'string') {
    return { kind: 'string', value: token.value, ...span };
  }
  if (token.kind === 'bind') {
    return { kind: 'bind', index: token.text === '?' ? stream.nextBind() : Number(token.text.slice(1)), ...span };
  }
  if (token.kind === 'word' || token.kind === 'quoted') {
    const name = { text: token.value, quoted: token.kind === 'quoted', ...span };
    return { kind: 'name', path: [name], ...span };
  }
  throw stream.unexpected();
}

function readArgument(grammar: Grammar, args: Expression[], named: Map<string, Expression>): void {
  const { stream } = grammar;
  if (stream.peek()?.kind === 'word' && stream.peek(1)?.text === '=>') {
    const { text } = stream.name();
    stream.expect('=>');
    named.set(text, grammar.expression());
    return;
  }
  if (grammar.seesQuery()) {
    const start = stream.start;
    args.push({ kind: 'subquery', query: grammar.query(), ...spanFrom({ start }, stream) });
    return;
  }
  args.push(...readSpread(grammar));
}

/** Reads an expression, or the items that `** [1, 2]` stands for. */
export function readSpread(grammar: Grammar): readonly Expression[] {
  const { stream } = grammar;
  const start = stream.start;
  if (!stream.accept('*', '*')) {
    return [grammar.expression()];
  }
  const operand = grammar.expression();
  return operand.kind === 'array' ? operand.items : [{ kind: 'spread', operand, ...spanFrom({ start }, stream) }];
}

function readNulls({ stream }: Grammar): 'IGNORE' | 'RESPECT' | undefined {
  if (stream.accept('IGNORE', 'NULLS')) {
    return 'IGNORE';
  }
  return stream.accept('RESPECT', 'NULLS') ? 'RESPECT' : undefined;
}

interface CallStart {
  readonly path: readonly Name[];
  readonly args: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
  readonly distinct: boolean;
  readonly inner: 'IGNORE' | 'RESPECT' | undefined;
  readonly start: number;
}

function finishCall(grammar: Grammar, { path, args, named, distinct, inner, start }: CallStart): CallNode & Span {
  const { stream } = grammar;
  const within = stream.accept('WITHIN', 'GROUP') ? readWithin(grammar) : [];
  const fromLast = readSide(grammar) === 'LAST';
  const nulls = readNulls(grammar) ?? inner;
  const over = stream.sees('OVER') ? readWindow(grammar) : undefined;
  return {
    kind: 'call',
    path,
    args,
    named,
    distinct,
    nulls,
    within,
    fromLast,
    filter: undefined,
    over,
    ...spanFrom({ start }, stream),
  };
}

/** `FROM FIRST` or `FROM LAST`: a table of that name has no window after it. */
function readSide({ stream }: Grammar): string | undefined {
  const isSide = ['OVER', 'IGNORE', 'RESPECT'].some((next) => stream.peek(2)?.value === next);
  return isSide && stream.accept('FROM') ? stream.acceptAny('FIRST', 'LAST') : undefined;
}

function readWithin(grammar: Grammar): OrderItem[] {
  const { stream } = grammar;
  stream.expect('(');
  const order = readOrder(grammar);
  stream.expect(')');
  return order;
}

/** Reads `ORDER BY` and its entries. */
export function readOrder(grammar: Grammar): OrderItem[] {
  grammar.stream.expect('ORDER', 'BY');
  return grammar.stream.series(() => readOrderItem(grammar));
}

function readOrderItem(grammar: Grammar): OrderItem {
  const expression = grammar.expression();
  return { expression, ...readDirection(grammar) };
}

/** Reads `ASC` or `DESC`, and where NULLs go. */
export function readDirection({ stream }: Grammar): Pick<OrderItem, 'descending' | 'nullsFirst'> {
  const descending = stream.acceptAny('DESC', 'ASC') === 'DESC';
  const nullsFirst = stream.accept('NULLS', 'FIRST') ? true : stream.accept('NULLS', 'LAST') ? false : undefined;
  return { descending, nullsFirst };
}

function readWindow(grammar: Grammar): WindowSpec & Span {
  const { stream } = grammar;
  const { start } = stream;
  stream.expect('OVER', '(');
  const partition = stream.accept('PARTITION', 'BY') ? stream.series(() => grammar.expression()) : [];
  const order = stream.sees('ORDER') ? readOrder(grammar) : [];
  const frame = stream.sees('ROWS') || stream.sees('RANGE') ? readFrame(grammar) : undefined;
  stream.expect(')');
  return { partition, order, frame, ...spanFrom({ start }, stream) };
}

function readFrame(grammar: Grammar): WindowFrame & Span {
  const { stream } = grammar;
  const { start } = stream;
  const unit = stream.acceptAny('ROWS', 'RANGE') ?? 'ROWS';
  if (!stream.accept('BETWEEN')) {
    return { unit, from: readBound(grammar), to: undefined, ...spanFrom({ start }, stream) };
  }
  const from = readBound(grammar);
  stream.expect('AND');
  return { unit, from, to: readBound(grammar), ...spanFrom({ start }, stream) };
}

function readBound(grammar: Grammar): FrameBound {
  const { stream } = grammar;
  if (stream.accept('CURRENT', 'ROW')) {
    return { side: 'CURRENT ROW', offset: undefined };
  }
  const offset = stream.accept('UNBOUNDED') ? undefined : grammar.expression();
  const side = stream.acceptAny('PRECEDING', 'FOLLOWING');
  if (side === undefined) {
    throw stream.unexpected();
  }
  return { side, offset };
}
