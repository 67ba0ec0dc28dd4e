import type { ComputedColumn, Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import { shownColumns } from '../catalog/shown-columns.js';
import { openGrammar } from '../syntax/parser.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { EMPTY_SCOPE, type SourceColumn } from './scope.js';
import type { Typed } from './typed.js';

/** The columns of a table under an alias; those that are computed stand as their expressions. */
export function tableColumns(compiler: Compiler, relation: Relation, alias: string): readonly SourceColumn[] {
  return shownColumns(relation).map((column) => {
    const { name, type, nullable } = column;
    const stored = { name, sql: `${alias}.${physicalIdentifier(name)}`, type, nullable };
    return 'expression' in column
      ? {
          ...stored,
          sql: castTo(compiler, compileComputed(compiler, relationBefore(relation, column), column, alias), type).sql,
        }
      : stored;
  });
}

/** A table with only those computed columns that stand before one: it may read them. */
function relationBefore(relation: Relation, column: ComputedColumn): Relation {
  const { computed = [] } = relation;
  return { ...relation, computed: computed.slice(0, computed.indexOf(column)) };
}

/** The expression of a computed column, which sees the columns of its row. */
export function compileComputed(
  compiler: Compiler,
  relation: Relation,
  { expression }: Pick<ComputedColumn, 'expression'>,
  alias: string,
): Typed {
  const { database, schema, name: table } = relation;
  const columns = tableColumns(compiler, relation, alias);
  const node = openGrammar(expression, compiler.environment).expression();
  const scope = { ...EMPTY_SCOPE, sources: [{ path: [database, schema, table], columns }] };
  return compiler.withText(expression, database, schema).expression(node, scope);
}
