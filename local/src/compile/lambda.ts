import type { FunctionCall } from '../functions/rule.js';
import { ARRAY, BOOLEAN, VARIANT } from '../types/sql-type.js';
import { castTo } from './casts.js';
import { EMPTY_SCOPE, type Scope } from './scope.js';
import { combine, nullOf, type Typed } from './typed.js';

/** Compiles TRANSFORM, FILTER and REDUCE: the lambda's parameters are VARIANTs. */
export function compileLambda(call: FunctionCall, form: 'transform' | 'filter' | 'reduce'): Typed {
  const { compiler, node, scope } = call;
  const [input, ...rest] = node.args;
  const lambda = rest.at(-1);
  if (input === undefined || lambda?.kind !== 'lambda') {
    throw compiler.faults.invalidTypes(call.name, ['a lambda expression is expected'], node);
  }
  const items = `sf_items(${castTo(compiler, compiler.expression(input, scope), ARRAY).sql})`;
  const names = lambda.parameters.map(() => compiler.nextAlias());
  const inner: Scope = {
    ...EMPTY_SCOPE,
    parent: scope,
    locals: new Map([
      ...scope.locals,
      ...lambda.parameters.map(
        ({ text }, at) => [text, { sql: names[at] ?? '', type: VARIANT, nullable: true, aggregate: false }] as const,
      ),
    ]),
  };
  const body = compiler.expression(lambda.body, inner);
  const head = `lambda ${names.join(', ')}:`;
  switch (form) {
    case 'transform':
      return combine(
        joined(`list_transform(${items}, ${head} coalesce(${castTo(compiler, body, VARIANT).sql}, 'null'))`),
        ARRAY,
        [],
        true,
      );
    case 'filter':
      return combine(joined(`list_filter(${items}, ${head} ${castTo(compiler, body, BOOLEAN).sql})`), ARRAY, [], true);
    case 'reduce': {
      const start = castTo(compiler, rest[0] === undefined ? nullOf() : compiler.expression(rest[0], scope), VARIANT);
      return combine(
        `list_reduce(${items}, ${head} ${castTo(compiler, body, VARIANT).sql}, ${start.sql})`,
        VARIANT,
        [],
        true,
      );
    }
    default:
      return form satisfies never;
  }
}

function joined(list: string): string {
  return `('[' || array_to_string(${list}, ',') || ']')`;
}
