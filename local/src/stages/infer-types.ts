import { JsonNumber, isArray, isObject, type Json } from '../native/json.js';
import { parseForeignJson } from '../native/json-foreign.js';

/** What INFER_SCHEMA tells of one column. */
export interface InferredColumn {
  readonly name: string;
  /** As a column definition has it, such as `NUMBER(5, 2)`. */
  readonly type: string;
  readonly nullable: boolean;
}

/** The digits before and after the point that a column's numbers need. */
type Digits = readonly [whole: number, scale: number];

/** What the cells seen so far can all be. */
interface Guess {
  readonly kind: string;
  readonly digits: Digits;
}

/** The columns of CSV records; without a header they are `c1`, `c2` and so on. */
export function inferCsv(
  header: readonly string[] | undefined,
  records: readonly (readonly (string | null)[])[],
): readonly InferredColumn[] {
  const width = header?.length ?? Math.max(0, ...records.map(({ length }) => length));
  return Array.from({ length: width }, (_, at) => {
    const guesses = records
      .map((cells) => cells[at] ?? null)
      .flatMap((cell) => (cell === null ? [] : [guessText(cell)]));
    return { name: header?.[at] ?? `c${at + 1}`, type: typeOf(guesses), nullable: true };
  });
}

/** The keys of JSON objects, by name. */
export function inferJson(documents: readonly (string | null)[]): readonly InferredColumn[] {
  const found = new Map<string, Guess[]>();
  for (const document of documents) {
    const value = document === null ? null : parseForeignJson(document);
    for (const [key, entry] of isObject(value) ? value : []) {
      const guesses = found.get(key) ?? [];
      found.set(key, guesses);
      if (entry !== null && entry !== undefined) {
        guesses.push(guessJson(entry));
      }
    }
  }
  return [...found].map(([name, guesses]) => ({ name, type: typeOf(guesses), nullable: true }));
}

function guessJson(value: Json): Guess {
  if (value instanceof JsonNumber) {
    return guessText(value.text);
  }
  if (typeof value === 'string') {
    // A number in quotes is a text, a date in quotes a date.
    const guess = guessText(value);
    return guess.kind === 'NUMBER' || guess.kind === 'REAL' || guess.kind === 'BOOLEAN' ? plain('TEXT') : guess;
  }
  return plain(typeof value === 'boolean' ? 'BOOLEAN' : isArray(value) ? 'ARRAY' : 'OBJECT');
}

function guessText(text: string): Guess {
  const [, whole, fraction = ''] = /^[+-]?(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole !== undefined && whole.length + fraction.length > 0) {
    const digits = whole.replace(/^0+(?=\d)/, '').length;
    return digits + fraction.length > 38 ? plain('REAL') : { kind: 'NUMBER', digits: [digits, fraction.length] };
  }
  const kind = SHAPES.find(([shape]) => shape.test(text))?.[1] ?? 'TEXT';
  return plain(kind);
}

const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/^[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+$/, 'REAL'],
  [/^(?:true|false)$/i, 'BOOLEAN'],
  [/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'DATE'],
  [/^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?$/, 'TIME'],
  [/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/, 'TIMESTAMP_NTZ'],
];

function plain(kind: string): Guess {
  return { kind, digits: [0, 0] };
}

/** The one type all cells can have; TEXT when there is none. */
function typeOf(guesses: readonly Guess[]): string {
  const kinds = new Set(guesses.map(({ kind }) => kind));
  if (kinds.size === 2 && kinds.has('NUMBER') && kinds.has('REAL')) {
    return 'REAL';
  }
  const [kind = 'TEXT'] = kinds;
  if (kinds.size !== 1) {
    return 'TEXT';
  }
  if (kind !== 'NUMBER') {
    return kind;
  }
  const whole = Math.max(...guesses.map(({ digits }) => digits[0]));
  const scale = Math.max(...guesses.map(({ digits }) => digits[1]));
  return whole + scale > 38 ? 'REAL' : `NUMBER(${Math.max(1, whole + scale)}, ${scale})`;
}
