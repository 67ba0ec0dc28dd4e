import { type Logger, type LogLevel, logLevels, silentLogger } from '../log.js';
import { quietly } from '../quietly.js';

/** A logger that takes the fields first, as pino's and bunyan's do. */
interface FieldsFirstLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Passes on what matters enough, in the order of arguments that the logger wants. */
export function fromLevel(logger: Logger, least: LogLevel): Logger {
  const takesFieldsFirst = isFieldsFirst(logger);
  const write = (level: LogLevel): Logger['debug'] => {
    if (logLevels.indexOf(level) < logLevels.indexOf(least)) {
      return silentLogger[level];
    }
    return takesFieldsFirst
      ? (message, fields = {}) => quietly(() => (logger as unknown as FieldsFirstLogger)[level](fields, message))
      : (message, ...fields) => quietly(() => logger[level](message, ...fields));
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** Told by the methods that only those two have: pino's `bindings`, bunyan's `addSerializers`. */
function isFieldsFirst(logger: object): boolean {
  const has = (name: string): boolean =>
    name in logger && typeof (logger as Record<string, unknown>)[name] === 'function';
  return has('child') && (has('bindings') || has('addSerializers'));
}
