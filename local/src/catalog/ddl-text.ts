import { printName, printPath } from '../compile/faults.js';
import { quoteString } from '../lexer.js';
import { typeName } from '../types/sql-type.js';
import type { CatalogContent } from './catalog.js';
import { expressionOf, shownColumns } from './shown-columns.js';
import type { Column, ComputedColumn, Constraint, Parameter, Procedure, Relation, Routine, Sequence } from './model.js';

/** The statement that makes a table or view again, in the form GET_DDL gives it. */
export function ddlText(relation: Relation): string {
  const { kind, name, columns, text, comment, persistence, clusterBy, secure } = relation;
  const note = comment === undefined ? '' : `COMMENT=${quoteString(comment)}`;
  if (kind === 'view') {
    const list = columns.map((column) => `\t${printName(column.name)}`).join(',\n');
    const head = `create or replace ${secure === true ? 'secure ' : ''}view ${printName(name)}(\n${list}\n)`;
    return `${head}${note === '' ? '' : ` ${note}`} as ${text ?? ''};`;
  }
  const word = persistence === 'permanent' ? '' : `${persistence.toUpperCase()} `;
  const cluster = clusterBy === undefined ? ' ' : ` cluster by ${clusterBy}`;
  const lines = [...shownColumns(relation).map((column) => `\t${columnText(column)}`), ...keyLines(relation)];
  return `create or replace ${word}TABLE ${printName(name)}${cluster}(\n${lines.join(',\n')}\n)${note};`;
}

function keyLines({ constraints = [] }: Relation): readonly string[] {
  return constraints.map((constraint) => `\t${constraintText(constraint)}`);
}

function constraintText({ kind, name, columns, references }: Constraint): string {
  const named = name.startsWith('SYS_CONSTRAINT_') ? '' : `constraint ${printName(name)} `;
  const key = `${named}${kind.toLowerCase()} (${columns.map(printName).join(', ')})`;
  if (references === undefined) {
    return key;
  }
  const { database, schema, table } = references;
  const target = references.columns.length === 0 ? '' : `(${references.columns.map(printName).join(', ')})`;
  return `${key} references ${printPath([database, schema, table])}${target}`;
}

function columnText(column: Column | ComputedColumn): string {
  const { name, type, nullable, defaultText, increment, comment } = column;
  const expression = expressionOf(column);
  return [
    `${printName(name)} ${typeName(type)}`,
    expression === undefined ? '' : `AS (${expression})`,
    nullable ? '' : 'NOT NULL',
    defaultText === undefined ? '' : `DEFAULT ${defaultText}`,
    increment === undefined ? '' : `autoincrement start ${increment.start} increment ${increment.step} noorder`,
    comment === undefined ? '' : `COMMENT ${quoteString(comment)}`,
  ]
    .filter((piece) => piece !== '')
    .join(' ');
}

/** The statement that makes a sequence again. */
export function sequenceText({ name, start, step, ordered, comment }: Sequence): string {
  const note = comment === undefined ? '' : ` comment=${quoteString(comment)}`;
  const order = ordered === true ? 'order' : 'noorder';
  return `create or replace sequence ${printName(name)} start with ${start} increment by ${step} ${order}${note};`;
}

/** The statement that makes a function or procedure again. */
export function routineText(kind: 'FUNCTION' | 'PROCEDURE', routine: Routine | Procedure): string {
  const { name, parameters, returns, columns, language = 'SQL', strict, body, comment } = routine;
  const list = (of: readonly Parameter[]): string =>
    of
      .map(({ name: own, type, defaultText }) => {
        const rest = defaultText === undefined ? '' : ` DEFAULT ${defaultText}`;
        return `"${own}" ${typeName(type)}${rest}`;
      })
      .join(', ');
  return [
    `CREATE OR REPLACE ${kind} "${name}"(${list(parameters)})`,
    `RETURNS ${returns === undefined ? `TABLE (${list(columns ?? [])})` : typeName(returns)}`,
    `LANGUAGE ${language}`,
    ...(strict === true ? ['STRICT'] : []),
    ...(comment === undefined ? [] : [`COMMENT=${quoteString(comment)}`]),
    ...('executeAs' in routine ? [`EXECUTE AS ${routine.executeAs ?? 'OWNER'}`] : []),
    `AS ${quoteString(body.replaceAll('\\', '\\\\'))};`,
  ].join('\n');
}

/** The statements that make a schema again, with all it holds. */
export function schemaText(name: string, content: CatalogContent): string {
  const inSchema = <T extends { readonly schema: string }>(entries: readonly T[] = []): readonly T[] =>
    entries.filter(({ schema }) => schema === name);
  return [
    `create or replace schema ${printName(name)};`,
    ...inSchema(content.sequences).map(sequenceText),
    ...inSchema(content.relations).map(ddlText),
    ...inSchema(content.functions).map((entry) => routineText('FUNCTION', entry)),
    ...inSchema(content.procedures).map((entry) => routineText('PROCEDURE', entry)),
  ].join('\n\n');
}

/** The statements that make a database again, with all it holds. */
export function databaseText(name: string, content: CatalogContent): string {
  const schemas = content.schemas.map((schema) => schemaText(schema.name, content));
  return [`create or replace database ${printName(name)};`, ...schemas].join('\n\n');
}
