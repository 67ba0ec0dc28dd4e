import type { Expression, Query, SelectItem } from '../syntax/ast.js';

/**
 * Takes the collation off texts that a query only shows: `COLLATE(text, 'en-ci')` is the text itself until something is
 * compared with it, and comparing stays refused.
 *
 * @param query - A whole statement: what another query makes of its columns is not seen here.
 */
export function showCollated(query: Query): Query {
  const { body, order } = query;
  const isOrdered = !Array.isArray(order) || order.length > 0;
  return body.kind !== 'select' || body.distinct || body.group !== undefined || isOrdered
    ? query
    : { ...query, body: { ...body, items: body.items.map(showItem) } };
}

/** An item with an alias may be compared under that name. */
function showItem(item: SelectItem): SelectItem {
  const { expression, alias } = item;
  const [text, collation, ...others] = expression.kind === 'call' ? expression.args : [];
  if (
    expression.kind !== 'call' ||
    alias !== undefined ||
    expression.path.map((name) => name.text).join('.') !== 'COLLATE' ||
    text === undefined ||
    collation?.kind !== 'string' ||
    others.length > 0
  ) {
    return item;
  }
  const none: Expression = { ...collation, value: '' };
  return { ...item, expression: { ...expression, args: [text, none] } };
}
