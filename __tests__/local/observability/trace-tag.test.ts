import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';

import type { Session } from '../../../src/index.js';
import { rejection, testEngine } from '../../helpers/engine.js';
import { type RequestRecorder, startRequestRecorder } from '../../helpers/request-recorder.js';
import { Telemetry } from '../../helpers/telemetry.js';

const local = testEngine();
const telemetry = new Telemetry();
const { tracer } = telemetry;
let recorder: RequestRecorder;

beforeEach(async () => {
  recorder = await startRequestRecorder(Number(new URL(local.engine.url).port));
});
afterEach(() => recorder.close());
afterAll(() => telemetry.close());

/** The query tag that the driver has sent with each statement of this text. */
function tagsOf(sqlText: string): readonly unknown[] {
  return recorder.statements.flatMap((sent) => (sent.sqlText === sqlText ? [sent.parameters?.['QUERY_TAG']] : []));
}

/** The tag that a statement is sent with, and the name of its span. */
async function tagOf(
  session: Session,
  sqlText: string,
  statementParams = {},
): Promise<{ readonly tag: unknown; readonly parent: string }> {
  telemetry.takeSpans();
  await session.sql(sqlText).collect({ statementParams });
  const [span] = telemetry.takeSpans();
  const { traceId, spanId } = span?.spanContext() ?? {};
  return { tag: tagsOf(sqlText).at(-1), parent: `00-${traceId}-${spanId}-01` };
}

test('a signal and a time end the waiting for the session’s own tag too', async () => {
  const session = await local.open({ tracer, trace_in_query_tag: true, port: recorder.port });
  local.engine.faults.add({ on: 'query', times: 2, respond: { delayMs: 5_000 } });
  const started = performance.now();
  const [late, stopped] = await Promise.all([
    rejection(session.sql('select 1').collect({ timeoutMs: 60 })),
    rejection(session.sql('select 1').collect({ signal: AbortSignal.timeout(60) })),
  ]);
  local.engine.faults.clear();
  expect([late, stopped]).toMatchObject([{ code: 'QUERY_TIMEOUT' }, { name: 'TimeoutError' }]);
  expect(performance.now() - started).toBeLessThan(4_900);
  await session.close();
});

test('every statement names its span in the query tag, beside the user’s own tag', async () => {
  const session = await local.open({ tracer, trace_in_query_tag: true, query_tag: 'nightly', port: recorder.port });
  const first = await tagOf(session, 'select 1');
  expect(first.tag).toBe(`nightly,traceparent=${first.parent}`);
  const second = await tagOf(session, 'select 2');
  expect(second.tag).toBe(`nightly,traceparent=${second.parent}`);
  expect(second.parent).not.toBe(first.parent);
  const given = await tagOf(session, 'select 3', { query_tag: '{"job":7}' });
  expect(given.tag).toBe(`{"job":7,"traceparent":"${given.parent}"}`);
  for await (const _row of session.sql('select 4').toLocalIterator()) {
    // Streams are tagged too.
  }
  expect(tagsOf('select 4')).toEqual([expect.stringMatching(/^nightly,traceparent=/)]);
  await session.close();
});

test('the session’s tag stays the user’s, and a change of it counts at once', async () => {
  const session = await local.open({ tracer, trace_in_query_tag: true, port: recorder.port });
  const plain = await tagOf(session, 'select 1');
  expect(plain.tag).toBe(`traceparent=${plain.parent}`);
  await session.setQueryTag('weekly');
  const changed = await tagOf(session, 'select 2');
  expect(changed.tag).toBe(`weekly,traceparent=${changed.parent}`);
  await session.appendQueryTag('eu');
  expect(await session.getQueryTag()).toBe('weekly,eu');
  await session.sql('alter session unset query_tag').collect();
  const unset = await tagOf(session, 'select 3');
  expect(unset.tag).toBe(`traceparent=${unset.parent}`);
  expect(recorder.statements.filter(({ sqlText }) => sqlText.includes('traceparent'))).toEqual([]);
  await session.close();
});

test('without the option, or without a tracer, no tag is sent and none is asked for', async () => {
  for (const options of [{ tracer }, { trace_in_query_tag: true }]) {
    const session = await local.open({ ...options, query_tag: 'mine', port: recorder.port });
    const before = recorder.statements.length;
    await session.sql('select 5').collect();
    expect(recorder.statements.slice(before).map(({ sqlText }) => sqlText)).toEqual(['select 5']);
    await session.close();
  }
  expect(tagsOf('select 5')).toEqual([undefined, undefined]);
});
