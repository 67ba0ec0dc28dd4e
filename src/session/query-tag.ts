import { SqlError } from '../errors.js';
import { type ActionOptions, timeLeft } from '../query/action-options.js';
import { exactJson } from '../query/exact-json.js';
import { checkText, quoteText } from '../query/identifiers.js';
import { toExactJson } from '../query/json-bind.js';
import type { Statements } from '../query/statements.js';
import { execute, readText } from './read-text.js';

/** The most characters the server takes. */
const LONGEST_TAG = 2000;

/** The session's query tag on the server; empty when there is none. */
export async function readQueryTag(statements: Statements, options: ActionOptions): Promise<string> {
  return (await readText(statements, "show parameters like 'QUERY_TAG' in session", options, 'value')) ?? '';
}

/** Sets the session's query tag; an empty one removes it. */
export async function writeQueryTag(statements: Statements, tag: string, options: ActionOptions): Promise<void> {
  if (typeof tag !== 'string' || tag.length > LONGEST_TAG) {
    throw invalid(`A query tag must be a text of at most ${LONGEST_TAG} characters.`);
  }
  const sqlText = tag === '' ? 'alter session unset query_tag' : `alter session set query_tag = ${quoteText(tag)}`;
  await execute(statements, sqlText, options);
}

/** Puts more text behind the session's query tag. */
export async function appendToQueryTag(
  statements: Statements,
  tag: string,
  separator: string,
  options: ActionOptions,
): Promise<void> {
  if (checkText('appendQueryTag: tag', tag) !== '') {
    checkText('appendQueryTag: separator', separator);
    const started = performance.now();
    const current = await readQueryTag(statements, options);
    const appended = current === '' ? tag : `${current}${separator}${tag}`;
    await writeQueryTag(statements, appended, timeLeft(options, started));
  }
}

/**
 * Merges fields into a query tag that is a JSON object.
 *
 * @throws SqlError `ARGUMENT_INVALID` when the tag is something else.
 */
export async function mergeIntoQueryTag(
  statements: Statements,
  fields: Readonly<Record<string, unknown>>,
  options: ActionOptions,
): Promise<void> {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw invalid('updateQueryTag: fields must be an object.');
  }
  const written = writeFields(fields);
  const started = performance.now();
  const current = parseTag(await readQueryTag(statements, options));
  const merged = exactJson().stringify({ ...current, ...parseTag(written) }) ?? '';
  await writeQueryTag(statements, merged, timeLeft(options, started));
}

function writeFields(fields: object): string {
  try {
    return toExactJson(fields, 'updateQueryTag: fields');
  } catch (error) {
    throw error instanceof SqlError ? invalid(error.message) : error;
  }
}

function parseTag(tag: string): object {
  if (tag === '') {
    return {};
  }
  try {
    // Numbers of any length keep their digits.
    const parsed: unknown = exactJson().parse(tag);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed;
    }
  } catch {
    // Told below, as for JSON of another kind.
  }
  throw invalid('The query tag is not a JSON object, so no fields can be merged into it: use setQueryTag.');
}

function invalid(message: string): SqlError {
  return new SqlError(message, { code: 'ARGUMENT_INVALID' });
}
