import { type Logger, type LogLevel, silentLogger } from '../log.js';
import { fromLevel } from './leveled-logger.js';
import { stderrLogger } from './stderr-logger.js';

/** What says where to log, and how much. */
export interface LogOptions {
  readonly logger?: Logger | undefined;
  readonly log_level?: LogLevel | 'off' | undefined;
}

/**
 * The logger that the options ask for, with the one on stderr that the variable `SNOWPARK_SESSION_LOG` asks for; `silentLogger`
 * when neither does. It never throws.
 */
export function sessionLogger({ logger, log_level: level = 'debug' }: LogOptions): Logger {
  const sinks = [logger === undefined || level === 'off' ? undefined : fromLevel(logger, level), stderrLogger()];
  const [first, second] = sinks.filter((sink) => sink !== undefined);
  if (first === undefined) {
    return silentLogger;
  }
  return second === undefined ? first : both(first, second);
}

function both(one: Logger, other: Logger): Logger {
  const write =
    (level: LogLevel): Logger['debug'] =>
    (...given) => {
      one[level](...given);
      other[level](...given);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
