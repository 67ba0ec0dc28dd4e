import type { Column, Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import { alreadyExists, doesNotExist, unsupported } from '../compile/faults.js';
import { physicalType } from '../types/physical.js';
import { TEXT, type SqlType } from '../types/sql-type.js';
import { castTo } from '../compile/casts.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { readColumn, skipTableOptions } from './column-definitions.js';
import { ACCOUNT_OBJECTS, alterAccountObject } from './access.js';
import { alterSession } from './session-parameters.js';
import { defaultOf, findTable } from './targets.js';

/** ALTER: dispatched by the kind of object. */
export async function runAlter(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  stream.expect('ALTER');
  const kind = stream.next().value;
  switch (kind) {
    case 'SESSION':
      return alterSession(context);
    case 'TABLE':
      return alterTable(context);
    default:
      if (ACCOUNT_OBJECTS.has(kind)) {
        return alterAccountObject(context);
      }
      throw unsupported(`ALTER ${kind}`);
  }
}

async function alterTable(context: StatementContext): Promise<Outcome> {
  const { grammar } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const [database, schema, name] = context.compiler.qualify(path);
  if (optional && context.catalog.relation(database, schema, name, context.state.options.sessionId) === undefined) {
    return succeeded(TYPE.alter);
  }
  const table = findTable(context, path, 'Table');
  const change = readChange(context, table);
  stream.finish();
  await context.define(change);
  return succeeded(TYPE.alter);
}

type Change = () => Promise<void>;

function readChange(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  if (stream.accept('RENAME', 'TO')) {
    return renameTable(context, table);
  }
  if (stream.accept('SWAP', 'WITH')) {
    return swapTables(context, table);
  }
  if (stream.accept('RENAME', 'COLUMN')) {
    return renameColumn(context, table);
  }
  if (stream.accept('ADD')) {
    return addColumns(context, table);
  }
  if (stream.accept('DROP')) {
    return dropColumns(context, table);
  }
  if (stream.acceptAny('ALTER', 'MODIFY') !== undefined) {
    return alterColumns(context, table);
  }
  return readTableSettings(context, table);
}

function readTableSettings(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  if (stream.accept('SET') || stream.sees('CLUSTER')) {
    const { comment } = skipTableOptions(context);
    return async () => context.catalog.putRelation({ ...table, comment: comment ?? table.comment });
  }
  if (stream.accept('UNSET', 'COMMENT')) {
    return async () => context.catalog.putRelation({ ...table, comment: undefined });
  }
  if (
    stream.accept('DROP', 'CLUSTERING', 'KEY') ||
    stream.accept('RESUME', 'RECLUSTER') ||
    stream.accept('SUSPEND', 'RECLUSTER')
  ) {
    return async () => undefined;
  }
  throw unsupported(`ALTER TABLE … ${stream.peek()?.text ?? ''}`);
}

function renameTable(context: StatementContext, table: Relation): Change {
  const { catalog, compiler, grammar, state } = context;
  const path = grammar.objectName();
  const [database, schema, name] = compiler.qualify(
    path.length === 1 ? [table.database, table.schema, path[0]?.text ?? ''] : path,
  );
  if (catalog.relation(database, schema, name, state.options.sessionId) !== undefined) {
    throw alreadyExists([database, schema, name]);
  }
  return async () => {
    catalog.dropRelation(table);
    catalog.putRelation({ ...table, database, schema, name });
  };
}

function swapTables(context: StatementContext, table: Relation): Change {
  const other = findTable(context, context.grammar.objectName(), 'Table');
  return async () => {
    const { database, schema, name } = table;
    context.catalog.putRelation({ ...other, database, schema, name });
    context.catalog.putRelation({ ...table, database: other.database, schema: other.schema, name: other.name });
  };
}

/** The column of that name. */
export function columnNamed(table: Relation, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    throw doesNotExist('Column', [name]);
  }
  return column;
}

function renameColumn(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  const from = columnNamed(table, stream.name().text);
  stream.expect('TO');
  const to = stream.name().text;
  return async () => {
    await context.run(
      `ALTER TABLE ${table.physical} RENAME COLUMN ${physicalIdentifier(from.name)} TO ${physicalIdentifier(to)}`,
    );
    replaceColumns(context, table, (column) => (column.name === from.name ? { ...column, name: to } : column));
  };
}

/** Changes the declarations of a table's columns. */
export function replaceColumns(context: StatementContext, table: Relation, change: (column: Column) => Column): void {
  context.catalog.putRelation({ ...table, columns: table.columns.map(change) });
}

