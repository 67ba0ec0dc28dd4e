import { SqlError } from '../errors.js';

/** A name without quotes: letters, digits, `_` and `$`, not beginning with a digit or `$`. */
const UNQUOTED = /^[\p{L}_][\p{L}\p{N}_$]*$/u;
const QUOTED = /^"(?:[^"]|"")+"$/;

/** The parts of a dotted name; an empty one stands for the default schema, as in `db..table`. */
const PARTS = /("(?:[^"]|"")*"|[^."]*)(?:\.|$)/y;

/**
 * Checks the name of an object and gives it back as it goes into a statement.
 *
 * A name is written as in SQL: `my_table`, `"My Table"`, `db.schema."t"`. Nothing is folded or quoted behind the
 * caller's back; what is no name is refused, so that no text can leave its place.
 *
 * @param mostParts - Into how many parts dots may divide it.
 * @throws SqlError `ARGUMENT_INVALID` that says which argument is wrong.
 */
export function checkName(what: string, name: unknown, mostParts = 3): string {
  const parts = typeof name === 'string' ? partsOf(name.trim()) : undefined;
  const isValid =
    parts !== undefined &&
    parts.length <= mostParts &&
    parts.every((part, index) => UNQUOTED.test(part) || QUOTED.test(part) || (part === '' && isMiddle(parts, index)));
  if (!isValid) {
    throw new SqlError(`${what} is not the name of an object: ${JSON.stringify(name) ?? String(name)}.`, {
      code: 'ARGUMENT_INVALID',
      hint: 'Write it as in SQL, with double quotes around a name with other characters: "my table".',
    });
  }
  return parts.join('.');
}

/**
 * Checks a text that goes into a statement as a literal.
 *
 * @throws SqlError `ARGUMENT_INVALID` that names the argument.
 */
export function checkText(what: string, text: unknown): string {
  if (typeof text !== 'string') {
    throw new SqlError(`${what} must be a text, not ${text === null ? 'null' : typeof text}.`, {
      code: 'ARGUMENT_INVALID',
    });
  }
  return text;
}

/** A name with its letters kept, quoted for a statement. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as a literal for a statement. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** A column's name for a statement: folded to upper case where SQL would fold it, quoted otherwise. */
export function columnIdentifier(name: string): string {
  return QUOTED.test(name) ? name : quoteName(UNQUOTED.test(name) ? name.toUpperCase() : name);
}

/** A column's name as SQL writes it: bare where that means the same, quoted where it must be. */
export function displayName(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : quoteName(name);
}

function partsOf(name: string): readonly string[] | undefined {
  const parts: string[] = [];
  let isOpen = true;
  for (PARTS.lastIndex = 0; isOpen;) {
    const [whole, part] = PARTS.exec(name) ?? [];
    if (whole === undefined || part === undefined) {
      return undefined;
    }
    parts.push(part);
    isOpen = whole.endsWith('.') && whole !== part;
  }
  return parts;
}

function isMiddle(parts: readonly string[], index: number): boolean {
  return parts.length === 3 && index === 1;
}
