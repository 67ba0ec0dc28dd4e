import { inspect } from 'node:util';

import type { Endpoint } from './account.js';
import { driverParameter } from './driver-options.js';
import { parameterOf, type ParameterName } from './parameters.js';

/** What became of one parameter: what `doctor` prints. */
export interface ParameterExplanation {
  /** Canonical name, or the name of a session parameter. */
  readonly parameter: string;
  /** The value as text; secrets are hidden. */
  readonly value: string;
  /** The call, the file with section and line, the variable, or `default`. */
  readonly source: string;
  /** What it became for the driver, or what is done with it instead. */
  readonly becomes: string;
}

/** One resolved value and where it came from. */
export interface ResolvedValue {
  readonly parameter: ParameterName;
  readonly value: unknown;
  readonly source: string;
  /** Position of its layer, the higher the stronger; undefined for a default. */
  readonly rank: number | undefined;
}

/** What became of one row of the table. */
export function explainParameter(
  { parameter, value, source }: ResolvedValue,
  endpoint: Endpoint,
): ParameterExplanation {
  return { parameter, value: displayOf(parameter, value), source, becomes: becomes(parameter, value, endpoint) };
}

/** What became of one session parameter that has no row of its own. */
export function explainSessionParameter({
  name,
  value,
  source,
}: {
  readonly name: string;
  readonly value: unknown;
  readonly source: string;
}): ParameterExplanation {
  return { parameter: name, value: display(value), source, becomes: `ALTER SESSION SET ${name}` };
}

function becomes(name: ParameterName, value: unknown, endpoint: Endpoint): string {
  const { effect, secret } = parameterOf(name);
  switch (effect.kind) {
    case 'driver':
    case 'driver-process':
      return becomesOfDriver(name, secret === true ? undefined : value, endpoint);
    case 'session':
      return `ALTER SESSION SET ${effect.name}`;
    case 'ours':
      return effect.how;
    case 'none':
      return `nothing: ${effect.why}`;
    case 'refused':
      return 'nothing: it asks for what happens anyway';
    default:
      return effect satisfies never;
  }
}

/** Rows whose values reach the driver by way of the endpoint. */
const fromEndpoint: Partial<Record<ParameterName, readonly [driverName: string, part: keyof Endpoint]>> = {
  account: ['account', 'account'],
  region: ['region', 'region'],
  host: ['host', 'host'],
  server_url: ['accessUrl', 'url'],
};

function becomesOfDriver(name: ParameterName, value: unknown, endpoint: Endpoint): string {
  const [endpointName, part] = fromEndpoint[name] ?? [];
  if (endpointName !== undefined && part !== undefined) {
    return `${endpointName} = ${display(endpoint[part])}`;
  }
  const [driverName = '', converted] = driverParameter(name, value) ?? [];
  return converted === undefined || typeof converted === 'function'
    ? driverName
    : `${driverName} = ${display(converted)}`;
}

/** A value as text; what belongs to the caller, such as a logger, can hold anything and is not looked into. */
function displayOf(name: ParameterName, value: unknown): string {
  const { type } = parameterOf(name);
  switch (type) {
    case 'object':
    case 'callback':
    case 'anything':
      return `[${typeof value}]`;
    case 'switch':
      return inspect(value, { depth: 2, breakLength: Infinity });
    case 'text':
    case 'boolean':
    case 'integer':
    case 'number':
    case 'choice':
    case 'list':
    case 'key':
    case 'mapping':
      return display(value);
    default:
      return type satisfies never;
  }
}

function display(value: unknown): string {
  // Secrets turn themselves into a placeholder; a big integer has no JSON.
  const text: string | undefined = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  );
  return text ?? String(value);
}
