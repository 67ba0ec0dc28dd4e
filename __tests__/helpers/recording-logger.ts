import type { Logger } from '../../src/index.js';

/** One entry of a log. */
export interface LogEntry {
  readonly level: keyof Logger;
  readonly message: string;
  readonly event?: unknown;
  readonly [field: string]: unknown;
}

/** A logger of console's kind that keeps what it is told. */
export class RecordingLogger implements Logger {
  readonly entries: LogEntry[] = [];
  readonly debug = this.#write('debug');
  readonly info = this.#write('info');
  readonly warn = this.#write('warn');
  readonly error = this.#write('error');

  /** The entries of one event. */
  of(event: string): readonly LogEntry[] {
    return this.entries.filter((entry) => entry.event === event);
  }

  #write(level: keyof Logger): Logger['debug'] {
    return (message, fields) => void this.entries.push({ ...fields, level, message });
  }
}
