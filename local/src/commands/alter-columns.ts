import type { Column, Constraint, Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import { shownColumns } from '../catalog/shown-columns.js';
import { castTo } from '../compile/casts.js';
import { alreadyExists, doesNotExist, unsupported } from '../compile/faults.js';
import { physicalType } from '../types/physical.js';
import { TEXT, typeName, type SqlType } from '../types/sql-type.js';
import { SnowflakeError } from '../errors.js';
import { quoteString } from '../lexer.js';
import { refuseComputed, sequenceText } from './column-defaults.js';
import { readColumn } from './column-definitions.js';
import { computedColumns, refuseDependence, refuseRead, withoutColumns } from './computed-columns.js';
import { refuseUnknownColumns } from './constraints.js';
import type { StatementContext } from './command.js';
import { makeTable } from './create-table.js';
import { nextPhysical } from './physical-names.js';
import { defaultOf } from './targets.js';

/** What ALTER TABLE does, once it has been read. */
export type Change = () => Promise<void>;

/** The column of that name; RENAME COLUMN and COMMENT call a missing one an object. */
export function columnNamed(table: Relation, name: string, kind: 'column' | 'Object' = 'column'): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    throw kind === 'Object'
      ? doesNotExist('Object', [name])
      : new SnowflakeError('002003', '02000', `SQL compilation error:\ncolumn '${name}' does not exist`);
  }
  return column;
}

function columnAhead({ grammar, compiler }: StatementContext, table: Relation): Column {
  const name = grammar.stream.name();
  const column = table.columns.find((candidate) => candidate.name === name.text);
  if (column === undefined) {
    throw compiler.faults.invalidIdentifier([name.text], name);
  }
  return column;
}

/** Reads `RENAME COLUMN a TO b`. */
export function renameColumn(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  const from = columnNamed(table, stream.name().text, 'Object');
  stream.expect('TO');
  const to = stream.name().text;
  if (shownColumns(table).some(({ name }) => name === to)) {
    throw alreadyExists([table.name, to]);
  }
  refuseRead(table, [from.name]);
  return async () => {
    await context.run(
      `ALTER TABLE ${table.physical} RENAME COLUMN ${physicalIdentifier(from.name)} TO ${physicalIdentifier(to)}`,
    );
    const renamed = (name: string): string => (name === from.name ? to : name);
    context.catalog.putRelation({
      ...table,
      columns: table.columns.map((column) => ({ ...column, name: renamed(column.name) })),
      constraints: (table.constraints ?? []).map((key) => ({ ...key, columns: key.columns.map(renamed) })),
    });
  };
}

/** Changes the declarations of a table's columns. */
export function replaceColumns(context: StatementContext, table: Relation, change: (column: Column) => Column): void {
  context.catalog.putRelation({ ...table, columns: table.columns.map(change) });
}

/** Reads `ADD COLUMN a INT, b TEXT`. */
export function addColumns(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  stream.accept('COLUMN');
  const constraints: Constraint[] = [];
  const known = new Set(shownColumns(table).map(({ name }) => name));
  const declared = stream.series(() => {
    stream.accept('COLUMN');
    const optional = stream.accept('IF', 'NOT', 'EXISTS');
    return { ...readColumn(context, (constraint) => constraints.push(constraint), table), optional };
  });
  const fresh: Column[] = [];
  for (const { optional, ...column } of declared) {
    const isKnown = known.has(column.name);
    known.add(column.name);
    if (isKnown) {
      if (!optional) {
        throw new SnowflakeError('001430', '42601', `SQL compilation error:\ncolumn '${column.name}' already exists`);
      }
    } else if (column.expression === undefined) {
      if (column.defaultText !== undefined) {
        refuseComputed(context, column, column.defaultText);
      }
      fresh.push({ ...column, type: column.type ?? TEXT });
    }
  }
  constraints.forEach((constraint) => refuseUnknownColumns(context, constraint, [...table.columns, ...fresh]));
  const added = declared.filter(({ name }) => !shownColumns(table).some((column) => column.name === name));
  const wider = { ...table, columns: [...table.columns, ...fresh] };
  const computed = computedColumns(context, wider, added, table.columns.length);
  return async () => {
    let grown = computed.length === 0 ? table : { ...table, computed: [...(table.computed ?? []), ...computed] };
    for (const column of fresh) {
      grown = await addColumn(context, grown, column);
    }
    context.catalog.putRelation({
      ...grown,
      constraints: [...(table.constraints ?? []), ...constraints],
    });
  };
}

