import { resolveServer, type Endpoint, type PartMessage, type ServerParts } from './account.js';
import type { ResolvedValue } from './explanation.js';
import type { Findings } from './findings.js';
import type { ParameterValues } from './parameters.js';

const SERVER_PARTS = [
  'account',
  'region',
  'host',
  'port',
  'protocol',
  'server_url',
  'preserve_underscores_in_hostname',
] as const;

/** The endpoint the values name; undefined when they name none, with the reason among the findings. */
export function resolveEndpoint(
  values: ParameterValues,
  resolved: readonly ResolvedValue[],
  findings: Findings,
): Endpoint | undefined {
  const { endpoint, problems, notes } = resolveServer(partsOf(values, resolved, findings));
  const sourceOf = ({ parameter }: PartMessage): string =>
    resolved.find((value) => value.parameter === parameter)?.source ?? 'not given';
  for (const problem of problems) {
    if (values[problem.parameter] === undefined) {
      findings.missing(problem.parameter, problem.message);
    } else {
      findings.problem(problem.parameter, sourceOf(problem), problem.message);
    }
  }
  for (const note of notes) {
    findings.note(note.parameter, sourceOf(note), note.message);
  }
  noteForeignHost(resolved, findings);
  return endpoint;
}

/** As the connector does, a host of a file stays when a call gives another account; that is seldom what is meant. */
function noteForeignHost(resolved: readonly ResolvedValue[], findings: Findings): void {
  const account = resolved.find(({ parameter }) => parameter === 'account');
  const host = resolved.find(({ parameter }) => parameter === 'host' || parameter === 'server_url');
  if (account?.rank !== undefined && host?.rank !== undefined && host.rank < account.rank) {
    findings.warning(host.parameter, host.source, `is used although the account comes from ${account.source}.`);
  }
}

function partsOf(values: ParameterValues, resolved: readonly ResolvedValue[], findings: Findings): ServerParts {
  const parts: ServerParts = Object.fromEntries(SERVER_PARTS.map((name) => [name, values[name]]));
  if (values.ssl === undefined) {
    return parts;
  }
  const protocol = values.ssl ? 'https' : 'http';
  if (parts.protocol !== undefined && parts.protocol !== protocol) {
    const source = resolved.find(({ parameter }) => parameter === 'ssl')?.source ?? 'not given';
    findings.problem('ssl', source, `is ${values.ssl}, but protocol is ${parts.protocol}; keep protocol alone.`);
  }
  return { ...parts, protocol };
}
