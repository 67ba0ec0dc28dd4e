import type { Readable } from 'node:stream';

import { SqlError } from '../errors.js';
import { type ActionOptions, timeLeft } from '../query/action-options.js';
import { FrameSource } from '../query/frame-source.js';
import { quoteText } from '../query/identifiers.js';
import { allRows } from '../query/row-batches.js';
import type { Statements } from '../query/statements.js';
import { limited } from './limited.js';
import {
  type GetOptions,
  type GetResult,
  getClauses,
  type ListOptions,
  patternClause,
  type PutOptions,
  type PutResult,
  putClauses,
  type RemovedFile,
  splitLocation,
  checkLocation,
  type StagedFile,
} from './stage-files.js';

// What touches this machine's files is loaded by a transfer: most programs make none.

/** Moves files between this machine and stages, after Snowpark's `session.file`. */
export class SessionFiles {
  readonly #statements: Statements;

  /** @internal */
  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /**
   * Uploads files to a stage.
   *
   * @param path - A local file; its name may have `*` in it, for several.
   * @param location - Such as `@my_stage/path`, `@~`, `@%table`.
   * @throws SqlError `ARGUMENT_INVALID`, before anything is sent, when no such file can be read; else what the server
   *   or the upload says.
   */
  async put(path: string, location: string, options: PutOptions = {}): Promise<PutResult[]> {
    const started = performance.now();
    const target = checkLocation(location);
    const { checkSource, toFileUrl } = await import('./local-files.js');
    const source = await checkSource(path);
    const sqlText = `PUT ${quoteText(toFileUrl(source))} ${quoteText(target)}${putClauses(options)}`;
    const rows = await this.#rows<PutResult>(sqlText, timeLeft(options, started));
    return checkTransfer(rows, ['UPLOADED', 'SKIPPED']);
  }

  /**
   * Downloads files from a stage.
   *
   * @param location - A file, or the beginning of several files' names.
   * @param directory - Where they go; made when it is missing. Files of the same name are replaced.
   * @throws SqlError `ARGUMENT_INVALID` when the directory cannot be written to; else what the server or the download
   *   says.
   */
  async get(location: string, directory: string, options: GetOptions = {}): Promise<GetResult[]> {
    const started = performance.now();
    const source = checkLocation(location);
    const { checkTarget, toFileUrl } = await import('./local-files.js');
    const target = await checkTarget(directory);
    const sqlText = `GET ${quoteText(source)} ${quoteText(`${toFileUrl(target)}/`)}${getClauses(options)}`;
    const rows = await this.#rows<GetResult>(sqlText, timeLeft(options, started));
    return checkTransfer(rows, ['DOWNLOADED']);
  }

  /** Lists the files of a stage. */
  async list(location: string, options: ListOptions = {}): Promise<StagedFile[]> {
    const sqlText = `LIST ${quoteText(checkLocation(location))}${patternClause(options)}`;
    const rows = await this.#rows<Record<'name' | 'size' | 'md5' | 'last_modified', unknown>>(sqlText, options);
    return rows.map((row) => ({
      name: String(row.name),
      size: Number(row.size),
      md5: String(row.md5),
      lastModified: new Date(String(row.last_modified)),
    }));
  }

  /** Removes files from a stage. */
  async remove(location: string, options: ListOptions = {}): Promise<RemovedFile[]> {
    return this.#rows<RemovedFile>(`REMOVE ${quoteText(checkLocation(location))}${patternClause(options)}`, options);
  }

  /**
   * Uploads what a stream or bytes give as one file. It is kept in a temporary file meanwhile.
   *
   * @param location - With the file's name: `@my_stage/path/name.csv`. With `autoCompress`, `.gz` is put behind it.
   */
  async putStream(source: Readable | Uint8Array, location: string, options: PutOptions = {}): Promise<PutResult> {
    const started = performance.now();
    const { folder, name } = splitLocation(location);
    const { withDirectory, writeFile } = await import('./local-files.js');
    return withDirectory(async (directory) => {
      const file = await limited(options, async (stop) => writeFile(directory, name, source, stop));
      const [uploaded] = await this.put(file, folder, timeLeft(options, started));
      if (uploaded === undefined) {
        throw new SqlError(`putStream: nothing was uploaded to ${location}.`, { code: 'RESULT_INVALID' });
      }
      return uploaded;
    });
  }

  /**
   * Downloads one file as a stream. It is kept in a temporary file until the stream is closed.
   *
   * @param options - `decompress` unpacks gzip.
   * @throws SqlError `ARGUMENT_INVALID` when there is not exactly one such file.
   */
  async getStream(location: string, options: GetOptions & { readonly decompress?: boolean } = {}): Promise<Readable> {
    const { makeDirectory, namesIn, readFile } = await import('./local-files.js');
    const { directory, remove } = await makeDirectory();
    try {
      await this.get(location, directory, options);
      const names = await namesIn(directory);
      // The server takes the place for the beginning of names, and gives those of other files too.
      const only = names.length === 1 ? names[0] : names.find((name) => location.endsWith(`/${name}`));
      if (only === undefined) {
        throw new SqlError(`getStream: ${location} is ${names.length} files, not one.`, { code: 'ARGUMENT_INVALID' });
      }
      return readFile(directory, only, options.decompress === true, remove);
    } catch (error) {
      await remove();
      throw error;
    }
  }

  async #rows<Row>(sqlText: string, options: ActionOptions): Promise<Row[]> {
    const source = new FrameSource(this.#statements, sqlText);
    return source.run(options, async (result) => (await allRows(result, {})) as Row[]);
  }
}

/** The driver reports a transfer that failed as a row like any other. */
function checkTransfer<Row extends { readonly status: string; readonly message: string | null }>(
  rows: Row[],
  good: readonly string[],
): Row[] {
  const failed = rows.find(({ status }) => !good.includes(status));
  if (failed !== undefined) {
    throw new SqlError(`The file transfer failed: ${failed.message || failed.status || 'no reason given'}`, {
      code: 'RESULT_INVALID',
    });
  }
  return rows;
}
