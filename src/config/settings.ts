import type { Endpoint } from './account.js';
import type { AuthenticatorName } from './authenticators.js';
import {
  explainParameter,
  explainSessionParameter,
  type ParameterExplanation,
  type ResolvedValue,
} from './explanation.js';
import type { ConfigurationNote } from './findings.js';
import type { ParameterName, ParameterValues } from './parameters.js';
import type { SessionParameterValue } from './session-parameters.js';
import { resolveTimeouts, type ConnectionTimeouts } from './timeouts.js';
import { toParameterValues, type ResolvedSessionParameter } from './values.js';

/** Everything about a connection, complete, checked and frozen. */
export interface ConnectionSettings {
  /** Every parameter that was given or has a default, under its canonical name. */
  readonly values: Readonly<ParameterValues>;
  /** The parameters whose value is not merely the default. */
  readonly given: ReadonlySet<ParameterName>;
  /** The way of signing in. */
  readonly authenticator: AuthenticatorName;
  readonly endpoint: Endpoint;
  /** To be set after login and after a reset, by name in upper case. */
  readonly sessionParameters: Readonly<Record<string, SessionParameterValue>>;
  readonly timeouts: ConnectionTimeouts;
  /** What the logger should be told once: options without effect, permissions, names on their way out. */
  readonly notes: readonly ConfigurationNote[];
  /** One entry for every parameter that has a value, in the order of the table. */
  explain(): readonly ParameterExplanation[];
}

/** What the settings are made of. */
export interface SettingsParts {
  readonly values: readonly ResolvedValue[];
  readonly authenticator: AuthenticatorName;
  readonly endpoint: Endpoint;
  readonly sessionParameters: readonly ResolvedSessionParameter[];
  readonly notes: readonly ConfigurationNote[];
}

/** Freezes checked values into settings. */
export function makeSettings(parts: SettingsParts): ConnectionSettings {
  const { authenticator, endpoint, sessionParameters } = parts;
  const values = toParameterValues(parts.values);
  return Object.freeze({
    values,
    given: new Set(parts.values.flatMap(({ parameter, rank }) => (rank === undefined ? [] : [parameter]))),
    authenticator,
    endpoint,
    sessionParameters: Object.freeze(Object.fromEntries(sessionParameters.map(({ name, value }) => [name, value]))),
    timeouts: resolveTimeouts(values, authenticator),
    notes: Object.freeze([...parts.notes]),
    explain: () => [
      ...parts.values.map((value) => explainParameter(value, endpoint)),
      ...sessionParameters.filter(({ hasRow }) => !hasRow).map((parameter) => explainSessionParameter(parameter)),
    ],
  });
}
