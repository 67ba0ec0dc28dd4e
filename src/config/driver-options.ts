import { parameterNames, parameterOf, type Effect, type ParameterName } from './parameters.js';
import type { ConnectionSettings } from './settings.js';

/** Rows whose values reach the driver through the endpoint or the authenticator, already decided. */
const decidedElsewhere: ReadonlySet<ParameterName> = new Set([
  'account',
  'region',
  'host',
  'server_url',
  'authenticator',
]);

/**
 * The driver's connection options, without secrets: every row the table hands to the driver, under the driver's name
 * and in its unit, together with account, address and authenticator.
 */
export function toDriverParameters(settings: ConnectionSettings): Record<string, unknown> {
  const { account, region, host, url } = settings.endpoint;
  const driverOptions = collect(settings, 'driver');
  return {
    ...driverOptions,
    // Driver 3.3 fails with a TypeError when it may keep the second factor's token but no others.
    ...(driverOptions['clientRequestMFAToken'] === true ? { clientStoreTemporaryCredential: true } : {}),
    account,
    ...(region === undefined ? {} : { region }),
    host,
    accessUrl: url,
    authenticator: settings.values.authenticator ?? settings.authenticator,
  };
}

/** What of the settings goes into the driver's process-wide configuration. */
export function toDriverProcessParameters(settings: ConnectionSettings): Record<string, unknown> {
  return collect(settings, 'driver-process');
}

/** The name and value the driver is given for one row; undefined when the driver is given nothing. */
export function driverParameter(name: ParameterName, value: unknown): readonly [string, unknown] | undefined {
  const { effect } = parameterOf(name);
  return effect.kind === 'driver' || effect.kind === 'driver-process'
    ? [effect.name, convert(effect, value)]
    : undefined;
}

function collect(settings: ConnectionSettings, kind: Effect['kind']): Record<string, unknown> {
  const names = parameterNames.filter((name) => {
    const row = parameterOf(name);
    return row.effect.kind === kind && row.secret !== true && !decidedElsewhere.has(name);
  });
  return Object.fromEntries(
    names.flatMap((name) => {
      // A default is the driver's own, and need not be said; said to the process, it would undo another session's choice.
      const pair = settings.given.has(name) ? driverParameter(name, settings.values[name]) : undefined;
      return pair === undefined ? [] : [pair];
    }),
  );
}

function convert(effect: Effect, value: unknown): unknown {
  if ((effect.kind !== 'driver' && effect.kind !== 'driver-process') || effect.convert === undefined) {
    return value;
  }
  switch (effect.convert) {
    case 'milliseconds':
      return typeof value === 'number' ? Math.round(value * 1000) : value;
    case 'pipes':
      return Array.isArray(value) ? value.join('|') : value;
    default:
      return effect.convert satisfies never;
  }
}
