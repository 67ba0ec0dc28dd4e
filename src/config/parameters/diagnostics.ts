import type { ParameterRows } from './parameter.js';

/** What is told of a session, and to whom. */
export const diagnosticsParameters = {
  logger: {
    type: 'object',
    shape: 'Logger',
    about: 'Object with `debug`, `info`, `warn` and `error`, such as `console` or a pino logger.',
    effect: { kind: 'ours', how: 'receives what the session does' },
  },
  log_level: {
    type: 'choice',
    choices: ['debug', 'info', 'warn', 'error', 'off'],
    default: 'debug',
    about: 'The least that the logger is told; a logger with a level of its own decides for itself too.',
    effect: { kind: 'ours', how: 'keeps what matters less from the logger' },
  },
  log_query_text: {
    type: 'boolean',
    default: false,
    about: 'Logs the text of statements. What is written into a statement as a literal can be secret.',
    effect: { kind: 'ours', how: 'a field `sql` in the entries about a statement' },
  },
  log_max_query_length: {
    type: 'integer',
    unit: 'characters',
    minimum: 0,
    default: 80,
    about: 'How much of a statement is logged.',
    effect: { kind: 'ours', how: 'cuts the field `sql`' },
  },
  log_query_parameters: {
    type: 'boolean',
    default: false,
    about: 'Logs bound values.',
    effect: { kind: 'none', why: 'No bound value is ever logged.' },
  },
  tracer: {
    type: 'object',
    shape: 'Tracer',
    about: 'A tracer of OpenTelemetry, or anything with its `startActiveSpan`.',
    effect: { kind: 'ours', how: 'a span for the login, every statement and the close' },
  },
  trace_query_text: {
    type: 'boolean',
    default: false,
    about: 'Puts the text of statements into their spans. What is written into a statement as a literal can be secret.',
    effect: { kind: 'ours', how: 'the attribute `db.query.text`' },
  },
  trace_in_query_tag: {
    type: 'boolean',
    default: false,
    about:
      'Adds `traceparent` to the query tag of every statement that is traced, beside the tag you give, so that the query ' +
      'history leads back to the trace. Asks for the session’s tag once, and again when a statement may have changed it.',
    effect: { kind: 'ours', how: 'a query tag for each statement' },
  },
  meter: {
    type: 'object',
    shape: 'Meter',
    about: 'A meter of OpenTelemetry, or anything with its `createHistogram`.',
    effect: { kind: 'ours', how: 'the histogram `db.client.operation.duration`, in seconds' },
  },
} as const satisfies ParameterRows;
