import { makeEndpoint, type Endpoint } from './account.js';
import { coerceValue } from './coerce.js';
import type { Findings } from './findings.js';
import type { MergedOptions } from './merge.js';
import { parameterNames, parameterOf, parameterTopics, type ParameterName } from './parameters.js';
import { slotId, type WrittenOption } from './written-options.js';

/** The local engine before it is started: port 0, because it chooses its own. */
export const localEndpoint: Endpoint = makeEndpoint({
  account: 'local',
  region: undefined,
  protocol: 'http',
  host: '127.0.0.1',
  port: 0,
});

/** Rows that say which server and who signs in; the engine hands out its own. */
const aboutServer: ReadonlySet<string> = new Set(
  [
    parameterTopics.server,
    parameterTopics.credentials,
    parameterTopics.oauth,
    parameterTopics.workloadIdentity,
    parameterTopics.browser,
    parameterTopics.network,
    parameterTopics.revocation,
  ].flatMap((rows) => Object.keys(rows)),
);

/** Rows that mean something for a session on the local engine. */
export const localParameterNames: readonly ParameterName[] = parameterNames.filter((name) => !aboutServer.has(name));

/** Rows for which a started engine alone speaks. */
export const engineParameterNames: readonly ParameterName[] = parameterNames.filter((name) => aboutServer.has(name));

/** Whether the session shall run on the local engine. */
export function asksForLocalEngine(merged: MergedOptions): boolean {
  const option = merged.get(slotId({ kind: 'parameter', name: 'local_testing' }));
  if (option === undefined) {
    return false;
  }
  const { key, source, value } = option;
  const coerced = coerceValue(parameterOf('local_testing'), value, { parameter: key, source });
  return 'value' in coerced && coerced.value !== false;
}

/** Tells of every option that the engine's own takes the place of. */
export function noteUnusedByEngine(
  merged: MergedOptions,
  ofEngine: readonly WrittenOption[],
  findings: Findings,
): void {
  const engineSources = new Set(ofEngine.map(({ source }) => source));
  for (const { slot, key, source } of merged.values()) {
    if (slot.kind === 'parameter' && aboutServer.has(slot.name) && !engineSources.has(source)) {
      findings.note(key, source, 'is not used, because "local_testing" runs the session on the local engine.');
    }
  }
}
