// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { Logger } from '../../log.js';
import type { Meter, Tracer } from '../../tracing.js';
import type { Choice, Given } from './given.js';

/** Options of the topic `diagnostics`, under their canonical names. */
export interface DiagnosticsOptions {
  /** Object with `debug`, `info`, `warn` and `error`, such as `console` or a pino logger. */
  readonly logger?: Given<Logger>;
  /**
   * The least that the logger is told; a logger with a level of its own decides for itself too.
   *
   * @defaultValue `"debug"`
   */
  readonly log_level?: Given<Choice<'debug' | 'info' | 'warn' | 'error' | 'off'>>;
  /**
   * Logs the text of statements. What is written into a statement as a literal can be secret.
   *
   * @defaultValue `false`
   */
  readonly log_query_text?: Given<boolean | string>;
  /**
   * How much of a statement is logged. In characters.
   *
   * @defaultValue `80`
   */
  readonly log_max_query_length?: Given<number | string>;
  /**
   * Logs bound values. No effect here. No bound value is ever logged.
   *
   * @defaultValue `false`
   */
  readonly log_query_parameters?: Given<boolean | string>;
  /** A tracer of OpenTelemetry, or anything with its `startActiveSpan`. */
  readonly tracer?: Given<Tracer>;
  /**
   * Puts the text of statements into their spans. What is written into a statement as a literal can be secret.
   *
   * @defaultValue `false`
   */
  readonly trace_query_text?: Given<boolean | string>;
  /**
   * Adds `traceparent` to the query tag of every statement that is traced, beside the tag you give, so that the query
   * history leads back to the trace. Asks for the session’s tag once, and again when a statement may have changed it.
   *
   * @defaultValue `false`
   */
  readonly trace_in_query_tag?: Given<boolean | string>;
  /** A meter of OpenTelemetry, or anything with its `createHistogram`. */
  readonly meter?: Given<Meter>;
}
