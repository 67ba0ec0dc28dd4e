import type { FileLoad } from '../catalog/file-loads.js';
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
import type { StagedFile } from '../stages/stage-files.js';
import { widestPosition } from '../stages/find-staged.js';
import { readTokens } from '../lexer.js';
import type { Query } from '../syntax/ast.js';
import type { TableReference } from '../syntax/table-ast.js';
import { TEXT, number } from '../types/sql-type.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { loadFile, type LoadedFile } from './copy-file.js';
import { invalidValue, readCopyOptions, refused, type CopyOptions } from './copy-options.js';
import { unload } from './copy-unload.js';
import { validateFiles } from './copy-validation.js';
import { insertCompiled, refuseCount } from './insert.js';
import { readStageName } from './stage-files.js';
import { columnAt, findTable } from './targets.js';

/** COPY INTO, in both directions. */
export async function runCopy(context: StatementContext): Promise<Outcome> {
  const { grammar } = context;
  const { stream } = grammar;
  stream.expect('COPY', 'INTO');
  if (stream.peek()?.kind === 'stage' || stream.peek()?.kind === 'string') {
    return unload(context, readStageName(context));
  }
  const table = findTable(context, grammar.objectName(), 'Table');
  const columns = stream.sees('(') ? stream.list(() => columnAt(context, table, [stream.name()])) : table.columns;
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
  await finishFiles(context, table, fresh, sources, options, loaded);
  return report(loaded, options);
}

function stageAt(written: string): string {
  const [token] = readTokens(written);
  return token?.kind === 'string' ? token.value : (token?.text ?? '');
}

/** The stage a transformation reads: it shapes columns, and neither leaves out rows nor puts them together. */
function stageOf({ body, order, limit, offset }: Query): Extract<TableReference, { readonly kind: 'stage' }> {
  if (body.kind === 'select' && body.from?.kind === 'stage') {
    const { where, group, having, qualify, top } = body;
    const parts = {
      WHERE: where,
      'GROUP BY': group,
      HAVING: having,
      QUALIFY: qualify,
      TOP: top,
      LIMIT: limit ?? offset,
    };
    const ordered = Array.isArray(order) ? order.length > 0 : true;
    const found = ordered ? 'ORDER BY' : Object.entries(parts).find(([, part]) => part !== undefined)?.[0];
    if (found !== undefined) {
      throw refused(`${found} is not supported in a COPY transformation.`);
    }
    return body.from;
  }
  throw unsupported('COPY INTO a table from a query of anything but one stage');
}

/** COPY INTO … FROM (SELECT … FROM @stage): the query's rows, all or none. */
async function loadQuery(context: StatementContext, table: Relation, columns: readonly Column[]): Promise<Outcome> {
  const { grammar, compiler } = context;
  const { stream } = grammar;
  stream.expect('(');
  const query = grammar.query();
  stream.expect(')');
  const from = stageOf(query);
  const written = stream.sql.slice(from.start, from.end);
  if (/\(\s*(?:file_format|pattern)/i.test(written)) {
    throw unsupported('options of a stage in the query of COPY INTO: say them behind the query');
  }
  const location = stageAt(written);
  const options = readLoadOptions(context);
  if (options.onError !== 'ABORT_STATEMENT') {
    throw unsupported(`ON_ERROR = ${options.onError} with a query`);
  }
  if (options.match !== 'NONE') {
    throw refused('match_by_column_name is not supported with copy transform.');
  }
  // Told also where every file has been loaded already.
  if (query.body.kind === 'select' && query.body.items.every(({ expression }) => expression.kind !== 'star')) {
    refuseCount(query.body.items.length, columns.length);
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
      const rows = await context.change(
        insertCompiled(context, table, columns, compiler.query(query, EMPTY_SCOPE)).sql,
      );
      results.push({
        file: `${fresh.label}${source.file.name}`,
        parsed: rows,
        loaded: rows,
        errors: 0,
        limit: 1,
        skipped: false,
        faults: [],
      });
    }
    return results;
  });
  await finishFiles(context, table, fresh, sources, options, loaded, true);
  return report(loaded, options);
}

function readLoadOptions(context: StatementContext): CopyOptions {
  const options = readCopyOptions(context);
  const foreign = options.partition === undefined ? options.unloading : 'PARTITION BY';
  if (foreign !== undefined) {
    throw unsupported(`COPY INTO a table … ${foreign}`);
  }
  if (options.validation === 'rows') {
    throw invalidValue('VALIDATION_MODE', 'RETURN_ROWS');
  }
  return options;
}

/**
 * A file is loaded once, unless it has changed or FORCE says otherwise. The files of one statement end with the one that
 * exceeds SIZE_LIMIT.
 */
function freshFiles(
  context: StatementContext,
  table: Relation,
  selected: SelectedFiles,
  { force, sizeLimit }: CopyOptions,
): SelectedFiles {
  const loads = context.catalog.fileLoads.of(table.physical);
  const known = new Set(loads.filter(({ status: of }) => of !== 'LOAD_FAILED').map(({ mark }) => mark));
  const wanted = force ? selected.files : selected.files.filter((file) => !known.has(markOf(file)));
  let total = 0;
  const full = wanted.findIndex(({ size }) => (total += size) > sizeLimit);
  return { ...selected, files: full < 0 ? wanted : wanted.slice(0, full + 1) };
}

function markOf({ path, size, modifiedAt }: StagedFile): string {
  return `${path} ${size} ${modifiedAt}`;
}

async function finishFiles(
  context: StatementContext,
  table: Relation,
  { stage }: SelectedFiles,
  sources: readonly StagedSource[],
  { purge }: CopyOptions,
  loaded: readonly LoadedFile[],
  transformed = false,
): Promise<void> {
  const { catalog, request, state, transaction } = context;
  const { sessionId } = state.options;
  const origin = { table: table.physical, queryId: request.queryId, sessionId, stage, transformed };
  for (const [at, { file }] of sources.entries()) {
    const result = loaded[at];
    if (result === undefined) {
      continue;
    }
    const { name: path, size } = file;
    const told = { path, size, mark: markOf(file), loadedAt: Date.now(), status: statusOf(result) };
    transaction.whenUndone(catalog.fileLoads.add({ ...origin, ...told, ...result }));
    if (purge && statusOf(result) !== 'LOAD_FAILED') {
      await context.stages.removeFile(file);
    }
  }
}

function statusOf(file: LoadedFile): FileLoad['status'] {
  if (file.skipped || (file.errors > 0 && file.loaded === 0)) {
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

function report(files: readonly LoadedFile[], { failedOnly }: CopyOptions): Outcome {
  const told = files.filter((file) => !failedOnly || statusOf(file) !== 'LOADED');
  return {
    columns: REPORT.map(([name, type]) => ({ name, type, nullable: true })),
    typeId: TYPE.copy,
    rows: {
      cells: told.map((one) => {
        const [first] = one.faults;
        return [
          one.file,
          statusOf(one),
          ...[one.parsed, one.loaded, one.limit, one.errors].map(String),
          first?.message ?? null,
          first === undefined ? null : String(first.line),
          first === undefined ? null : String(first.character),
          first?.column ?? null,
        ];
      }),
    },
  };
}