/** Adds a column at the end; rows that are there get its default. Gives the table as it is then. */
export async function addColumn(context: StatementContext, table: Relation, column: Column): Promise<Relation> {
  const { increment, defaultText, nullable, type } = column;
  const grown: Relation = { ...table, columns: [...table.columns, column] };
  if (increment !== undefined || (defaultText !== undefined && !nullable)) {
    // DuckDB alters no table whose rows the same transaction has changed.
    return rebuild(context, table, { ...grown, physical: nextPhysical(table.name) }, column);
  }
  const alter = `ALTER TABLE ${table.physical}`;
  const name = physicalIdentifier(column.name);
  await context.run(`${alter} ADD COLUMN ${name} ${physicalType(type)}${await filling(context, table, column)}`);
  if (!nullable) {
    await context.run(`${alter} ALTER COLUMN ${name} SET NOT NULL`);
  }
  return grown;
}

/** What the rows that are there get, as the plain constant that DuckDB asks for. */
async function filling(context: StatementContext, table: Relation, column: Column): Promise<string> {
  if (column.defaultText === undefined) {
    return '';
  }
  const value = await context.run(`SELECT CAST(${defaultOf(context, table, column)} AS VARCHAR)`);
  const text = (await value.getRows())[0]?.[0];
  return typeof text === 'string' ? ` DEFAULT ${quoteString(text)}` : '';
}

async function rebuild(context: StatementContext, from: Relation, to: Relation, column: Column): Promise<Relation> {
  await makeTable(context, to);
  await context.run(`INSERT INTO ${to.physical} SELECT *, ${defaultOf(context, to, column)} FROM ${from.physical}`);
  await context.run(`DROP TABLE ${from.physical}`);
  return to;
}

/** Reads `DROP COLUMN a, b`. */
export function dropColumns(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  stream.accept('COLUMN');
  const known = new Set(shownColumns(table).map(({ name }) => name));
  let missing = false;
  const names = stream.series(() => {
    stream.accept('COLUMN');
    // Before the first name it holds for the whole list.
    missing = stream.accept('IF', 'EXISTS') || missing;
    return { text: stream.name().text, optional: missing };
  });
  const gone = [...new Set(names.filter(({ text, optional }) => !optional || known.has(text)).map(({ text }) => text))];
  gone.filter((name) => !known.has(name)).forEach((name) => columnNamed(table, name));
  if (gone.length === known.size) {
    throw new SnowflakeError('000002', '0A000', 'SQL compilation error:\ncannot drop all the columns of a table');
  }
  const stored = gone.filter((name) => table.columns.some((column) => column.name === name));
  const computed = withoutColumns(table, gone);
  refuseDependence({ ...table, computed }, gone);
  return async () => {
    for (const name of stored) {
      await context.run(`ALTER TABLE ${table.physical} DROP COLUMN ${physicalIdentifier(name)}`);
    }
    context.catalog.putRelation({
      ...table,
      columns: table.columns.filter(({ name }) => !gone.includes(name)),
      ...(table.computed === undefined ? {} : { computed }),
      constraints: (table.constraints ?? []).filter(({ columns }) => !columns.some((name) => gone.includes(name))),
    });
  };
}

/** Reads `ALTER COLUMN a SET …, COLUMN b DROP …`, with or without parentheses. */
export function alterColumns(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  const parenthesised = stream.accept('(');
  const edits = stream.series(() => {
    stream.accept('COLUMN');
    const column = columnAhead(context, table);
    return { name: column.name, edit: readColumnChange(context, table, column) };
  });
  if (parenthesised) {
    stream.expect(')');
  }
  return async () => {
    let { columns } = table;
    for (const { name, edit } of edits) {
      const changed = await edit(columnNamed({ ...table, columns }, name));
      columns = columns.map((column) => (column.name === name ? changed : column));
    }
    context.catalog.putRelation({ ...table, columns });
  };
}

