import type { Endpoint } from './account.js';
import type { AuthenticatorName } from './authenticators.js';
import { readEntry } from './entry-layer.js';
import { containerLayer } from './container-variables.js';
import { resolveEndpoint } from './endpoint.js';
import type { ConfigurationSources } from './environment.js';
import type { ResolvedValue } from './explanation.js';
import { Findings } from './findings.js';
import {
  asksForLocalEngine,
  engineParameterNames,
  localEndpoint,
  localParameterNames,
  noteUnusedByEngine,
} from './local-engine.js';
import { mergeLayers } from './merge.js';
import type { OptionLayer } from './options.js';
import { parameterNames, parameterRank } from './parameters.js';
import { checkRules } from './rules.js';
import { resolveFiles } from './referenced-files.js';
import { makeSettings, type ConnectionSettings } from './settings.js';
import { resolveSignIn } from './sign-in.js';
import { resolveSessionParameters, resolveValues, toParameterValues } from './values.js';
import { readLayer, type WrittenOption } from './written-options.js';

/**
 * Merges everything that was written about a connection, and checks it, before any network.
 *
 * Precedence, highest first:
 * 1. the layers, the later before the earlier
 * 2. the entry that `connection_name` names in a file; without any option at all, the default entry
 * 3. the container service's variables
 * 4. the defaults of the parameter table
 *
 * Pure: everything outside its arguments is asked of `sources`.
 *
 * @param engine - What a started local engine says of itself. With `local_testing`, it takes the place of everything the
 * layers say of server and sign-in; its names of database, schema, warehouse and role hold where the layers give none.
 * @throws ConfigurationError with every problem at once, in the order of the parameter table.
 */
export function resolveConnection(
  layers: readonly OptionLayer[],
  sources: ConfigurationSources,
  engine?: OptionLayer,
): ConnectionSettings {
  const findings = new Findings();
  const read = ({ options, source }: OptionLayer): readonly WrittenOption[] =>
    readLayer({ options, sourceOf: () => source }, findings);
  const ofEngine = engine === undefined ? [] : read(engine);
  const calls = layers.map(read);
  const entry = readEntry(calls.flat(), sources, findings);
  const container = readLayer(containerLayer(sources), findings);
  const merged = mergeLayers([ofEngine, container, entry ?? [], ...calls], findings);

  const isLocal = asksForLocalEngine(merged);
  const given = resolveValues(merged, isLocal ? localParameterNames : parameterNames, findings);
  const sessionParameters = resolveSessionParameters(merged, given, findings);
  if (isLocal) {
    noteUnusedByEngine(merged, ofEngine, findings);
  }
  const handedOut = isLocal ? resolveValues(mergeLayers([ofEngine], findings), engineParameterNames, findings) : [];
  const target =
    isLocal && engine === undefined ? localTarget(given) : serverTarget([...handedOut, ...given], sources, findings);
  findings.throwIfAny(parameterRank, entry !== undefined);
  return makeSettings({ ...target, sessionParameters, notes: findings.notes });
}

/** Where to connect, as whom, and with which values. */
interface Target {
  readonly values: readonly ResolvedValue[];
  readonly authenticator: AuthenticatorName;
  readonly endpoint: Endpoint;
}

function localTarget(given: readonly ResolvedValue[]): Target {
  return { values: given, authenticator: 'SNOWFLAKE', endpoint: localEndpoint };
}

function serverTarget(given: readonly ResolvedValue[], sources: ConfigurationSources, findings: Findings): Target {
  const { authenticator, values: signedIn } = resolveSignIn(given, findings);
  const values = resolveFiles(signedIn, sources, findings);
  checkRules(values, authenticator, findings);
  const endpoint = resolveEndpoint(toParameterValues(values), values, findings);
  // Without an endpoint there is a problem, and the caller throws.
  return { values, authenticator, endpoint: endpoint ?? localEndpoint };
}
