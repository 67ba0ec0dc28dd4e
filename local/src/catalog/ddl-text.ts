import { printName, printPath } from '../compile/faults.js';
import { quoteString } from '../lexer.js';
import { typeName } from '../types/sql-type.js';
import type { CatalogContent } from './catalog.js';
import { expressionOf, shownColumns } from './shown-columns.js';
import type { Column, ComputedColumn, Constraint, Parameter, Procedure, Relation, Routine, Sequence } from './model.js';

/** What a statement calls its object: the bare name, or the whole path where `full` says so. */
function shownName({ database, schema, name }: Named, full: boolean): string {
  return full ? printPath([database, schema, name]) : printName(name);
}

type Named = Pick<Relation, 'database' | 'schema' | 'name'>;

/** The statement that makes a table or view again, in the form GET_DDL gives it. */
export function ddlText(relation: Relation, full = false): string {
  const { kind, columns, text, comment, persistence, clusterBy, secure } = relation;
  const name = shownName(relation, full);
  const note = comment === undefined ? '' : `COMMENT=${quoteString(comment)}`;
  if (kind === 'view') {
    const list = columns.map((column) => `\t${printName(column.name)}`).join(',\n');
    const head = `create or replace ${secure === true ? 'secure ' : ''}view ${name}(\n${list}\n)`;
    return `${head}${note === '' ? '' : ` ${note}`} as ${text ?? ''};`;
  }
  const word = persistence === 'permanent' ? '' : `${persistence.toUpperCase()} `;
  const cluster = clusterBy === undefined ? ' ' : ` cluster by ${clusterBy}`;
  const lines = [...shownColumns(relation).map((column) => `\t${columnText(column)}`), ...keyLines(relation)];
  return `create or replace ${word}TABLE ${name}${cluster}(\n${lines.join(',\n')}\n)${note};`;
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
export function sequenceText(sequence: Sequence, full = false): string {
  const { start, step, ordered, comment } = sequence;
  const note = comment === undefined ? '' : ` comment=${quoteString(comment)}`;
  const order = ordered === true ? 'order' : 'noorder';
  return `create or replace sequence ${shownName(sequence, full)} start with ${start} increment by ${step} ${order}${note};`;
}

/** The statement that makes a function or procedure again. */
export function routineText(kind: 'FUNCTION' | 'PROCEDURE', routine: Routine | Procedure, full = false): string {
  const { database, schema, name, parameters, returns, columns, language = 'SQL', strict, body, comment } = routine;
  const list = (of: readonly Parameter[]): string =>
    of
      .map(({ name: own, type, defaultText }) => {
        const rest = defaultText === undefined ? '' : ` DEFAULT ${defaultText}`;
        return `"${own}" ${typeName(type)}${rest}`;
      })
      .join(', ');
  return [
    `CREATE OR REPLACE ${kind} ${full ? `${printPath([database, schema])}.` : ''}"${name}"(${list(parameters)})`,
    `RETURNS ${returns === undefined ? `TABLE (${list(columns ?? [])})` : typeName(returns)}`,
    `LANGUAGE ${language}`,
    ...(strict === true ? ['STRICT'] : []),
    ...(comment === undefined ? [] : [`COMMENT=${quoteString(comment)}`]),
    ...('executeAs' in routine ? [`EXECUTE AS ${routine.executeAs ?? 'OWNER'}`] : []),
    `AS ${quoteString(body.replaceAll('\\', '\\\\'))};`,
  ].join('\n');
}

/** The statements that make a schema again, with all it holds. */
export function schemaText(database: string, name: string, content: CatalogContent, full = false): string {
  const inSchema = <T extends { readonly schema: string }>(entries: readonly T[] = []): readonly T[] =>
    entries.filter(({ schema }) => schema === name);
  return [
    `create or replace schema ${full ? printPath([database, name]) : printName(name)};`,
    ...inSchema(content.sequences).map((entry) => sequenceText(entry, full)),
    ...inSchema(content.relations).map((entry) => ddlText(entry, full)),
    ...inSchema(content.functions).map((entry) => routineText('FUNCTION', entry, full)),
    ...inSchema(content.procedures).map((entry) => routineText('PROCEDURE', entry, full)),
  ].join('\n\n');
}

/** The statements that make a database again, with all it holds. */
export function databaseText(name: string, content: CatalogContent, full = false): string {
  const schemas = content.schemas.map((schema) => schemaText(name, schema.name, content, full));
  return [`create or replace database ${printName(name)};`, ...schemas].join('\n\n');
}