/** What becomes of a column, as the changes before have left it. */
type Edit = (column: Column) => Promise<Column>;

function readColumnChange(context: StatementContext, table: Relation, written: Column): Edit {
  const { grammar } = context;
  const { stream } = grammar;
  const alter = `ALTER TABLE ${table.physical} ALTER COLUMN ${physicalIdentifier(written.name)}`;
  if (stream.accept('COMMENT')) {
    const comment = stream.string();
    return async (column) => ({ ...column, comment });
  }
  if (stream.accept('UNSET', 'COMMENT')) {
    return async (column) => ({ ...column, comment: undefined });
  }
  refusePolicy(context);
  if (stream.accept('DROP', 'NOT', 'NULL')) {
    return async (column) => {
      await context.run(`${alter} DROP NOT NULL`);
      return { ...column, nullable: true };
    };
  }
  if (stream.accept('DROP', 'DEFAULT')) {
    return async (column) => ({ ...column, defaultText: undefined });
  }
  stream.accept('SET');
  if (stream.accept('NOT', 'NULL')) {
    return async (column) => {
      await setNotNull(context, table, column);
      return { ...column, nullable: false };
    };
  }
  if (stream.accept('DEFAULT')) {
    const defaultText = sequenceText(context, grammar.expression());
    if (defaultText === undefined || written.defaultText?.endsWith('.NEXTVAL') !== true) {
      const text = "SQL compilation error:\nUnsupported feature 'Alter Column Set Default'.";
      throw new SnowflakeError('000002', '0A000', text);
    }
    return async (column) => ({ ...column, defaultText });
  }
  stream.accept('DATA');
  stream.accept('TYPE');
  const type = grammar.dataType();
  refuseOtherType(written, type);
  return (column) => changeType(context, column, alter, type);
}

/** Masking and projection policies would change answers; tags do not. */
function refusePolicy({ grammar: { stream } }: StatementContext): void {
  for (const kind of ['MASKING', 'PROJECTION']) {
    if (stream.sees('SET', kind, 'POLICY') || stream.sees('UNSET', kind, 'POLICY')) {
      throw unsupported(`${kind} POLICY`);
    }
  }
}

/** @throws SnowflakeError 001471 when there are rows without a value */
export async function setNotNull(context: StatementContext, { physical }: Relation, { name }: Column): Promise<void> {
  const column = physicalIdentifier(name);
  const { rowCount } = await context.run(`SELECT 1 FROM ${physical} WHERE ${column} IS NULL LIMIT 1`);
  if (rowCount > 0) {
    const text = `Column '${name}' contains null values. Not null constraint cannot be added.`;
    throw new SnowflakeError('001471', '42601', `SQL compilation error:\n${text}`);
  }
  await context.run(`ALTER TABLE ${physical} ALTER COLUMN ${column} SET NOT NULL`);
}

/** Casts a column's rows to another type. */
export async function changeType(
  context: StatementContext,
  column: Column,
  alter: string,
  type: SqlType,
): Promise<Column> {
  refuseOtherType(column, type);
  const value = { sql: physicalIdentifier(column.name), type: column.type, nullable: true, aggregate: false };
  await context.run(
    `${alter} SET DATA TYPE ${physicalType(type)} USING ${castTo(context.compiler, value, type, 'store').sql}`,
  );
  return { ...column, type };
}

/** A text may grow and a number change its precision, where its values fit; nothing else of a type may change. */
function refuseOtherType({ name, type: from }: Column, to: SqlType): void {
  const rescaled = from.kind === 'number' && to.kind === 'number' && to.scale !== from.scale;
  const shortened = from.kind === 'text' && to.kind === 'text' && to.length < from.length;
  const resized = from.kind === 'binary' && to.kind === 'binary' && to.length !== from.length;
  if (from.kind !== to.kind || rescaled || shortened || resized) {
    const why = rescaled
      ? ' because changing the scale of a number is not supported.'
      : shortened
        ? ' because reducing the byte-length of a varchar is not supported.'
        : '';
    const text = `cannot change column ${name} from type ${typeName(from)} to ${typeName(to)}${why}`;
    throw new SnowflakeError('002108', '22000', `SQL compilation error: ${text}\n`);
  }
}
