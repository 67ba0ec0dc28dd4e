import type { Name, NamePath, SelectItem, Span, StarNode } from './ast.js';
import type { Grammar } from './grammar.js';
import { spanFrom } from './span.js';

/** Reads `*` and the ILIKE, EXCLUDE, REPLACE and RENAME that may follow it. */
export function readStar(grammar: Grammar, qualifier: NamePath, start: number): StarNode & Span {
  const { stream } = grammar;
  stream.expect('*');
  const ilike = stream.sees('ILIKE') && stream.peek(1)?.kind === 'string' ? readPattern(grammar) : undefined;
  const exclude = stream.accept('EXCLUDE') ? readSeveral(grammar, () => stream.name()) : [];
  const replace = stream.sees('REPLACE', '(') ? readReplacements(grammar) : [];
  const rename = stream.accept('RENAME') ? readSeveral(grammar, () => readRenaming(grammar)) : [];
  return { kind: 'star', qualifier, ilike, exclude, replace, rename, ...spanFrom({ start }, stream) };
}

function readPattern({ stream }: Grammar): string {
  stream.expect('ILIKE');
  return stream.string();
}

function readSeveral<T>({ stream }: Grammar, readOne: () => T): T[] {
  return stream.sees('(') ? stream.list(readOne) : [readOne()];
}

function readReplacements(grammar: Grammar): SelectItem[] {
  const { stream } = grammar;
  stream.expect('REPLACE');
  return stream.list(() => {
    const expression = grammar.expression();
    stream.accept('AS');
    return { expression, alias: stream.name() };
  });
}

function readRenaming({ stream }: Grammar): readonly [Name, Name] {
  const from = stream.name();
  stream.expect('AS');
  return [from, stream.name()];
}
