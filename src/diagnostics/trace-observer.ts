import { AsyncResource } from 'node:async_hooks';

import type { Span, SpanContext, Tracer } from '../tracing.js';
import { type DatabaseAttributes, failureAttributes } from './database-attributes.js';
import { describeError } from './describe-error.js';
import type { Answer, DiagnosticEvent, Operation, Outcome } from './events.js';
import type { Observer, OperationObserver } from './observer.js';

/** `SpanKind.CLIENT` of OpenTelemetry. */
const CLIENT = 2;

/** `SpanStatusCode.ERROR` of OpenTelemetry. */
const ERROR = 2;

/** Makes a span of every operation of a session, after OpenTelemetry's conventions for database clients. */
export class TraceObserver implements Observer {
  readonly #tracer: Tracer;
  readonly #attributes: DatabaseAttributes;
  readonly #withText: boolean;
  #connecting: Span | undefined;

  /** @param withText - Whether the text of statements goes into their spans. */
  constructor(tracer: Tracer, attributes: DatabaseAttributes, withText: boolean) {
    this.#tracer = tracer;
    this.#attributes = attributes;
    this.#withText = withText;
  }

  begin(operation: Operation): OperationObserver {
    const attributes = this.#attributes.of(operation);
    if (operation.kind === 'query' && this.#withText) {
      attributes['db.query.text'] = operation.sqlText;
    }
    if (operation.kind === 'fetch') {
      attributes['snowflake.query_id'] = operation.queryId;
    }
    return this.#tracer.startActiveSpan(this.#attributes.spanName(operation), { kind: CLIENT, attributes }, (span) => {
      this.#connecting = operation.kind === 'connect' ? span : this.#connecting;
      // Keeps the span active for the call that begins the work, and for all that follows from it.
      const context = new AsyncResource('snowpark-session');
      return {
        traceparent: toTraceparent(span.spanContext()),
        run: (call) => context.runInAsyncScope(call),
        stopped: (reason) => span.addEvent('cancel', failureAttributes(reason)),
        answered: (answer) => this.#answered(span, answer),
        ended: (outcome) => this.#ended(span, outcome),
      };
    });
  }

  note(event: DiagnosticEvent): void {
    if (event.kind === 'login-retry') {
      this.#connecting?.addEvent('login retry', { attempt: event.attempt, ...failureAttributes(event.error) });
    }
  }

  #answered(span: Span, answer: Answer): void {
    this.#attributes.learn(answer);
    // The answer to a statement that was stopped comes when its span has ended.
    if (span.isRecording()) {
      span.addEvent('answer');
    }
  }

  #ended(span: Span, { error, queryId, rows }: Outcome): void {
    this.#connecting = this.#connecting === span ? undefined : this.#connecting;
    if (queryId !== undefined) {
      span.setAttribute('snowflake.query_id', queryId);
    }
    if (rows !== undefined) {
      span.setAttribute('db.response.returned_rows', rows);
    }
    if (error !== undefined) {
      const { name, message, code } = describeError(error);
      for (const [attribute, value] of Object.entries(failureAttributes(error))) {
        span.setAttribute(attribute, value);
      }
      // What the server says of a statement can quote its values.
      const text = message ?? code ?? name;
      span.recordException({ name, message: text, ...(code === undefined ? {} : { code }) });
      span.setStatus({ code: ERROR, message: text });
    }
    span.end();
  }
}

/** The name of a span for others, as the W3C's Trace Context spells it; undefined for one that is not kept. */
function toTraceparent({ traceId, spanId, traceFlags }: SpanContext): string | undefined {
  return /^0*$/.test(traceId) ? undefined : `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}
