import { SnowflakeError } from '../errors.js';
import type { Expression, Name } from './ast.js';
import type { Grammar } from './grammar.js';
import { spanFrom } from './span.js';
import type { JoinNode, TableReference } from './table-ast.js';

/** Reads one join after its left side; undefined when none follows. */
export function readJoin(
  grammar: Grammar,
  left: TableReference,
  readSource: () => TableReference,
): TableReference | undefined {
  const { stream } = grammar;
  const natural = stream.accept('NATURAL');
  const found = readJoinType(grammar);
  if (found === undefined) {
    if (natural) {
      throw stream.unexpected();
    }
    return undefined;
  }
  const { type, directed } = found;
  if (type === 'ASOF' && stream.sees('LATERAL')) {
    throw refused('010004', 'ASOF JOIN is not supported for joins with LATERAL table functions or LATERAL views.');
  }
  const right = readSource();
  const match = stream.accept('MATCH_CONDITION') ? readMatchCondition(grammar) : undefined;
  // What a CROSS or NATURAL JOIN pairs is settled: it takes no condition.
  const conditional = !natural && type !== 'CROSS';
  const on = conditional && stream.accept('ON') ? grammar.expression() : undefined;
  const using = conditional && on === undefined && stream.accept('USING') ? stream.list(() => stream.name()) : [];
  if (on !== undefined || using.length > 0) {
    readFirst(grammar, left, right, directed);
  }
  return { kind: 'join', type, natural, left, right, on, using, match, ...spanFrom(left, stream) };
}

const SIDES = ['INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS'] as const;

function readJoinType({ stream }: Grammar): { type: JoinNode['type']; directed: boolean } | undefined {
  if (stream.accept('JOIN')) {
    return { type: 'INNER', directed: false };
  }
  if (stream.accept('ASOF', 'JOIN')) {
    return { type: 'ASOF', directed: false };
  }
  for (const type of SIDES) {
    for (const outer of type === 'INNER' || type === 'CROSS' ? [[]] : [[], ['OUTER']]) {
      const directed = stream.accept(type, ...outer, 'DIRECTED', 'JOIN');
      if (directed || stream.accept(type, ...outer, 'JOIN')) {
        return { type, directed };
      }
    }
  }
  return undefined;
}

/** `FIRST(t)` and `LAST(t)` say which side of a directed join is read first: what it answers is the same. */
function readFirst(grammar: Grammar, left: TableReference, right: TableReference, directed: boolean): void {
  const { stream } = grammar;
  if (!stream.sees('FIRST', '(') && !stream.sees('LAST', '(')) {
    return;
  }
  stream.next();
  stream.expect('(');
  const alias = stream.name();
  stream.expect(')');
  if (!directed) {
    throw refused('001867', 'FIRST or LAST is only valid on a DIRECTED JOIN.');
  }
  if (![left, right].some((side) => nameOf(side)?.text === alias.text)) {
    const written = stream.sql.slice(alias.start, alias.end);
    throw refused(
      '001868',
      `FIRST or LAST requires two direct operands, and alias '${written}' must name one of them.`,
    );
  }
}

function nameOf(source: TableReference): Name | undefined {
  return source.kind === 'join'
    ? undefined
    : (source.alias.name ?? (source.kind === 'table' ? source.path.at(-1) : undefined));
}

function readMatchCondition(grammar: Grammar): Expression {
  grammar.stream.expect('(');
  const condition = grammar.expression();
  grammar.stream.expect(')');
  if (condition.kind !== 'binary' || !['>=', '>', '<=', '<'].includes(condition.operator)) {
    throw refused(
      '010001',
      "MATCH_CONDITION clause is invalid: Only comparison operators '>=', '>', '<=' and '<' are allowed. Keywords such as AND and OR are not allowed.",
    );
  }
  return condition;
}

function refused(code: string, message: string): SnowflakeError {
  return new SnowflakeError(code, '42601', `SQL compilation error:\n${message}`);
}