function addColumns(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  stream.accept('COLUMN');
  const optional = stream.accept('IF', 'NOT', 'EXISTS');
  const declared = stream.series(() => {
    stream.accept('COLUMN');
    return readColumn(context);
  });
  const fresh: Column[] = [];
  for (const column of declared) {
    if (table.columns.some(({ name }) => name === column.name)) {
      if (!optional) {
        throw context.compiler.faults.compilation('001430', '42601', `column '${column.name}' already exists`, {
          start: 0,
          end: 0,
        });
      }
    } else {
      fresh.push({ ...column, type: column.type ?? TEXT });
    }
  }
  return async () => {
    for (const column of fresh) {
      if (column.increment !== undefined) {
        await context.run(
          `CREATE SEQUENCE ${column.increment.sequence} START WITH ${column.increment.start} INCREMENT BY ${column.increment.step}`,
        );
      }
      await context.run(
        `ALTER TABLE ${table.physical} ADD COLUMN ${physicalIdentifier(column.name)} ${physicalType(column.type)}`,
      );
      if (column.defaultText !== undefined || column.increment !== undefined) {
        await context.run(
          `UPDATE ${table.physical} SET ${physicalIdentifier(column.name)} = ${defaultOf(context, table, column)}`,
        );
      }
      if (!column.nullable) {
        await context.run(`ALTER TABLE ${table.physical} ALTER COLUMN ${physicalIdentifier(column.name)} SET NOT NULL`);
      }
    }
    context.catalog.putRelation({ ...table, columns: [...table.columns, ...fresh] });
  };
}

function dropColumns(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  if (stream.accept('CLUSTERING', 'KEY') || stream.accept('PRIMARY', 'KEY')) {
    return async () => undefined;
  }
  stream.accept('COLUMN');
  const optional = stream.accept('IF', 'EXISTS');
  const names = stream.series(() => stream.name().text);
  const gone = names
    .filter((name) => !optional || table.columns.some((column) => column.name === name))
    .map((name) => columnNamed(table, name).name);
  return async () => {
    for (const name of gone) {
      await context.run(`ALTER TABLE ${table.physical} DROP COLUMN ${physicalIdentifier(name)}`);
    }
    context.catalog.putRelation({ ...table, columns: table.columns.filter(({ name }) => !gone.includes(name)) });
  };
}

/** Reads `ALTER COLUMN a SET …, COLUMN b DROP …`, with or without parentheses. */
function alterColumns(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  const parenthesised = stream.accept('(');
  const edits = stream.series(() => {
    stream.accept('COLUMN');
    return readColumnChange(context, table, columnNamed(table, stream.name().text));
  });
  if (parenthesised) {
    stream.expect(')');
  }
  return async () => {
    let columns = table.columns;
    for (const edit of edits) {
      const changed = await edit();
      columns = columns.map((column) => (column.name === changed.name ? { ...column, ...changed } : column));
    }
    context.catalog.putRelation({ ...table, columns });
  };
}

function readColumnChange(context: StatementContext, table: Relation, column: Column): () => Promise<Column> {
  const { grammar } = context;
  const { stream } = grammar;
  const alter = `ALTER TABLE ${table.physical} ALTER COLUMN ${physicalIdentifier(column.name)}`;
  if (stream.accept('COMMENT')) {
    const comment = stream.string();
    return async () => ({ ...column, comment });
  }
  if (stream.accept('DROP', 'NOT', 'NULL')) {
    return async () => {
      await context.run(`${alter} DROP NOT NULL`);
      return { ...column, nullable: true };
    };
  }
  if (stream.accept('DROP', 'DEFAULT')) {
    return async () => ({ ...column, defaultText: undefined });
  }
  stream.accept('SET');
  if (stream.accept('NOT', 'NULL')) {
    return async () => {
      await context.run(`${alter} SET NOT NULL`);
      return { ...column, nullable: false };
    };
  }
  if (stream.accept('DEFAULT')) {
    const start = stream.start;
    const { end } = grammar.expression();
    return async () => ({ ...column, defaultText: stream.sql.slice(start, end) });
  }
  stream.accept('DATA');
  stream.accept('TYPE');
  return changeType(context, column, alter, grammar.dataType());
}

function changeType(context: StatementContext, column: Column, alter: string, type: SqlType): () => Promise<Column> {
  return async () => {
    const value = { sql: physicalIdentifier(column.name), type: column.type, nullable: true, aggregate: false };
    await context.run(
      `${alter} SET DATA TYPE ${physicalType(type)} USING ${castTo(context.compiler, value, type, 'store').sql}`,
    );
    return { ...column, type };
  };
}
