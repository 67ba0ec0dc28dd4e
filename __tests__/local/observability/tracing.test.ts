import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';

import { rejection, testEngine } from '../../helpers/engine.js';
import { Telemetry } from '../../helpers/telemetry.js';

const local = testEngine();
const telemetry = new Telemetry();
const { tracer, meter } = telemetry;

// Without what the end of the sessions before has told.
beforeEach(() => void telemetry.takeSpans());
afterAll(() => telemetry.close());

test('login, statement and close have spans after the conventions for databases', async () => {
  const session = await local.open({ tracer, database: 'LOCAL', schema: 'PUBLIC' });
  await session.sql('select seq4() as n from table(generator(rowcount => 3))').collect();
  await session.close();
  const spans = telemetry.takeSpans();
  expect(spans.map(({ name }) => name)).toEqual(['CONNECT LOCAL|PUBLIC', 'SELECT LOCAL|PUBLIC', 'CLOSE LOCAL|PUBLIC']);
  const { port } = new URL(local.engine.url);
  for (const span of spans) {
    expect(span.kind).toBe(SpanKind.CLIENT);
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    expect(span.attributes).toMatchObject({
      'db.system.name': 'snowflake',
      'db.namespace': 'LOCAL|PUBLIC',
      'server.address': '127.0.0.1',
      'server.port': Number(port),
    });
  }
  expect(spans[1]?.attributes).toEqual({
    'db.system.name': 'snowflake',
    'db.namespace': 'LOCAL|PUBLIC',
    'db.operation.name': 'SELECT',
    'db.response.returned_rows': 3,
    'server.address': '127.0.0.1',
    'server.port': Number(port),
    'snowflake.query_id': expect.stringMatching(/^[\da-f-]{36}$/),
  });
  expect(spans[1]?.events.map(({ name }) => name)).toEqual(['answer']);
});

test('spans stand under the one that is active where the work was asked for', async () => {
  const session = await local.open({ tracer });
  telemetry.takeSpans();
  const ids = await Promise.all(
    ['one', 'two'].map((name) =>
      tracer.startActiveSpan(name, async (span) => {
        await session.sql('select 1').collect();
        for await (const _row of session.sql('select 2').toLocalIterator()) {
          await sleep(1);
        }
        span.end();
        return span.spanContext();
      }),
    ),
  );
  const spans = telemetry.takeSpans().filter(({ kind }) => kind === SpanKind.CLIENT);
  expect(spans).toHaveLength(4);
  for (const { traceId, spanId } of ids) {
    const mine = spans.filter((span) => span.spanContext().traceId === traceId);
    expect(mine.map((span) => span.parentSpanContext?.spanId)).toEqual([spanId, spanId]);
  }
});

test('an iterator that is dropped in the middle ends its span with the session, and one that is left with it', async () => {
  const session = await local.open({ tracer });
  telemetry.takeSpans();
  await session.sql('select 1 as a union all select 2').toLocalIterator().next();
  const left = session.sql('select 1 as a union all select 2').toLocalIterator();
  await left.next();
  await left.return();
  expect(telemetry.takeSpans().map(({ status }) => status.code)).toEqual([SpanStatusCode.UNSET]);
  await session.close();
  const [dropped, close] = telemetry.takeSpans();
  expect(dropped?.status).toEqual({ code: SpanStatusCode.ERROR, message: expect.stringContaining('was closed') });
  expect(close?.name).toMatch(/^CLOSE/);
});

test('a failed statement has the server’s code, and no word of its message', async () => {
  const session = await local.open({ tracer, meter });
  telemetry.takeSpans();
  await rejection(session.sql("select to_number('hush-literal')").collect());
  const [span] = telemetry.takeSpans();
  expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'SQL_FAILED' });
  expect(span?.attributes).toMatchObject({ 'db.response.status_code': '100038', 'error.type': '100038' });
  expect(span?.events).toMatchObject([
    { name: 'answer' },
    { name: 'exception', attributes: { 'exception.type': 'SQL_FAILED', 'exception.message': 'SQL_FAILED' } },
  ]);
  expect(JSON.stringify([span?.attributes, span?.events])).not.toContain('hush-literal');
});

