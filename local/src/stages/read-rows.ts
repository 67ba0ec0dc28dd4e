import { SnowflakeError } from '../errors.js';
import { isArray, isObject, sortedObject, writeJson, type Json } from '../native/json.js';
import { parseForeignJson } from '../native/json-foreign.js';
import { readCsv } from './csv.js';
import type { FileFormat } from './file-format.js';
import { readStaged, type StagedFile } from './stage-files.js';

/** One row of a staged file: the cells of a CSV record, or one cell of JSON text. */
export interface StagedRow {
  readonly line: number;
  readonly cells: readonly (string | null)[];
  /** Where a CSV record begins in its file's text. */
  readonly start?: number;
}

/** The rows of a staged file, and the names its header gives them. */
export interface StagedRows {
  readonly header: readonly string[] | undefined;
  readonly rows: readonly StagedRow[];
  /** The text of a CSV file. */
  readonly text?: string;
}

/** Reads a Parquet file's rows as JSON texts; DuckDB does it. */
export type ReadParquet = (path: string) => Promise<readonly string[]>;

/** Reads a staged file. @throws SnowflakeError 100069 for JSON that is none */
export async function readStagedRows(
  file: StagedFile,
  format: FileFormat,
  readParquet: ReadParquet,
): Promise<StagedRows> {
  switch (format.type) {
    case 'CSV':
      return readRecords((await readText(file, format)).replace(/^\uFEFF/, ''), format);
    case 'JSON':
      return { header: undefined, rows: readDocuments(await readText(file, format), format, file.name) };
    case 'PARQUET': {
      const documents = await readParquet(file.path);
      return { header: undefined, rows: documents.map((text, at) => ({ line: at + 1, cells: [text] })) };
    }
    default:
      return format.type satisfies never;
  }
}

async function readText(file: StagedFile, format: FileFormat): Promise<string> {
  const bytes = await readStaged(file);
  try {
    return new TextDecoder('utf-8', { fatal: !format.replaceInvalid }).decode(bytes);
  } catch {
    throw new SnowflakeError('100144', '22000', `Invalid UTF8 detected in file '${file.name}'`);
  }
}

function readRecords(text: string, format: FileFormat): StagedRows {
  const records = readCsv(text, format);
  const header = format.parseHeader ? records[0]?.fields.map((field) => field ?? '') : undefined;
  const skipped = Math.max(format.skipHeader, Number(format.parseHeader));
  const rows = records.slice(skipped).map(({ line, start, fields }) => ({ line, start, cells: fields }));
  return { header, rows, text };
}

function readDocuments(text: string, format: FileFormat, file: string): readonly StagedRow[] {
  return splitDocuments(text.replace(/^\uFEFF/, '')).flatMap(({ line, text: document }) => {
    const value = parseDocument(document, file, line);
    const values = format.stripOuterArray && isArray(value) ? value : [value];
    return values.map((one) => ({ line, cells: [writeJson(format.stripNulls ? withoutNulls(one) : one)] }));
  });
}

function parseDocument(text: string, file: string, line: number): Json {
  try {
    return parseForeignJson(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SnowflakeError('100069', '22P02', `Error parsing JSON: ${why}\n  File '${file}', line ${line}`);
  }
}

/** Documents follow each other with white space, or nothing, between them. */
function splitDocuments(text: string): readonly { readonly line: number; readonly text: string }[] {
  const documents: { line: number; text: string }[] = [];
  let [start, depth, quoted, line, startLine] = [0, 0, false, 1, 1];
  const end = (at: number): void => {
    const document = text.slice(start, at).trim();
    if (document !== '') {
      documents.push({ line: startLine, text: document });
    }
    start = at;
    startLine = line;
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    line += Number(letter === '\n');
    if (quoted) {
      at += Number(letter === '\\');
      quoted = letter !== '"';
    } else if (letter === '"') {
      quoted = true;
    } else if (letter === '{' || letter === '[') {
      depth += 1;
    } else if (letter === '}' || letter === ']') {
      depth -= 1;
      if (depth === 0) {
        end(at + 1);
      }
    } else if (letter === '\n' && depth === 0) {
      end(at + 1);
    }
  }
  end(text.length);
  return documents;
}

function withoutNulls(value: Json): Json {
  if (isArray(value)) {
    return value.map(withoutNulls);
  }
  if (!isObject(value)) {
    return value;
  }
  return sortedObject(
    [...value].filter(([, entry]) => entry !== null).map(([key, entry]) => [key, withoutNulls(entry)]),
  );
}
