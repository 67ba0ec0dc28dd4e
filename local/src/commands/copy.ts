import type { Column, Relation } from '../catalog/model.js';
import { printPath, unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import {
  parquetReader,
  readSelected,
  selectFiles,
  storeStaged,
  type SelectedFiles,
  type StagedSource,
} from '../stages/staged-table.js';
import { widestPosition } from '../stages/find-staged.js';
import { statSync } from 'node:fs';
import { readTokens } from '../lexer.js';
import { TEXT, number } from '../types/sql-type.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { loadFile, type LoadedFile } from './copy-file.js';
import { readCopyOptions, type CopyOptions } from './copy-options.js';
import { unload } from './copy-unload.js';
import { validateFiles } from './copy-validation.js';
import { insertCompiled } from './insert.js';
import { readStageName } from './stage-files.js';
import { columnNamed } from './alter-columns.js';
import { findTable } from './targets.js';

/** COPY INTO, in both directions. */
export async function runCopy(context: StatementContext): Promise<Outcome> {
  const { grammar } = context;
  const { stream } = grammar;
  stream.expect('COPY', 'INTO');
  if (stream.peek()?.kind === 'stage' || stream.peek()?.kind === 'string') {
    return unload(context, readStageName(context));
  }
  const table = findTable(context, grammar.objectName(), 'Table');
  const columns = stream.sees('(') ? stream.list(() => columnNamed(table, stream.name().text)) : table.columns;
  // Without FROM the files are those of the table's own stage.
  if (!stream.accept('FROM')) {
    return loadStage(context, table, columns, `@${printPath([table.database, table.schema, `%${table.name}`])}`);
  }
  return stream.sees('(')
    ? loadQuery(context, table, columns)
    : loadStage(context, table, columns, readStageName(context));
}

async function loadStage(
  context: StatementContext,
  table: Relation,
  columns: readonly Column[],
  location: string,
): Promise<Outcome> {
  const options = readLoadOptions(context);
  const selected = await selectFiles(context.stages, { location, ...options }, context.sight);
  if (options.validation !== undefined) {
    return validateFiles(context, table, columns, selected, options);
  }
  const fresh = freshFiles(context, table, selected, options);
  if (fresh.files.length === 0 || context.request.describeOnly) {
    return nothingLoaded();
  }
  const sources = await readSelected(fresh, parquetReader(context.run));
  const loaded = await context.together(async () => {
    const results: LoadedFile[] = [];
    for (const source of sources) {
      results.push(await loadFile(context, table, columns, source, fresh, options));
    }
    return results;
  });
  await finishFiles(context, table, sources, options, loaded);
  return report(loaded);
}

function stageAt(written: string): string {
  const [token] = readTokens(written);
  return token?.kind === 'string' ? token.value : (token?.text ?? '');
}

/** COPY INTO … FROM (SELECT … FROM @stage): the query's rows, all or none. */
async function loadQuery(context: StatementContext, table: Relation, columns: readonly Column[]): Promise<Outcome> {
  const { grammar, compiler } = context;
  const { stream } = grammar;
  stream.expect('(');
  const query = grammar.query();
  stream.expect(')');
  const { body } = query;
  const from = body.kind === 'select' ? body.from : undefined;
  if (from?.kind !== 'stage') {
    throw unsupported('COPY INTO a table from a query of anything but one stage');
  }
  const written = stream.sql.slice(from.start, from.end);
  if (/\(\s*(?:file_format|pattern)/i.test(written)) {
    throw unsupported('options of a stage in the query of COPY INTO: say them behind the query');
  }
  const location = stageAt(written);
  const options = readLoadOptions(context);
  if (options.onError !== 'ABORT_STATEMENT') {
    throw unsupported(`ON_ERROR = ${options.onError} with a query`);
  }
  if (options.validation !== undefined) {
    const message = 'SQL compilation error:\nInvalid VALIDATION_MODE: it does not support a transformation';
    throw new SnowflakeError('001007', '22023', message);
  }
  const selected = await selectFiles(context.stages, { location, ...options }, context.sight);
  const fresh = freshFiles(context, table, selected, options);
  if (fresh.files.length === 0 || context.request.describeOnly) {
    return nothingLoaded();
  }
  const sources = await readSelected(fresh, parquetReader(context.run));
  const loaded = await context.together(async () => {
    const results: LoadedFile[] = [];
    for (const source of sources) {
      const width = widestPosition(stream.sql);
      context.staged.set(from.start, await storeStaged(context.run, [source], fresh, width));
      const rows = await context.change(insertCompiled(context, table, columns, compiler.query(query, EMPTY_SCOPE)));
      results.push({
        file: `${fresh.label}${source.file.name}`,
        parsed: rows,
        loaded: rows,
        errors: 0,
        limit: 1,
        skipped: false,
        first: undefined,
      });
    }
    return results;
  });
  await finishFiles(context, table, sources, options, loaded);
  return report(loaded);
}

function readLoadOptions(context: StatementContext): CopyOptions {
  const options = readCopyOptions(context);
  const foreign = options.partition === undefined ? options.unloading : 'PARTITION BY';
  if (foreign !== undefined) {
    throw unsupported(`COPY INTO a table … ${foreign}`);
  }
  return options;
}

/** A file is loaded once, unless it has changed or FORCE says otherwise. */
function freshFiles(
  context: StatementContext,
  table: Relation,
  selected: SelectedFiles,
  { force }: CopyOptions,
): SelectedFiles {
  const known = context.stages.loadedInto(table.physical);
  return {
    ...selected,
    files: force ? selected.files : selected.files.filter((file) => !known.has(markOf(file.path))),
  };
}

function markOf(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}

async function finishFiles(
  context: StatementContext,
  table: Relation,
  sources: readonly StagedSource[],
  { purge }: CopyOptions,
  loaded: readonly LoadedFile[],
): Promise<void> {
  const known = context.stages.loadedInto(table.physical);
  for (const [at, { file }] of sources.entries()) {
    if (statusOf(loaded[at]) !== 'LOAD_FAILED') {
      known.add(markOf(file.path));
      if (purge) {
        await context.stages.removeFile(file);
      }
    }
  }
}

function statusOf(file: Omit<LoadedFile, 'first'> | undefined): string {
  if (file === undefined || file.skipped || (file.errors > 0 && file.loaded === 0)) {
    return 'LOAD_FAILED';
  }
  return file.errors === 0 ? 'LOADED' : 'PARTIALLY_LOADED';
}

function nothingLoaded(): Outcome {
  return status('Copy executed with 0 files processed.', TYPE.copy);
}

const REPORT = [
  ['file', TEXT],
  ['status', TEXT],
  ['rows_parsed', number()],
  ['rows_loaded', number()],
  ['error_limit', number()],
  ['errors_seen', number()],
  ['first_error', TEXT],
  ['first_error_line', number()],
  ['first_error_character', number()],
  ['first_error_column_name', TEXT],
] as const;

function report(files: readonly LoadedFile[]): Outcome {
  return {
    columns: REPORT.map(([name, type]) => ({ name, type, nullable: true })),
    typeId: TYPE.copy,
    rows: {
      cells: files.map(({ first, ...one }) => [
        one.file,
        statusOf(one),
        ...[one.parsed, one.loaded, one.limit, one.errors].map(String),
        first?.message ?? null,
        first === undefined ? null : String(first.line),
        first === undefined ? null : '1',
        first?.column ?? null,
      ]),
    },
  };
}
