import { parse, TomlError } from 'smol-toml';

import { isMapping } from './coerce.js';
import { locateKeys } from './toml-lines.js';

/** A TOML document together with where it came from. */
export interface TomlDocument {
  /** Path of the file, or the name of the variable. */
  readonly file: string;
  readonly table: Readonly<Record<string, unknown>>;
  /** Line of a key, from 1; undefined when it cannot be told. */
  readonly lineOf: (path: readonly string[]) => number | undefined;
}

/** A document, or why there is none. The message holds no text of the document. */
export type ParsedToml = { readonly document: TomlDocument } | { readonly problem: string };

/** Reads a TOML 1.0 document. */
export function parseToml(text: string, file: string): ParsedToml {
  const withoutMark = text.replace(/^\uFEFF/, '');
  try {
    // Numbers that JavaScript cannot hold exactly must not fail a file that merely contains them.
    const table = parse(withoutMark, { integersAsBigInt: 'asNeeded' });
    let lines: ReadonlyMap<string, number> | undefined;
    return {
      document: {
        file,
        table: isMapping(table) ? table : {},
        lineOf(path) {
          lines ??= locateKeys(withoutMark);
          return lines.get(JSON.stringify(path));
        },
      },
    };
  } catch (error) {
    return { problem: describeParseError(error) };
  }
}

function describeParseError(error: unknown): string {
  if (!(error instanceof TomlError)) {
    return 'is not valid TOML.';
  }
  // What follows the first line is a frame of the document, and a line of it can hold a password.
  const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
  return `is not valid TOML: ${reason}, at line ${error.line}, column ${error.column}.`;
}
