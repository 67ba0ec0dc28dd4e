/**
 * The parts of OpenTelemetry's interfaces that are used here. A tracer and a meter of `@opentelemetry/api` fit, and nothing
 * of it is needed to have none.
 */

/** What an attribute can be. */
export type AttributeValue = string | number | boolean;

/** Attributes by name, after OpenTelemetry's conventions for databases. */
export type Attributes = Record<string, AttributeValue>;

/** Makes spans; a `Tracer` of `@opentelemetry/api`. */
export interface Tracer {
  /** Begins a span under the one that is active, and calls the function while the new one is. */
  startActiveSpan<Result>(name: string, options: SpanOptions, work: (span: Span) => Result): Result;
}

/** What a span begins with. */
export interface SpanOptions {
  /** Always 2, `CLIENT`. */
  readonly kind?: number;
  /** What is known when it begins. */
  readonly attributes?: Attributes;
}

/** One piece of work in a trace; a `Span` of `@opentelemetry/api`. */
export interface Span {
  /** Adds what is known later. */
  setAttribute(name: string, value: AttributeValue): unknown;
  /** Notes something that happens at a moment. */
  addEvent(name: string, attributes?: Attributes): unknown;
  /** 2 is `ERROR`; nothing is set for what succeeds. */
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  /** Notes a failure, without anything that may hold a value of the user's. */
  recordException(exception: { readonly name: string; readonly message: string; readonly code?: string }): void;
  /** What names it everywhere. */
  spanContext(): SpanContext;
  /** False once it has ended. */
  isRecording(): boolean;
  /** Ends it. */
  end(): void;
}

/** What names a span everywhere. */
export interface SpanContext {
  /** 32 digits of base 16. */
  readonly traceId: string;
  /** 16 digits of base 16. */
  readonly spanId: string;
  /** 1 when the trace is kept. */
  readonly traceFlags: number;
}

/** Makes instruments; a `Meter` of `@opentelemetry/api`. */
export interface Meter {
  /** Makes what counts values by size. */
  createHistogram(name: string, options: HistogramOptions): Histogram;
}

/** What a histogram is about. */
export interface HistogramOptions {
  /** What it measures, in a sentence. */
  readonly description?: string;
  /** What a value of 1 is; `s` for seconds. */
  readonly unit?: string;
  /** How it is best kept. */
  readonly advice?: HistogramAdvice;
}

/** How a histogram is best kept. */
export interface HistogramAdvice {
  /** Bounds between the classes of values. */
  explicitBucketBoundaries?: number[];
}

/** Counts values by size; a `Histogram` of `@opentelemetry/api`. */
export interface Histogram {
  /** Counts one value. */
  record(value: number, attributes?: Attributes): void;
}
