import { SnowflakeError } from '../errors.js';
import type { FileFormat } from './file-format.js';

/** One record of a CSV file. */
export interface CsvRecord {
  /** From 1. */
  readonly line: number;
  /** Where it begins in the text. */
  readonly start: number;
  readonly fields: readonly (string | null)[];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };

/** Reads a CSV text, headers included. @throws SnowflakeError 100016 for a quote that never closes */
export function readCsv(text: string, format: FileFormat): readonly CsvRecord[] {
  const reader = new CsvReader(text, format);
  const records: CsvRecord[] = [];
  while (!reader.atEnd) {
    const record = reader.record();
    if (!(format.skipBlankLines && record.fields.every((field) => field === null || field === ''))) {
      records.push(record);
    }
  }
  return records;
}

/** Where the fields of one record begin in a text, and where the record ends and the next one begins. */
export interface FieldPlaces {
  readonly starts: readonly number[];
  readonly end: number;
  readonly next: number;
}

/** Reads one record again, for the places of its fields. */
export function readPlaces(text: string, start: number, format: FileFormat): FieldPlaces {
  return new CsvReader(text, format, start).places();
}

class CsvReader {
  readonly #text: string;
  readonly #format: FileFormat;
  #at: number;
  #line = 1;

  constructor(text: string, format: FileFormat, at = 0) {
    this.#text = text;
    this.#format = format;
    this.#at = at;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  record(): CsvRecord {
    const [line, start] = [this.#line, this.#at];
    const fields: (string | null)[] = [];
    for (;;) {
      fields.push(this.#field());
      if (!this.#accept(this.#format.fieldDelimiter)) {
        break;
      }
    }
    this.#acceptEnd();
    return { line, start, fields };
  }

  places(): FieldPlaces {
    const starts: number[] = [];
    do {
      starts.push(this.#at);
      this.#field();
    } while (this.#accept(this.#format.fieldDelimiter));
    const end = this.#at;
    this.#acceptEnd();
    return { starts, end, next: this.#at };
  }

  #field(): string | null {
    const { enclosedBy, trimSpace } = this.#format;
    if (trimSpace) {
      this.#skipSpaces();
    }
    if (this.#accept(enclosedBy)) {
      const quoted = this.#quoted(enclosedBy ?? '');
      if (trimSpace) {
        this.#skipSpaces();
      }
      return this.#format.nullIf.includes(quoted) ? null : quoted;
    }
    return this.#plain();
  }

  #quoted(quote: string): string {
    const from = this.#line;
    let value = '';
    while (!this.atEnd) {
      if (this.#accept(quote)) {
        if (!this.#accept(quote)) {
          return value;
        }
        value += quote;
      } else if (this.#accept(this.#format.escape)) {
        value += this.#escaped();
      } else {
        value += this.#take();
      }
    }
    throw new SnowflakeError(
      '100016',
      '22000',
      `Field delimiter or record delimiter expected: the quote of line ${from} is not closed`,
    );
  }

  #plain(): string | null {
    const { fieldDelimiter, nullIf, emptyFieldAsNull, trimSpace } = this.#format;
    const escape = this.#format.escape ?? this.#format.escapeUnenclosed;
    const start = this.#at;
    let value = '';
    while (!this.atEnd && !this.#sees(fieldDelimiter) && !this.#seesEnd()) {
      value += this.#accept(escape) ? this.#escaped() : this.#take();
    }
    const written = this.#text.slice(start, this.#at);
    const [raw, read] = trimSpace ? [written.trim(), value.trim()] : [written, value];
    return nullIf.includes(raw) || nullIf.includes(read) || (emptyFieldAsNull && raw === '') ? null : read;
  }

  #escaped(): string {
    const letter = this.#take();
    return ESCAPES[letter] ?? letter;
  }

  #take(): string {
    const letter = this.#text.charAt(this.#at);
    this.#at += 1;
    this.#line += Number(letter === '\n');
    return letter;
  }

  #sees(mark: string | undefined): boolean {
    return mark !== undefined && this.#text.startsWith(mark, this.#at);
  }

  #accept(mark: string | undefined): boolean {
    const seen = this.#sees(mark);
    if (seen && mark !== undefined) {
      this.#at += mark.length;
    }
    return seen;
  }

  /** The default record delimiter stands for every way of ending a line. */
  #endings(): readonly string[] {
    const { recordDelimiter } = this.#format;
    return recordDelimiter === '\n' ? ['\r\n', '\n', '\r'] : [recordDelimiter];
  }

  #seesEnd(): boolean {
    return this.#endings().some((ending) => this.#sees(ending));
  }

  #acceptEnd(): void {
    const ended = this.#endings().some((ending) => this.#accept(ending));
    this.#line += Number(ended);
  }

  #skipSpaces(): void {
    while (this.#sees(' ')) {
      this.#at += 1;
    }
  }
}

/** Writes rows as CSV. */
export function writeCsv(rows: readonly (readonly (string | null)[])[], format: FileFormat): string {
  const { fieldDelimiter = '', recordDelimiter } = format;
  return rows.map((row) => row.map((cell) => writeField(cell, format)).join(fieldDelimiter) + recordDelimiter).join('');
}

function writeField(cell: string | null, format: FileFormat): string {
  const { enclosedBy, fieldDelimiter = '\0', recordDelimiter, escapeUnenclosed } = format;
  if (cell === null) {
    return format.nullIf[0] ?? '';
  }
  if (enclosedBy !== undefined) {
    return `${enclosedBy}${cell.replaceAll(enclosedBy, enclosedBy + enclosedBy)}${enclosedBy}`;
  }
  if (escapeUnenclosed === undefined) {
    return cell;
  }
  return [escapeUnenclosed, fieldDelimiter, recordDelimiter].reduce(
    (text, mark) => text.replaceAll(mark, mark === '\n' ? `${escapeUnenclosed}n` : escapeUnenclosed + mark),
    cell,
  );
}
