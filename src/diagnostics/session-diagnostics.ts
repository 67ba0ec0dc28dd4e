import { type LogLevel, silentLogger, type Logger } from '../log.js';
import type { Meter, Tracer } from '../tracing.js';
import { DatabaseAttributes, type SessionPlace } from './database-attributes.js';
import { Diagnostics } from './diagnostics.js';
import { DurationMetric } from './duration-metric.js';
import { LogObserver } from './log-observer.js';
import type { Observer } from './observer.js';
import { sessionLogger } from './session-logger.js';
import { TraceObserver } from './trace-observer.js';

/** The options about what is told of a session, under their canonical names. */
export interface ObserverOptions {
  readonly logger?: Logger | undefined;
  readonly log_level?: LogLevel | 'off' | undefined;
  readonly log_query_text?: boolean | undefined;
  readonly log_max_query_length?: number | undefined;
  readonly tracer?: Tracer | undefined;
  readonly trace_query_text?: boolean | undefined;
  readonly meter?: Meter | undefined;
}

let sessions = 0;

/** What listens to a session, as its options ask for it. */
export function sessionDiagnostics(options: ObserverOptions, place: SessionPlace): Diagnostics {
  sessions += 1;
  const { tracer, meter } = options;
  const logger = sessionLogger(options);
  const attributes = new DatabaseAttributes(place);
  const sqlLength = options.log_query_text === true ? (options.log_max_query_length ?? Infinity) : 0;
  const observers: Observer[] = [];
  if (logger !== silentLogger) {
    observers.push(new LogObserver(logger, { session: sessions }, { sqlLength }));
  }
  if (tracer !== undefined) {
    observers.push(new TraceObserver(tracer, attributes, options.trace_query_text === true));
  }
  if (meter !== undefined) {
    observers.push(new DurationMetric(meter, attributes));
  }
  return new Diagnostics(observers);
}
