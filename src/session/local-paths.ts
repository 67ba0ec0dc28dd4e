import { constants } from 'node:fs';
import { access, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { SqlError } from '../errors.js';

/**
 * Checks a path before the driver gets it, because it may end the process over a file that is not there.
 *
 * @param path - A file, also as `file://…`; its name may have `*` in it.
 * @returns the absolute path
 * @throws SqlError `ARGUMENT_INVALID` when there is no such file, or it cannot be read.
 */
export async function checkSource(path: unknown): Promise<string> {
  const file = toAbsolute('put: path', path);
  const name = basename(file);
  if (name.includes('*')) {
    const names = await readdir(dirname(file)).catch(() => []);
    if (!names.some((found) => toPattern(name).test(found))) {
      throw invalid(`put: no file matches ${file}`);
    }
    return file;
  }
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) {
    throw invalid(`put: ${file} is ${found === undefined ? 'not there' : 'no file'}`);
  }
  await access(file, constants.R_OK).catch(() => {
    throw invalid(`put: ${file} cannot be read by this user`);
  });
  return file;
}

/**
 * Checks the directory that files are to be written to, and makes it when it is missing.
 *
 * @throws SqlError `ARGUMENT_INVALID` when it is none, or cannot be written to.
 */
export async function checkTarget(path: unknown): Promise<string> {
  const directory = toAbsolute('get: directory', path);
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? ` (${String(error.code)})` : '';
    throw invalid(`get: ${directory} cannot be written to${code}`);
  }
  return directory;
}

/** A path as PUT and GET take it. */
export function toFileUrl(path: string): string {
  return `file://${path.replaceAll('\\', '/')}`;
}

function toAbsolute(what: string, path: unknown): string {
  if (typeof path !== 'string' || path === '') {
    throw invalid(`${what} must be a text that is not empty`);
  }
  if (path.includes('\0')) {
    throw invalid(`${what} must not have a zero character in it`);
  }
  const absolute = resolve(path.startsWith('file://') ? fromUrl(what, path) : path);
  if (sep === '/' && absolute.includes('\\')) {
    throw invalid(`${what} has a backslash in it, which PUT and GET take for a separator`);
  }
  return absolute;
}

function fromUrl(what: string, url: string): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw invalid(`${what} is no address of a file here (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** As the driver reads it: `*` is any text, and at the beginning it takes no hidden file. */
function toPattern(name: string): RegExp {
  const text = name.replaceAll(/[$()*+.?[\\\]^{|}]/g, (sign) =>
    sign === '*' ? '.*' : sign === '?' ? '.' : `\\${sign}`,
  );
  return new RegExp(`^${/^[*?]/.test(name) ? '(?!\\.)' : ''}${text}$`, 's');
}

function invalid(problem: string): SqlError {
  return new SqlError(`${problem}.`, { code: 'ARGUMENT_INVALID' });
}
