import type { FunctionCall } from '../functions/rule.js';
import { ARRAY, BOOLEAN, VARIANT, commonType, type SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import { arrayOf } from './structure-casts.js';
import { EMPTY_SCOPE, type Scope } from './scope.js';
import { combine, nullOf, type Typed } from './typed.js';

/** Compiles TRANSFORM, FILTER and REDUCE: what a lambda is given is a VARIANT, or what a structured ARRAY holds. */
export function compileLambda(call: FunctionCall, form: 'transform' | 'filter' | 'reduce'): Typed {
  const { compiler, node, scope } = call;
  const [input, ...rest] = node.args;
  const lambda = rest.at(-1);
  if (input === undefined || lambda?.kind !== 'lambda') {
    throw compiler.faults.invalidTypes(call.name, ['a lambda expression is expected'], node);
  }
  const array = compiler.expression(input, scope);
  const items = `sf_items(${castTo(compiler, array, ARRAY).sql})`;
  const held = array.type.kind === 'array' ? array.type.item : undefined;
  const names = lambda.parameters.map(() => compiler.nextAlias());
  const head = `lambda ${names.join(', ')}:`;
  const given = (at: number, type = VARIANT): Typed => ({
    sql: names[at] ?? '',
    type,
    nullable: true,
    aggregate: false,
  });
  const bodyWith = (first?: Typed): Typed => {
    const locals = lambda.parameters.map(({ name }, at) => {
      const value = (at === 0 ? first : undefined) ?? given(at);
      const wanted = lambda.parameters[at]?.type ?? (at === lambda.parameters.length - 1 ? held : undefined);
      return [name.text, wanted === undefined ? value : castTo(compiler, value, wanted)] as const;
    });
    const inner: Scope = { ...EMPTY_SCOPE, parent: scope, locals: new Map([...scope.locals, ...locals]) };
    return compiler.expression(lambda.body, inner);
  };
  switch (form) {
    case 'transform': {
      const body = bodyWith();
      const sql = joined(`list_transform(${items}, ${head} ${castTo(compiler, body, VARIANT).sql})`);
      return combine(sql, held === undefined ? ARRAY : arrayOf(body.type), [], true);
    }
    case 'filter': {
      const test = castTo(compiler, bodyWith(), BOOLEAN);
      const type = held === undefined ? ARRAY : array.type;
      return combine(joined(`list_filter(${items}, ${head} ${test.sql})`), type, [], true);
    }
    case 'reduce': {
      const start = rest[0] === undefined ? nullOf() : compiler.expression(rest[0], scope);
      const type = accumulated(start.type, (kind) => bodyWith(given(0, kind)).type);
      const list = `CASE WHEN ${items} IS NOT NULL THEN list_prepend(${castTo(compiler, start, VARIANT).sql}, ${items}) END`;
      const step = castTo(compiler, bodyWith(castTo(compiler, given(0), type)), VARIANT);
      return castTo(compiler, combine(`list_reduce(${list}, ${head} ${step.sql})`, VARIANT, [], true), type);
    }
    default:
      return form satisfies never;
  }
}

/** The accumulator has the type of what it begins with, or that of the body where the first does not hold it. */
function accumulated(start: SqlType, bodyOf: (start: SqlType) => SqlType): SqlType {
  return commonType(start, bodyOf(start)) ?? VARIANT;
}

function joined(list: string): string {
  return `('[' || array_to_string(list_transform(${list}, lambda x: coalesce(x, 'undefined')), ',') || ']')`;
}
