import type { AuthenticatorName } from './authenticators.js';
import { checkOauth } from './oauth-rules.js';
import type { ResolvedValue } from './explanation.js';
import { readHost } from './host.js';
import type { Findings } from './findings.js';
import { isParameterName, parameterTopics, type ParameterName, type ParameterValues } from './parameters.js';
import { toParameterValues } from './values.js';

/** What a rule looks at. */
export interface RuleContext {
  readonly values: ParameterValues;
  readonly authenticator: AuthenticatorName;
}

/** What a rule found wrong with a parameter, or why a missing one is needed. */
export interface Violation {
  readonly parameter: ParameterName;
  readonly message: string;
}

/** A rule about parameters together; each alone is already right. */
export type Rule = (context: RuleContext) => readonly Violation[];

/** Everything the driver would find out late, or not at all. */
const rules: readonly Rule[] = [checkProxy, checkWorkloadIdentity, checkStrayWorkloadIdentity, checkOauth];

/** Checks what only parameters together can get wrong. */
export function checkRules(
  resolved: readonly ResolvedValue[],
  authenticator: AuthenticatorName,
  findings: Findings,
): void {
  const values = toParameterValues(resolved);
  for (const { parameter, message } of rules.flatMap((rule) => rule({ values, authenticator }))) {
    const given = resolved.find((value) => value.parameter === parameter);
    if (given === undefined) {
      findings.missing(parameter, message);
    } else {
      findings.problem(parameter, given.source, message);
    }
  }
}

function checkProxy({ values }: RuleContext): readonly Violation[] {
  const pairs: readonly (readonly [ParameterName, ParameterName])[] = [
    ['proxy_host', 'proxy_port'],
    ['proxy_port', 'proxy_host'],
    ['proxy_user', 'proxy_password'],
    ['proxy_password', 'proxy_user'],
    ['proxy_user', 'proxy_host'],
  ];
  const host = values.proxy_host === undefined ? undefined : readHost(values.proxy_host);
  const wrong: readonly Violation[] =
    host !== undefined && 'problem' in host ? [{ parameter: 'proxy_host', message: host.problem }] : [];
  const missing = pairs
    .filter(([given, needed]) => values[given] !== undefined && values[needed] === undefined)
    .map(([given, needed]) => ({ parameter: needed, message: `; "${given}" needs it.` }));
  return [...wrong, ...missing, ...checkProxyOverHttp(values)];
}

/** The driver asks a proxy for `http` addresses in a form that is meant for the server itself. */
function checkProxyOverHttp(values: ParameterValues): readonly Violation[] {
  const isHttp = values.protocol === 'http' || values.ssl === false || /^http:/i.test(values.server_url ?? '');
  return isHttp && values.proxy_host !== undefined && values.no_proxy === undefined
    ? [{ parameter: 'proxy_host', message: 'cannot be used with http; use https, or name the server in "no_proxy".' }]
    : [];
}

function checkWorkloadIdentity({ values, authenticator }: RuleContext): readonly Violation[] {
  if (authenticator !== 'WORKLOAD_IDENTITY') {
    return [];
  }
  const path = values.workload_identity_impersonation_path ?? [];
  const provider = values.workload_identity_provider;
  const violations: Violation[] = [];
  if (provider === 'OIDC' && values.token === undefined && values.token_file_path === undefined) {
    violations.push({ parameter: 'token', message: '; provider OIDC needs it, or "token_file_path".' });
  }
  if (path.length > 0 && (provider === 'OIDC' || (provider === 'AZURE' && path.length > 1))) {
    const rule =
      provider === 'OIDC' ? 'cannot be used with provider OIDC.' : 'can have one identity with provider AZURE.';
    violations.push({ parameter: 'workload_identity_impersonation_path', message: rule });
  }
  return violations;
}

function checkStrayWorkloadIdentity({ values, authenticator }: RuleContext): readonly Violation[] {
  if (authenticator === 'WORKLOAD_IDENTITY') {
    return [];
  }
  const message = 'needs authenticator WORKLOAD_IDENTITY; write that, or remove this.';
  return Object.keys(parameterTopics.workloadIdentity)
    .filter(isParameterName)
    .filter((parameter) => values[parameter] !== undefined && values[parameter] !== false)
    .map((parameter) => ({ parameter, message }));
}
