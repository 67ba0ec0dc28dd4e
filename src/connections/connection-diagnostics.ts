import { Diagnostics } from '../diagnostics/diagnostics.js';
import type { ConnectionEvent } from '../diagnostics/events.js';
import { LogObserver } from '../diagnostics/log-observer.js';
import { sessionLogger } from '../diagnostics/session-logger.js';
import { type Logger, type LogLevel, logLevels, silentLogger } from '../log.js';

/** What says where a connection logs. */
interface LogOptions {
  readonly logger?: Logger | undefined;
  readonly logLevel?: unknown;
  /** The name that the options of a session have for it. */
  readonly log_level?: unknown;
}

/** The one point to which a connection reports what becomes of it; its sessions have their own. */
export class ConnectionDiagnostics {
  readonly logger: Logger;
  readonly #name: string;
  readonly #diagnostics: Diagnostics;

  constructor(name: string, { logger, logLevel, log_level: level = logLevel }: LogOptions) {
    this.#name = name;
    this.logger = sessionLogger({ logger, log_level: toLogLevel(level) });
    this.#diagnostics = new Diagnostics(this.logger === silentLogger ? [] : [new LogObserver(this.logger)]);
  }

  note(event: ConnectionEvent): void {
    this.#diagnostics.note({ ...event, connection: this.#name });
  }
}

/** What is no level is a problem of the session's options, which is told there. */
function toLogLevel(level: unknown): LogLevel | 'off' | undefined {
  const word = typeof level === 'string' ? level.trim().toLowerCase() : undefined;
  return word === 'off' ? word : logLevels.find((known) => known === word);
}
