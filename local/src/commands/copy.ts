import type { Column, Relation } from '../catalog/model.js';
import { unsupported } from '../compile/faults.js';
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
import { TEXT, number } from '../types/sql-type.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { loadFile, type LoadedFile } from './copy-file.js';
import { readCopyOptions, type CopyOptions } from './copy-options.js';
import { unload } from './copy-unload.js';
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
  stream.expect('FROM');
  return stream.sees('(') ? loadQuery(context, table, columns) : loadStage(context, table, columns);
}

async function loadStage(context: StatementContext, table: Relation, columns: readonly Column[]): Promise<Outcome> {
  const location = readStageName(context);
  const options = readCopyOptions(context);
  const selected = await selectFiles(context.stages, { location, ...options }, context.sight);
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
  const location = stream.sql.slice(from.start, from.end).split(/\s/, 1).join('').replace(/\($/, '');
  const options = readCopyOptions(context);
  if (options.onError !== 'ABORT_STATEMENT') {
    throw unsupported(`ON_ERROR = ${options.onError} with a query`);
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
        first: undefined,
      });
    }
    return results;
  });
  await finishFiles(context, table, sources, options, loaded);
  return report(loaded);
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
    if ((loaded[at]?.errors ?? 0) === 0 || (loaded[at]?.loaded ?? 0) > 0) {
      known.add(markOf(file.path));
      if (purge) {
        await context.stages.removeFile(file);
      }
    }
  }
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
      cells: files.map(({ file, parsed, loaded, errors, limit, first }) => [
        file,
        errors === 0 ? 'LOADED' : loaded === 0 ? 'LOAD_FAILED' : 'PARTIALLY_LOADED',
        ...[parsed, loaded, limit, errors].map(String),
        first?.message ?? null,
        first === undefined ? null : String(first.line),
        first === undefined ? null : '1',
        first?.column ?? null,
      ]),
    },
  };
}
