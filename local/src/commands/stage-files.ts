import { relative, sep } from 'node:path';
import { SnowflakeError } from '../errors.js';
import { readOption } from '../stages/options.js';
import { readLocation } from '../stages/location.js';
import { fingerprint } from '../stages/stage-files.js';
import { toExpression } from '../stages/staged-table.js';
import { TokenStream } from '../syntax/token-stream.js';
import { TEXT, number } from '../types/sql-type.js';
import type { StatementRequest } from '../statement.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';

const PUT =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*PUT\s+('(?:[^']|'')*'|\S+)\s+('(?:[^']|'')*'|@(?:"[^"]*"|[^\s"])+|\?|:1)([\s\S]*)$/i;
const GET =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*GET\s+('(?:[^']|'')*'|@(?:"[^"]*"|[^\s"])+)\s+('(?:[^']|'')*'|\S+)([\s\S]*)$/i;

/** PUT: tells the client where the stage stands. `file://` would read as a comment, so the text is taken apart here. */
export async function runPut(context: StatementContext): Promise<Outcome> {
  const [, from = '', to = '', rest = ''] = PUT.exec(context.request.sql) ?? [];
  const { key, path } = readLocation(stageOf(to, context.request), context.sight);
  const options = readOptions(rest, ['PARALLEL', 'AUTO_COMPRESS', 'SOURCE_COMPRESSION', 'OVERWRITE']);
  const stageDirectory = context.stages.locate(key, path);
  await context.stages.prepare(`${stageDirectory}/.`);
  return {
    columns: [],
    typeId: TYPE.put,
    rows: { cells: [] },
    transfer: {
      direction: 'upload',
      files: [localPath(from)],
      stageDirectory,
      localDirectory: undefined,
      autoCompress: (options['AUTO_COMPRESS'] ?? 'TRUE').toUpperCase() === 'TRUE',
      sourceCompression: (options['SOURCE_COMPRESSION'] ?? 'AUTO_DETECT').toLowerCase(),
      overwrite: (options['OVERWRITE'] ?? 'FALSE').toUpperCase() === 'TRUE',
      parallel: Number(options['PARALLEL'] ?? '4'),
    },
  };
}

/** GET: names the files that are there, for a client that asks for a missing one ends with its process. */
export async function runGet(context: StatementContext): Promise<Outcome> {
  const [, from = '', to = '', rest = ''] = GET.exec(context.request.sql) ?? [];
  const { key, path, label } = readLocation(unquote(from), context.sight);
  const options = readOptions(rest, ['PARALLEL', 'PATTERN']);
  const pattern = options['PATTERN'] === undefined ? undefined : toExpression(options['PATTERN']);
  const listed = await context.stages.list(key, path);
  const files = listed.filter(({ name }) => pattern?.test(`${label}${name}`) ?? true);
  if (files.length === 0) {
    throw new SnowflakeError('253006', '22000', `File does not exist: ${unquote(from)}`);
  }
  const stageDirectory = context.stages.directoryOf(key);
  return {
    columns: [],
    typeId: TYPE.get,
    rows: { cells: [] },
    transfer: {
      direction: 'download',
      files: files.map((file) => relative(stageDirectory, file.path).replaceAll(sep, '/')),
      stageDirectory,
      localDirectory: localPath(to),
      autoCompress: false,
      sourceCompression: 'none',
      overwrite: true,
      parallel: Number(options['PARALLEL'] ?? '10'),
    },
  };
}

/** Python's `write_pandas` and `DataFrame.write` give the stage as a bind. */
function stageOf(written: string, { binds }: StatementRequest): string {
  if (!/^(?:\?|:1)$/.test(written)) {
    return unquote(written);
  }
  const value = binds['1']?.value;
  if (typeof value !== 'string') {
    throw new SnowflakeError('002049', '42601', `SQL compilation error:\nBind variable ${written} not set.`);
  }
  return value;
}

function unquote(written: string): string {
  return written.startsWith("'") ? written.slice(1, -1).replaceAll("''", "'") : written.replace(/;$/, '');
}

function localPath(written: string): string {
  const plain = unquote(written);
  if (!plain.startsWith('file://')) {
    throw new SnowflakeError(
      '001003',
      '42000',
      `SQL compilation error:\n'${plain}' is no local file: write file://path.`,
    );
  }
  return plain.slice('file://'.length);
}

function readOptions(text: string, known: readonly string[]): Readonly<Record<string, string>> {
  const stream = new TokenStream(text);
  const options: Record<string, string> = {};
  while (stream.peek() !== undefined && !stream.sees(';')) {
    const [name, value] = readOption(stream);
    if (!known.includes(name)) {
      throw new SnowflakeError(
        '001003',
        '42000',
        `SQL compilation error:\ninvalid option '${name}': known are ${known.join(', ')}.`,
      );
    }
    options[name] = String(value);
  }
  return options;
}

/** LIST: the files of a stage. */
export async function runList(context: StatementContext): Promise<Outcome> {
  const { key, path, label, pattern } = readTarget(context, ['LIST', 'LS']);
  const files = await context.stages.list(key, path);
  const kept = files.filter(({ name }) => pattern?.test(`${label}${name}`) ?? true);
  const cells = await Promise.all(
    kept.map(async (file) => [
      `${label}${file.name}`,
      String(file.size),
      await fingerprint(file),
      new Date(file.modifiedAt).toUTCString(),
    ]),
  );
  return {
    columns: [
      { name: 'name', type: TEXT, nullable: true },
      { name: 'size', type: number(), nullable: true },
      { name: 'md5', type: TEXT, nullable: true },
      { name: 'last_modified', type: TEXT, nullable: true },
    ],
    typeId: TYPE.list,
    rows: { cells },
  };
}

/** REMOVE: deletes files of a stage. */
export async function runRemove(context: StatementContext): Promise<Outcome> {
  const { key, path, label, pattern } = readTarget(context, ['REMOVE', 'RM']);
  const files = await context.stages.list(key, path);
  const gone = files.filter(({ name }) => pattern?.test(`${label}${name}`) ?? true);
  if (!context.request.describeOnly) {
    await Promise.all(gone.map((file) => context.stages.removeFile(file)));
  }
  return {
    columns: ['name', 'result'].map((name) => ({ name, type: TEXT, nullable: true })),
    typeId: TYPE.remove,
    rows: { cells: gone.map(({ name }) => [`${label}${name}`, 'removed']) },
  };
}

function readTarget(
  context: StatementContext,
  words: readonly string[],
): ReturnType<typeof readLocation> & { readonly pattern: RegExp | undefined } {
  const { stream } = context.grammar;
  stream.acceptAny(...words);
  const location = readLocation(readStageName(context), context.sight);
  const pattern = stream.accept('PATTERN', '=') ? toExpression(stream.string()) : undefined;
  stream.finish();
  return { ...location, pattern };
}

/** A stage's name, written plainly or as a text. */
export function readStageName({ grammar: { stream } }: StatementContext): string {
  const token = stream.peek();
  if (token?.kind === 'stage') {
    return stream.next().text;
  }
  return stream.string();
}
