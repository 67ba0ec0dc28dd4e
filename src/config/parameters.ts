import type { KeyObject } from 'node:crypto';

import type { Logger } from '../log.js';
import type { Meter, Tracer } from '../tracing.js';
import { browserParameters } from './parameters/browser.js';
import { clientParameters } from './parameters/client.js';
import { credentialParameters } from './parameters/credentials.js';
import { diagnosticsParameters } from './parameters/diagnostics.js';
import { lookupParameters } from './parameters/lookup.js';
import { networkParameters } from './parameters/network.js';
import { oauthParameters } from './parameters/oauth.js';
import type { Parameter } from './parameters/parameter.js';
import { resultParameters } from './parameters/results.js';
import { revocationParameters } from './parameters/revocation.js';
import { serverParameters } from './parameters/server.js';
import { sessionParameters } from './parameters/session.js';
import { timeoutParameters } from './parameters/timeouts.js';
import { workloadIdentityParameters } from './parameters/workload-identity.js';
import type { SecretValue } from './secret-value.js';

export type { Effect, Parameter, Unit, ValueType } from './parameters/parameter.js';

/** The rows by topic, in the order of the guide; every row stands in one topic only. */
export const parameterTopics = {
  lookup: lookupParameters,
  server: serverParameters,
  credentials: credentialParameters,
  oauth: oauthParameters,
  workloadIdentity: workloadIdentityParameters,
  browser: browserParameters,
  session: sessionParameters,
  timeouts: timeoutParameters,
  network: networkParameters,
  revocation: revocationParameters,
  results: resultParameters,
  client: clientParameters,
  diagnostics: diagnosticsParameters,
} as const;

/** The one table of parameters: everything that knows a parameter reads it from here. */
export const parameters = {
  ...lookupParameters,
  ...serverParameters,
  ...credentialParameters,
  ...oauthParameters,
  ...workloadIdentityParameters,
  ...browserParameters,
  ...sessionParameters,
  ...timeoutParameters,
  ...networkParameters,
  ...revocationParameters,
  ...resultParameters,
  ...clientParameters,
  ...diagnosticsParameters,
} as const;

type Rows = typeof parameters;

/** A canonical parameter name, as Snowflake's Python connector spells it. */
export type ParameterName = keyof Rows;

/** What a private key may be. */
export type PrivateKeyInput = string | Uint8Array | KeyObject;

/** A function given as an option. */
export type Callback = (...values: readonly string[]) => unknown;

/** The TypeScript type of a row's resolved value. */
export type ValueOf<Row extends Parameter> = Row extends { secret: true; type: 'key' }
  ? SecretValue<PrivateKeyInput>
  : Row extends { secret: true }
    ? SecretValue
    : PlainValueOf<Row>;

/** The interfaces behind the shapes of the table. */
interface Shapes {
  readonly Logger: Logger;
  readonly Tracer: Tracer;
  readonly Meter: Meter;
}

type PlainValueOf<Row extends Parameter> = Row extends { choices: readonly (infer Word)[] }
  ? Word
  : Row extends { shape: infer Shape extends keyof Shapes }
    ? Shapes[Shape]
    : {
        text: string;
        boolean: boolean;
        integer: number;
        number: number;
        choice: string;
        list: readonly string[];
        key: PrivateKeyInput;
        callback: Callback;
        switch: boolean | Readonly<Record<string, unknown>>;
        mapping: Readonly<Record<string, unknown>>;
        object: object;
        anything: unknown;
      }[Row['type']];

/** Every parameter that was given or has a default, by canonical name. */
export type ParameterValues = { readonly [Name in ParameterName]?: ValueOf<Rows[Name]> };

/** The canonical names in the order of the table. */
export const parameterNames: readonly ParameterName[] = Object.keys(parameters).filter(isParameterName);

/** A name under which a parameter may be written. */
interface Spelling {
  readonly name: ParameterName;
  /** From the unit of this name to the unit of the row. */
  readonly factor: number;
}

const spellings: ReadonlyMap<string, Spelling> = new Map(parameterNames.flatMap(spellingsOf));

/** The row of a parameter, with its literal types widened. */
export function parameterOf(name: ParameterName): Parameter {
  return parameters[name];
}

/** The canonical name behind a name as it was written, in any letter case, in snake_case or camelCase. */
export function findParameter(written: string): ParameterName | undefined {
  return spellings.get(written.toLowerCase())?.name;
}

/** The factor from the unit of a name as it was written to the unit of its row; 1 for nearly every name. */
export function unitFactor(written: string): number {
  return spellings.get(written.toLowerCase())?.factor ?? 1;
}

/** Every name that {@link findParameter} knows, in snake_case. */
export const knownNames: readonly string[] = parameterNames.flatMap((name) => {
  const { aliases = [], scaledAliases = {} } = parameterOf(name);
  return [name, ...aliases, ...Object.keys(scaledAliases)];
});

function spellingsOf(name: ParameterName): readonly (readonly [string, Spelling])[] {
  const { aliases = [], scaledAliases = {} } = parameterOf(name);
  const scaled = Object.entries(scaledAliases);
  const names = [name, ...aliases].map((written): readonly [string, number] => [written, 1]);
  return [...names, ...scaled].flatMap(([written, factor]) => {
    const spelling = { name, factor };
    // In lower case, camelCase is snake_case without its underscores.
    return [
      [written.toLowerCase(), spelling],
      [written.toLowerCase().replaceAll('_', ''), spelling],
    ] as const;
  });
}

/** Whether a text is a canonical name. */
export function isParameterName(name: string): name is ParameterName {
  return Object.hasOwn(parameters, name);
}

/** Position in the table, for sorting; names that are not in it come last. */
export function parameterRank(written: string): number {
  const index = parameterNames.indexOf(findParameter(written) ?? 'account');
  return findParameter(written) === undefined ? parameterNames.length : index;
}
