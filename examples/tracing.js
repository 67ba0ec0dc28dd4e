// Spans and a metric by OpenTelemetry, which this package does not depend on: hand it a tracer and a meter of yours.
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { Session } from 'snowpark-session';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = provider.getTracer('shop');

const session = await Session.builder
  .configs({ local_testing: true, tracer, trace_in_query_tag: true })
  .create();
await tracer.startActiveSpan('GET /pets', async (request) => {
  await session.sql('select 40 + ? as answer', [2]).collect();
  request.end();
});
await session.close();

const spans = exporter.getFinishedSpans();
const request = spans.find(({ name }) => name === 'GET /pets');
for (const span of spans) {
  const isInside = span.parentSpanContext?.spanId === request?.spanContext().spanId;
  console.log(
    `${isInside ? '  ' : ''}${span.name}`,
    span.attributes['db.response.returned_rows'] ?? '',
  );
}
