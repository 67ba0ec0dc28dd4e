import type { SelectItem } from './ast.js';
import type { PivotValues, TableReference } from './table-ast.js';
import { readAlias, readTableAlias } from './alias.js';
import { readCall, readOrder } from './call.js';
import type { Grammar } from './grammar.js';
import { spanFrom } from './span.js';

/** Reads `PIVOT(aggregate FOR column IN (…))` after its source. */
export function readPivot(grammar: Grammar, source: TableReference): TableReference {
  const { stream } = grammar;
  stream.expect('PIVOT', '(');
  const aggregate = readCall(grammar, stream.path(), stream.start);
  const suffix = readAlias(grammar);
  stream.expect('FOR');
  const column = stream.name();
  stream.expect('IN');
  const values = readPivotValues(grammar);
  const otherwise = stream.accept('DEFAULT', 'ON', 'NULL') ? grammar.expression() : undefined;
  stream.expect(')');
  const alias = readTableAlias(grammar);
  return { kind: 'pivot', source, aggregate, suffix, column, values, otherwise, alias, ...spanFrom(source, stream) };
}

function readPivotValues(grammar: Grammar): PivotValues {
  const { stream } = grammar;
  if (stream.accept('(', 'ANY')) {
    const order = stream.sees('ORDER', 'BY') ? readOrder(grammar) : [];
    stream.expect(')');
    return { kind: 'any', order };
  }
  if (grammar.seesQuery(1)) {
    stream.expect('(');
    const query = grammar.query();
    stream.expect(')');
    return { kind: 'query', query };
  }
  return { kind: 'list', items: stream.list(() => readTurnedItem(grammar)) };
}

function readTurnedItem(grammar: Grammar): SelectItem {
  const expression = grammar.expression();
  return { expression, alias: readAlias(grammar) };
}

/** Reads `UNPIVOT(value FOR name IN (…))` after its source. */
export function readUnpivot(grammar: Grammar, source: TableReference): TableReference {
  const { stream } = grammar;
  stream.expect('UNPIVOT');
  const includeNulls = stream.accept('INCLUDE', 'NULLS');
  stream.accept('EXCLUDE', 'NULLS');
  stream.expect('(');
  const value = stream.name();
  stream.expect('FOR');
  const name = stream.name();
  stream.expect('IN');
  const columns = stream.list(() => readUnpivotColumn(grammar));
  stream.expect(')');
  const alias = readTableAlias(grammar);
  return { kind: 'unpivot', source, value, name, columns, includeNulls, alias, ...spanFrom(source, stream) };
}

/** A column of UNPIVOT may be called by a name or by a text. */
function readUnpivotColumn(grammar: Grammar): SelectItem {
  const { stream } = grammar;
  const expression = grammar.expression();
  const position = stream.position;
  const token = stream.accept('AS') ? stream.peek() : undefined;
  if (token?.kind === 'string') {
    stream.next();
    return { expression, alias: { text: token.value, quoted: true, start: token.start, end: token.end } };
  }
  stream.rewind(position);
  return { expression, alias: readAlias(grammar) };
}
