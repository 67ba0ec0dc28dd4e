import type { Cte, Expression, GroupBy, GroupingSets, Query, QueryBody, SelectBody, SelectItem } from './ast.js';
import { readDirection, readOrder } from './call.js';
import { readFrom } from './from.js';
import type { Grammar } from './grammar.js';
import { readAlias } from './alias.js';
import { spanFrom } from './span.js';
import { readRows } from './values.js';

/** Reads a whole query, with its WITH, set operations, ORDER BY and LIMIT. */
export function readQuery(grammar: Grammar): Query {
  const { stream } = grammar;
  const start = stream.start;
  const withs = stream.accept('WITH');
  const recursive = withs && stream.accept('RECURSIVE');
  const ctes = withs ? stream.series(() => readCte(grammar)) : [];
  const body = readUnion(grammar);
  const order = stream.sees('ORDER', 'BY') ? readOrderOrAll(grammar) : [];
  const { limit, offset } = readLimit(grammar);
  return { recursive, ctes, body, order, limit, offset, ...spanFrom({ start }, stream) };
}

function readOrderOrAll(grammar: Grammar): Query['order'] {
  return grammar.stream.accept('ORDER', 'BY', 'ALL') ? { kind: 'all', ...readDirection(grammar) } : readOrder(grammar);
}

function readCte(grammar: Grammar): Cte {
  const { stream } = grammar;
  const name = stream.name();
  const columns = stream.sees('(') ? stream.list(() => stream.name()) : [];
  stream.expect('AS', '(');
  const query = readQuery(grammar);
  stream.expect(')');
  return { name, columns, query };
}

function readUnion(grammar: Grammar): QueryBody {
  const { stream } = grammar;
  let left = readIntersection(grammar);
  for (;;) {
    const word = stream.acceptAny('UNION', 'EXCEPT', 'MINUS');
    if (word === undefined) {
      return left;
    }
    const all = readAll(grammar);
    const byName = word === 'UNION' && stream.accept('BY', 'NAME');
    const operator = word === 'UNION' ? 'UNION' : 'EXCEPT';
    left = { kind: 'set', operator, all, byName, left, right: readIntersection(grammar) };
  }
}

function readIntersection(grammar: Grammar): QueryBody {
  const { stream } = grammar;
  let left = readBody(grammar);
  while (stream.accept('INTERSECT')) {
    const all = readAll(grammar);
    left = { kind: 'set', operator: 'INTERSECT', all, byName: false, left, right: readBody(grammar) };
  }
  return left;
}

function readAll({ stream }: Grammar): boolean {
  return stream.acceptAny('ALL', 'DISTINCT') === 'ALL';
}

function readBody(grammar: Grammar): QueryBody {
  const { stream } = grammar;
  if (stream.accept('(')) {
    const query = readQuery(grammar);
    stream.expect(')');
    return { kind: 'nested', query };
  }
  if (stream.accept('VALUES')) {
    return { kind: 'values', rows: readRows(grammar) };
  }
  stream.expect('SELECT');
  return readSelect(grammar);
}

function readSelect(grammar: Grammar): SelectBody {
  const { stream } = grammar;
  const distinct = stream.acceptAny('DISTINCT', 'ALL') === 'DISTINCT';
  const top = stream.sees('TOP') && stream.peek(1)?.kind === 'number' ? readTop(grammar) : undefined;
  const items = readItems(grammar);
  const from = stream.accept('FROM') ? readFrom(grammar) : undefined;
  const where = stream.accept('WHERE') ? grammar.expression() : undefined;
  const connect = readConnect(grammar);
  const group = stream.accept('GROUP', 'BY') ? readGroup(grammar) : undefined;
  const having = stream.accept('HAVING') ? grammar.expression() : undefined;
  const qualify = stream.accept('QUALIFY') ? grammar.expression() : undefined;
  return { kind: 'select', distinct, top, items, from, where, group, having, qualify, connect };
}

/** The last item may have a comma after it. */
function readItems(grammar: Grammar): SelectItem[] {
  const { stream } = grammar;
  const items = [readItem(grammar)];
  while (stream.accept(',') && !stream.sees('FROM')) {
    items.push(readItem(grammar));
  }
  return items;
}

function readTop(grammar: Grammar): Expression {
  grammar.stream.expect('TOP');
  const start = grammar.stream.start;
  const token = grammar.stream.next();
  return { kind: 'number', text: token.text, ...spanFrom({ start }, grammar.stream) };
}

function readItem(grammar: Grammar): SelectItem {
  const expression = grammar.expression();
  return { expression, alias: expression.kind === 'star' ? undefined : readAlias(grammar) };
}

function readConnect(grammar: Grammar): SelectBody['connect'] {
  const { stream } = grammar;
  const start = stream.accept('START', 'WITH') ? grammar.expression() : undefined;
  if (!stream.accept('CONNECT', 'BY')) {
    return undefined;
  }
  const by = grammar.expression();
  return { start: start ?? (stream.accept('START', 'WITH') ? grammar.expression() : undefined), by };
}

function readGroup(grammar: Grammar): GroupBy {
  const { stream } = grammar;
  if (stream.accept('ALL')) {
    return { kind: 'all' };
  }
  return { kind: 'list', items: stream.series(() => readSets(grammar) ?? grammar.expression()) };
}

function readSets(grammar: Grammar): GroupingSets | undefined {
  const { stream } = grammar;
  const form = stream.accept('GROUPING', 'SETS')
    ? 'GROUPING SETS'
    : stream.sees('ROLLUP', '(') || stream.sees('CUBE', '(')
      ? stream.acceptAny('ROLLUP', 'CUBE')
      : undefined;
  if (form === undefined) {
    return undefined;
  }
  stream.expect('(');
  const sets = stream.series(() => readGroupingSet(grammar));
  stream.expect(')');
  return { kind: 'sets', form, sets };
}

function readGroupingSet(grammar: Grammar): readonly Expression[] {
  if (grammar.stream.accept('(', ')')) {
    return [];
  }
  const expression = grammar.expression();
  return expression.kind === 'tuple' ? expression.items : [expression];
}

function readLimit(grammar: Grammar): { limit: Expression | undefined; offset: Expression | undefined } {
  const { stream } = grammar;
  let limit = stream.accept('LIMIT') ? grammar.expression() : undefined;
  const offset = stream.accept('OFFSET') ? grammar.expression() : undefined;
  if (offset !== undefined) {
    stream.acceptAny('ROWS', 'ROW');
  }
  if (limit === undefined && stream.accept('FETCH')) {
    stream.acceptAny('FIRST', 'NEXT');
    limit = grammar.expression();
    stream.acceptAny('ROWS', 'ROW');
    stream.accept('ONLY');
  }
  return { limit, offset };
}
