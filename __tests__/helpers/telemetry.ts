import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
  type Histogram,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** The real OpenTelemetry, which keeps what it is told in memory. */
export class Telemetry {
  readonly #spans = new InMemorySpanExporter();
  readonly #metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  readonly #reader = new PeriodicExportingMetricReader({ exporter: this.#metrics, exportIntervalMillis: 3_600_000 });
  readonly #meters = new MeterProvider({ readers: [this.#reader] });
  readonly #tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(this.#spans)] });
  readonly tracer = this.#tracers.getTracer('test');
  readonly meter = this.#meters.getMeter('test');

  constructor() {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  }

  /** The spans that have ended since it was asked last. */
  takeSpans(): readonly ReadableSpan[] {
    const spans = [...this.#spans.getFinishedSpans()];
    this.#spans.reset();
    return spans;
  }

  /** What the histogram of this name holds so far. */
  async histogram(name: string): Promise<readonly DataPoint<Histogram>[]> {
    await this.#reader.forceFlush();
    const all =
      this.#metrics
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap(({ metrics }) => metrics) ?? [];
    const found = all.find(({ descriptor }) => descriptor.name === name);
    return (found?.dataPoints ?? []) as readonly DataPoint<Histogram>[];
  }

  async close(): Promise<void> {
    context.disable();
    trace.disable();
    await this.#meters.shutdown();
    await this.#tracers.shutdown();
  }
}
