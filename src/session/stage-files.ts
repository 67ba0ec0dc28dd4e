import { SqlError } from '../errors.js';
import type { ActionOptions } from '../query/action-options.js';
import { checkText, quoteText } from '../query/identifiers.js';

/** What an upload takes. */
export interface PutOptions extends ActionOptions {
  /**
   * How many threads upload the parts of a large file, 1 to 99.
   *
   * @defaultValue `4`
   */
  readonly parallel?: number | undefined;
  /**
   * Packs files with gzip that are not packed yet.
   *
   * @defaultValue `true`
   */
  readonly autoCompress?: boolean | undefined;
  /**
   * How the files are packed: `AUTO_DETECT`, `GZIP`, `ZSTD`, `NONE` …
   *
   * @defaultValue `'AUTO_DETECT'`
   */
  readonly sourceCompression?: string | undefined;
  /**
   * Replaces files of the same name; otherwise they are skipped.
   *
   * @defaultValue `false`
   */
  readonly overwrite?: boolean | undefined;
}

/** What a download takes. */
export interface GetOptions extends ActionOptions {
  /**
   * How many threads download, 1 to 99.
   *
   * @defaultValue `10`
   */
  readonly parallel?: number | undefined;
  /** A regular expression that the files' names must match. */
  readonly pattern?: string | undefined;
}

/** What a look at a stage takes. */
export interface ListOptions extends ActionOptions {
  /** A regular expression that the files' names must match. */
  readonly pattern?: string | undefined;
}

/** One uploaded file. */
export interface PutResult {
  /** Name of the file on this machine, without its folder. */
  readonly source: string;
  /** Name of the file on the stage; compressed, it ends in `.gz`. */
  readonly target: string;
  /** In bytes, before compression. */
  readonly sourceSize: number;
  /** In bytes, as it was sent. */
  readonly targetSize: number;
  /** Compression the file had, such as `GZIP` or `NONE`. */
  readonly sourceCompression: string | null;
  /** Compression the file has on the stage. */
  readonly targetCompression: string | null;
  /** `UPLOADED`, or `SKIPPED` when it was there. */
  readonly status: string;
  /** What the upload says of it, empty when all went well. */
  readonly message: string | null;
}

/** One downloaded file. */
export interface GetResult {
  /** Name of the file, without its folder. */
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  /** `DOWNLOADED` when all went well. */
  readonly status: string;
  /** What the download says of it, empty when all went well. */
  readonly message: string | null;
}

/** One file of a stage. */
export interface StagedFile {
  /** With the stage's name and path. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** MD5 of the file as it is stored, in hexadecimal. */
  readonly md5: string;
  /** When it was stored. */
  readonly lastModified: Date;
}

/** One file that was removed. */
export interface RemovedFile {
  /** With the stage's name and path. */
  readonly name: string;
  /** What became of it: `removed`. */
  readonly result: string;
}

const PUT_THREADS = 4;
const GET_THREADS = 10;
const MOST_THREADS = 99;

/**
 * Checks a place on a stage. It goes into the statement as a literal.
 *
 * @throws SqlError `ARGUMENT_INVALID` when it does not begin with `@`.
 */
export function checkLocation(location: unknown): string {
  if (typeof location !== 'string' || !/^@[^\s]/.test(location)) {
    throw invalid(`${JSON.stringify(location) ?? String(location)} is no place on a stage: write it as @stage/path`);
  }
  return location;
}

/** A file's place on a stage as its folder and its name. */
export function splitLocation(location: unknown): { readonly folder: string; readonly name: string } {
  const place = checkLocation(location);
  const slash = place.lastIndexOf('/');
  const name = place.slice(slash + 1);
  if (slash === -1 || name === '' || name.includes('*') || name === '.' || name === '..' || /[\\\0]/.test(name)) {
    throw invalid(`${JSON.stringify(place)} does not end in the name of a file: write it as @stage/path/name.csv`);
  }
  return { folder: place.slice(0, slash), name };
}

/** What PUT is told besides the places. */
export function putClauses(options: PutOptions): string {
  const { autoCompress = true, sourceCompression = 'AUTO_DETECT', overwrite = false } = options;
  if (!/^[a-z_\d]+$/i.test(sourceCompression)) {
    throw invalid('put: sourceCompression must be a word such as GZIP');
  }
  const clauses = [
    threads(options.parallel, PUT_THREADS),
    ` AUTO_COMPRESS = ${autoCompress ? 'TRUE' : 'FALSE'}`,
    ` SOURCE_COMPRESSION = ${sourceCompression.toUpperCase()}`,
    ` OVERWRITE = ${overwrite ? 'TRUE' : 'FALSE'}`,
  ];
  return clauses.join('');
}

/** What GET is told besides the places. */
export function getClauses(options: GetOptions): string {
  return threads(options.parallel, GET_THREADS) + patternClause(options);
}

/** The pattern that files' names must match. */
export function patternClause({ pattern }: ListOptions): string {
  return pattern === undefined ? '' : ` PATTERN = ${quoteText(checkText('pattern', pattern))}`;
}

function threads(given: number | undefined, usual: number): string {
  const count = given ?? usual;
  if (!Number.isInteger(count) || count < 1 || count > MOST_THREADS) {
    throw invalid(`parallel must be a whole number from 1 to ${MOST_THREADS}, not ${String(given)}`);
  }
  return ` PARALLEL = ${count}`;
}

function invalid(problem: string): SqlError {
  return new SqlError(`${problem}.`, { code: 'ARGUMENT_INVALID' });
}
