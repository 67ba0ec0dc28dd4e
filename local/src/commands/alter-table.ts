import type { Relation } from '../catalog/model.js';
import { unsupported } from '../compile/faults.js';
import { addColumns, alterColumns, dropColumns, renameColumn, type Change } from './alter-columns.js';
import { addConstraint, alterConstraint, dropConstraint, renameConstraint } from './alter-constraints.js';
import { skipTableOptions } from './column-definitions.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { readNewName } from './new-name.js';
import { findDefined } from './targets.js';

/** ALTER TABLE. */
export async function alterTable(context: StatementContext): Promise<Outcome> {
  const { grammar } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const [database, schema, name] = context.compiler.qualify(path);
  if (optional && context.catalog.relation(database, schema, name, context.state.options.sessionId) === undefined) {
    return succeeded(TYPE.alter);
  }
  const table = findDefined(context, path);
  const change = readChange(context, table);
  stream.finish();
  await context.define(change);
  return succeeded(TYPE.alter);
}

function readChange(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  if (stream.accept('RENAME', 'TO')) {
    return renameTable(context, table);
  }
  if (stream.accept('SWAP', 'WITH')) {
    return swapTables(context, table);
  }
  if (stream.accept('RENAME', 'CONSTRAINT')) {
    return renameConstraint(context, table);
  }
  if (stream.accept('RENAME', 'COLUMN')) {
    return renameColumn(context, table);
  }
  if (stream.sees('ADD', 'ROW', 'ACCESS') || stream.sees('DROP', 'ROW', 'ACCESS')) {
    throw unsupported('ROW ACCESS POLICY');
  }
  if (stream.accept('ADD')) {
    return addConstraint(context, table) ?? idle(context, 'SEARCH', 'OPTIMIZATION') ?? addColumns(context, table);
  }
  if (stream.accept('DROP')) {
    return (
      dropConstraint(context, table) ??
      idle(context, 'CLUSTERING', 'KEY') ??
      idle(context, 'SEARCH', 'OPTIMIZATION') ??
      dropColumns(context, table)
    );
  }
  if (stream.acceptAny('ALTER', 'MODIFY') !== undefined) {
    return alterConstraint(context, table) ?? alterColumns(context, table);
  }
  return readTableSettings(context, table);
}

/** What guides Snowflake's storage or optimiser changes nothing here. */
function idle({ grammar: { stream } }: StatementContext, ...words: readonly string[]): Change | undefined {
  if (!stream.accept(...words)) {
    return undefined;
  }
  while (stream.peek() !== undefined && !stream.sees(';')) {
    stream.next();
  }
  return async () => undefined;
}

function readTableSettings(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  const { catalog } = context;
  if (stream.accept('SET', 'TAG')) {
    stream.series(() => readTag(stream));
    return async () => undefined;
  }
  if (stream.accept('UNSET', 'TAG')) {
    stream.series(() => stream.path());
    return async () => undefined;
  }
  if (stream.sees('SET', 'STAGE_COPY_OPTIONS') || stream.sees('SET', 'STAGE_FILE_FORMAT')) {
    throw unsupported(`ALTER TABLE … ${stream.peek(1)?.value ?? ''}`);
  }
  if (stream.accept('SET') || stream.sees('CLUSTER')) {
    const { comment, clusterBy } = skipTableOptions(context);
    return async () =>
      catalog.putRelation({
        ...table,
        comment: comment ?? table.comment,
        ...(clusterBy === undefined ? {} : { clusterBy }),
      });
  }
  if (stream.accept('UNSET')) {
    const names = stream.series(() => stream.name().text);
    return async () => catalog.putRelation(names.includes('COMMENT') ? { ...table, comment: undefined } : table);
  }
  const quiet = idle(context, 'RESUME', 'RECLUSTER') ?? idle(context, 'SUSPEND', 'RECLUSTER');
  if (quiet === undefined) {
    throw unsupported(`ALTER TABLE … ${stream.peek()?.text ?? ''}`);
  }
  return quiet;
}

/** Passes over `name = 'value'`. */
export function readTag(stream: StatementContext['grammar']['stream']): void {
  stream.path();
  stream.expect('=');
  stream.string();
}

function renameTable(context: StatementContext, table: Relation): Change {
  const { catalog, state } = context;
  const [database, schema, name] = readNewName(context, table, (place) =>
    catalog.relation(...place, state.options.sessionId),
  );
  return async () => {
    catalog.dropRelation(table);
    catalog.putRelation({ ...table, database, schema, name });
  };
}

function swapTables(context: StatementContext, table: Relation): Change {
  const other = findDefined(context, context.grammar.objectName());
  return async () => {
    const { database, schema, name } = table;
    context.catalog.putRelation({ ...other, database, schema, name });
    context.catalog.putRelation({ ...table, database: other.database, schema: other.schema, name: other.name });
  };
}
