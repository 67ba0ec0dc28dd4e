import { type Logger, type LogFields, type LogLevel, logLevels } from '../log.js';
import { fromLevel } from './leveled-logger.js';

/** The environment variable that asks for a quick look: `debug`, `info`, `warn` or `error`. */
const VARIABLE = 'SNOWPARK_SESSION_LOG';

let hasComplained = false;

/** Writes one line for each entry to stderr, when the environment variable asks for it. */
export function stderrLogger(): Logger | undefined {
  const wanted = process.env[VARIABLE]?.trim().toLowerCase() ?? '';
  if (wanted === '' || wanted === 'off') {
    return undefined;
  }
  const level = logLevels.find((known) => known === wanted);
  if (level === undefined && !hasComplained) {
    hasComplained = true;
    write('warn', `${VARIABLE} must be ${logLevels.join(', ')} or off; debug is taken`);
  }
  return fromLevel(
    {
      debug: (message, fields) => write('debug', message, fields),
      info: (message, fields) => write('info', message, fields),
      warn: (message, fields) => write('warn', message, fields),
      error: (message, fields) => write('error', message, fields),
    },
    level ?? 'debug',
  );
}

function write(level: LogLevel, message: string, fields: LogFields = {}): void {
  const { event: _event, ...shown } = fields;
  const details = Object.entries(shown).map(([name, value]) => ` ${name}=${textOf(value)}`);
  process.stderr.write(
    `${new Date().toISOString()} snowpark-session ${level} ${oneLine(message)}${details.join('')}\n`,
  );
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return /^[^\s"=]+$/.test(text) || typeof value === 'object' ? oneLine(text) : JSON.stringify(text);
}

/** A message of several lines, or with control characters, must not look like several entries. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001F\u007F\u0080-\u009F\u2028\u2029]+/g, ' ');
}
