import { ERROR_COLUMNS, errorCells, type FileLoad } from '../catalog/file-loads.js';
import { rowsQuery, storedMoment } from '../catalog/information-schema.js';
import type { Relation } from '../catalog/model.js';
import { SnowflakeError } from '../errors.js';
import { parseNamePath } from '../syntax/parser.js';
import type { CallNode, Expression, Span } from '../syntax/ast.js';
import { TEXT, number, timestamp, type SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { CompiledQuery, Compiler } from './compiler.js';
import { doesNotExist, unsupported } from './faults.js';
import { EMPTY_SCOPE } from './scope.js';

const MOMENT = timestamp('ltz', 3);

const COLUMNS: readonly (readonly [string, SqlType])[] = [
  ['FILE_NAME', TEXT],
  ['STAGE_LOCATION', TEXT],
  ['LAST_LOAD_TIME', MOMENT],
  ['ROW_COUNT', number()],
  ['ROW_PARSED', number()],
  ['FILE_SIZE', number()],
  ['FIRST_ERROR_MESSAGE', TEXT],
  ['FIRST_ERROR_LINE_NUMBER', number()],
  ['FIRST_ERROR_CHARACTER_POS', number()],
  ['FIRST_ERROR_COLUMN_NAME', TEXT],
  ['ERROR_COUNT', number()],
  ['ERROR_LIMIT', number()],
  ['STATUS', TEXT],
  ['TABLE_CATALOG_NAME', TEXT],
  ['TABLE_SCHEMA_NAME', TEXT],
  ['TABLE_NAME', TEXT],
  ['PIPE_CATALOG_NAME', TEXT],
  ['PIPE_SCHEMA_NAME', TEXT],
  ['PIPE_NAME', TEXT],
  ['PIPE_RECEIVED_TIME', MOMENT],
  ['BYTES_BILLED', number()],
];

/** A call of COPY_HISTORY or VALIDATE as a query; undefined for other calls. */
export function loadHistory(compiler: Compiler, call: CallNode & Span): CompiledQuery | undefined {
  const [name, schema] = call.path.map(({ text }) => text).toReversed();
  if (name === 'COPY_HISTORY' && schema === 'INFORMATION_SCHEMA') {
    return copyHistory(compiler, call);
  }
  return name === 'VALIDATE' && call.path.length === 1 ? validate(compiler, call) : undefined;
}

function copyHistory(compiler: Compiler, call: CallNode & Span): CompiledQuery {
  const known = new Set(['TABLE_NAME', 'START_TIME', 'END_TIME']);
  const unknown = [...call.named.keys()].find((given) => !known.has(given));
  if (unknown !== undefined || call.args.length > 0) {
    throw unsupported(`COPY_HISTORY with ${unknown ?? 'arguments without names'}`);
  }
  const [table, start, end] = ['TABLE_NAME', 'START_TIME', 'END_TIME'].map((key) => call.named.get(key));
  if (table === undefined || start === undefined) {
    const missing = table === undefined ? 'TABLE_NAME' : 'START_TIME';
    throw new SnowflakeError('001038', '22023', `SQL compilation error:\nmissing required argument ${missing}`);
  }
  const relation = findTable(
    compiler,
    parseNamePath(textOf(compiler, table)).map(({ text }) => text),
  );
  const loads = compiler.environment.catalog.fileLoads.of(relation.physical);
  const { sql, columns } = rowsQuery(
    COLUMNS,
    loads.map((load) => cellsOf(load, relation)),
  );
  const moment = (node: Expression): string => castTo(compiler, compiler.expression(node, EMPTY_SCOPE), MOMENT).sql;
  const until = end === undefined ? '' : ` AND h.c3 <= ${moment(end)}`;
  return { sql: `SELECT * FROM (${sql}) AS h WHERE h.c3 >= ${moment(start)}${until}`, columns };
}

function cellsOf(load: FileLoad, { database, schema, name }: Relation): readonly (string | number | null)[] {
  const { path, stage, loadedAt, loaded, parsed, size, errors, limit, status } = load;
  const [first] = load.faults;
  const fault = [first?.message ?? null, first?.line ?? null, first?.character ?? null, first?.column ?? null];
  const told = status.charAt(0) + status.slice(1).toLowerCase().replaceAll('_', ' ');
  const counts = [loaded, parsed, size];
  const nothing = [null, null, null, null, null];
  return [
    path,
    stage,
    storedMoment(loadedAt),
    ...counts,
    ...fault,
    errors,
    limit,
    told,
    database,
    schema,
    name,
    ...nothing,
  ];
}

/** Every error of a past COPY; one that stopped at its first has none. */
function validate(compiler: Compiler, call: CallNode & Span): CompiledQuery {
  const [table] = call.args;
  const job = call.named.get('JOB_ID');
  if (table?.kind !== 'name' || job === undefined) {
    throw new SnowflakeError('001038', '22023', 'SQL compilation error:\nVALIDATE needs a table and a JOB_ID');
  }
  const { catalog, sessionId } = compiler.environment;
  const relation = findTable(
    compiler,
    table.path.map(({ text }) => text),
  );
  const asked = textOf(compiler, job);
  const latest = asked.toLowerCase() === '_last';
  const queryId = latest ? catalog.fileLoads.latest(sessionId) : asked;
  const loads = catalog.fileLoads.by(queryId ?? '').filter((load) => latest || load.table === relation.physical);
  if (loads.length === 0 && !latest) {
    throw new SnowflakeError('000709', '02000', `Statement ${asked} not found`);
  }
  if (loads.some(({ transformed }) => transformed)) {
    throw unsupported('VALIDATE of a COPY with a query');
  }
  const faults = loads.flatMap((load) => load.faults);
  return rowsQuery([...ERROR_COLUMNS, ['REJECTED_RECORD', TEXT]], faults.map(errorCells));
}

function findTable(compiler: Compiler, path: readonly string[]): Relation {
  const { catalog, sessionId } = compiler.environment;
  const relation = catalog.relation(...compiler.qualify(path), sessionId);
  if (relation?.kind !== 'table') {
    throw doesNotExist('Table', path);
  }
  return relation;
}

function textOf(compiler: Compiler, node: Expression): string {
  const { literal } = compiler.expression(node, EMPTY_SCOPE);
  if (literal === undefined) {
    throw unsupported('a computed argument of a history of loads');
  }
  return literal;
}