test('a span lasts until the last row was read, or the reader has left', async () => {
  const session = await local.open({ tracer });
  telemetry.takeSpans();
  const rows = session.sql('select seq4() as n from table(generator(rowcount => 5000))').toLocalIterator();
  await rows.next();
  expect(telemetry.takeSpans()).toEqual([]);
  for await (const _row of rows) {
    // To the end.
  }
  expect(telemetry.takeSpans()[0]?.attributes).toMatchObject({ 'db.response.returned_rows': 5000 });
  for await (const _row of session.sql('select 1').toLocalIterator()) {
    break;
  }
  expect(telemetry.takeSpans()).toMatchObject([{ status: { code: SpanStatusCode.UNSET }, ended: true }]);
});

test('a stopped statement says so, and a job’s result has a span of its own', async () => {
  const session = await local.open({ tracer });
  telemetry.takeSpans();
  await rejection(session.sql('select system$wait(60)').collect({ timeoutMs: 50 }));
  const [stopped] = telemetry.takeSpans();
  expect(stopped?.attributes).toMatchObject({ 'error.type': 'QUERY_TIMEOUT' });
  expect(stopped?.events.map(({ name }) => name)).toEqual(['cancel', 'exception']);
  const job = await session.sql('select 1').collectNowait();
  await job.result();
  expect(telemetry.takeSpans().map(({ attributes }) => attributes)).toMatchObject([
    { 'db.operation.name': 'SELECT', 'snowflake.query_id': job.queryId },
    { 'db.operation.name': 'FETCH', 'snowflake.query_id': job.queryId, 'db.response.returned_rows': 1 },
  ]);
});

test('the namespace follows the session', async () => {
  const session = await local.open({ tracer });
  await session.sql('create or replace database elsewhere').collect();
  telemetry.takeSpans();
  await session.sql('select 1').collect();
  expect(telemetry.takeSpans()[0]?.attributes).toMatchObject({ 'db.namespace': 'ELSEWHERE|PUBLIC' });
});

test('the text of a statement is there on request', async () => {
  const session = await local.open({ tracer, trace_query_text: true });
  telemetry.takeSpans();
  await session.sql('select ? as told', ['hush-bind']).collect();
  const [span] = telemetry.takeSpans();
  expect(span?.attributes['db.query.text']).toBe('select ? as told');
  expect(JSON.stringify([span?.attributes, span?.events])).not.toContain('hush-bind');
});

test('a login that is refused, and one that is tried again, say so', async () => {
  const refused = await rejection(local.open({ tracer, password: 'hush-password' }));
  expect(refused).toMatchObject({ code: 'AUTHENTICATION_FAILED' });
  const [span] = telemetry.takeSpans();
  expect(span?.attributes).toMatchObject({ 'db.operation.name': 'CONNECT', 'error.type': '390100' });
  expect(JSON.stringify([span?.attributes, span?.events])).not.toContain('hush-password');
  local.engine.faults.add({ on: 'login', respond: { status: 503 } });
  await local.open({ tracer });
  const [retried] = telemetry.takeSpans();
  expect(retried?.events).toMatchObject([{ name: 'login retry', attributes: { attempt: 1 } }]);
  expect(retried?.status.code).toBe(SpanStatusCode.UNSET);
});

test('the duration of statements is measured in seconds', async () => {
  const session = await local.open({ meter });
  const isGood = ({ attributes }: { readonly attributes: object }): boolean => !('error.type' in attributes);
  const before = (await telemetry.histogram('db.client.operation.duration')).find(isGood)?.value.count ?? 0;
  await session.sql('select 1').collect();
  await session.sql('select 2').collect();
  const points = await telemetry.histogram('db.client.operation.duration');
  const point = points.find(isGood);
  expect(point?.attributes).toMatchObject({ 'db.system.name': 'snowflake', 'db.operation.name': 'SELECT' });
  expect(point?.value.count).toBe(before + 2);
  expect(point?.value.sum).toBeGreaterThan(0);
  expect(point?.value.sum).toBeLessThan(30);
  expect(points.find(({ attributes }) => 'error.type' in attributes)?.attributes).toMatchObject({
    'error.type': '100038',
  });
});

test('a tracer that throws costs nobody a result', async () => {
  const broken = {
    startActiveSpan: (): never => {
      throw new Error('no spans today');
    },
  };
  const session = await local.open({ tracer: broken });
  expect(await session.sql('select 1 as a').collect()).toEqual([{ A: 1 }]);
});
