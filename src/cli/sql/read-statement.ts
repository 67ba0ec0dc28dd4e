import { readFile } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';

import { errorCode } from '../../authentication/error-code.js';
import { UsageError } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';

/** Where the statement is: on the command line, in a file, or `-` for standard input. */
export interface StatementPlace {
  readonly statement?: string | undefined;
  readonly file?: string;
}

/**
 * Reads the statement from where it is.
 *
 * @throws UsageError when it is nowhere, in two places, or cannot be read.
 */
export async function readStatement({ statement, file }: StatementPlace, { stdin, stop }: Terminal): Promise<string> {
  if ((statement === undefined) === (file === undefined)) {
    throw new UsageError('Give one statement: as text, with --file, or - to read standard input.');
  }
  const sqlText = file === undefined ? statement : await readFileText(file);
  const read = sqlText === '-' && file === undefined ? await text(addAbortSignal(stop, stdin)) : (sqlText ?? '');
  if (read.trim() === '') {
    throw new UsageError('The statement is empty.');
  }
  return read;
}

async function readFileText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The file ${path} cannot be read (${errorCode(error) ?? 'unknown reason'}).`);
  }
}
