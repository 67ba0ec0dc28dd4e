import type { Expression, LambdaParameter, Name } from './ast.js';
import type { Grammar } from './grammar.js';
import { spanFrom } from './span.js';
import type { TokenStream } from './token-stream.js';

/** True when the parentheses ahead hold the parameters of a lambda. */
export function seesLambda(stream: TokenStream): boolean {
  return stream.peek(endOfList(stream, 0))?.text === '->';
}

/** True when a lambda goes on after its only parameter, with or without a type. */
export function seesLambdaAfterName(stream: TokenStream): boolean {
  const typed = stream.peek()?.kind === 'word' ? endOfList(stream, 1) : 0;
  return stream.peek(typed)?.text === '->';
}

/** The place after a list in parentheses, or the same place where there is none. */
function endOfList(stream: TokenStream, from: number): number {
  if (stream.peek(from)?.text !== '(') {
    return from;
  }
  let [ahead, depth] = [from, 0];
  do {
    const text = stream.peek(ahead)?.text;
    if (text === undefined) {
      return ahead;
    }
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    ahead += 1;
  } while (depth > 0);
  return ahead;
}

/** Reads `(acc, x INT) -> …`. */
export function readLambda(grammar: Grammar): Expression {
  const { stream } = grammar;
  const start = stream.start;
  return finishLambda(
    grammar,
    stream.list(() => readParameter(grammar, stream.name())),
    start,
  );
}

/** Reads what follows the name in `x -> …` and `x INT -> …`. */
export function readLambdaAfterName(grammar: Grammar, name: Name, start: number): Expression {
  return finishLambda(grammar, [readParameter(grammar, name)], start);
}

function readParameter(grammar: Grammar, name: Name): LambdaParameter {
  return { name, type: grammar.stream.peek()?.kind === 'word' ? grammar.dataType() : undefined };
}

function finishLambda(grammar: Grammar, parameters: readonly LambdaParameter[], start: number): Expression {
  grammar.stream.expect('->');
  return { kind: 'lambda', parameters, body: grammar.expression(), ...spanFrom({ start }, grammar.stream) };
}
