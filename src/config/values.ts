import { coerceValue } from './coerce.js';
import type { ResolvedValue } from './explanation.js';
import type { Findings } from './findings.js';
import type { MergedOptions, RankedOption } from './merge.js';
import { parameterOf, type Parameter, type ParameterName, type ParameterValues } from './parameters.js';
import type { SessionParameterValue } from './session-parameters.js';
import { slotId } from './written-options.js';

/** A session parameter's value and where it came from. */
export interface ResolvedSessionParameter {
  readonly name: string;
  readonly value: SessionParameterValue;
  readonly source: string;
  /** True when a row of the table stands for it. */
  readonly hasRow: boolean;
}

/** The values in the order of the table: what was given, then what has a default. */
export function resolveValues(
  merged: MergedOptions,
  names: readonly ParameterName[],
  findings: Findings,
): readonly ResolvedValue[] {
  return names.flatMap((name): readonly ResolvedValue[] => {
    const row = parameterOf(name);
    const option = merged.get(slotId({ kind: 'parameter', name }));
    if (option !== undefined) {
      return resolveGiven(name, row, option, findings);
    }
    return row.default === undefined
      ? []
      : [{ parameter: name, value: row.default, source: 'default', rank: undefined }];
  });
}

/** The session parameters that have no row of their own, and those whose row is one. */
export function resolveSessionParameters(
  merged: MergedOptions,
  values: readonly ResolvedValue[],
  findings: Findings,
): readonly ResolvedSessionParameter[] {
  const ofRows = values.flatMap(({ parameter, value, source }) => {
    const { effect } = parameterOf(parameter);
    return effect.kind === 'session' && isSessionValue(value)
      ? [{ name: effect.name, value, source, hasRow: true }]
      : [];
  });
  const others = [...merged.values()].flatMap(({ slot, key, value, source }) => {
    if (slot.kind !== 'session') {
      return [];
    }
    if (!isSessionValue(value)) {
      findings.problem(key, source, 'must be text, a number, true or false.');
      return [];
    }
    return [{ name: slot.name, value, source, hasRow: false }];
  });
  return [...ofRows, ...others];
}

/** The values by name. */
export function toParameterValues(values: readonly ResolvedValue[]): ParameterValues {
  // The edge: every value has just been made by the row that types it.
  return Object.freeze(Object.fromEntries(values.map(({ parameter, value }) => [parameter, value]))) as ParameterValues;
}

function resolveGiven(
  name: ParameterName,
  row: Parameter,
  { key, value: written, source, rank }: RankedOption,
  findings: Findings,
): readonly ResolvedValue[] {
  const coerced = coerceValue(row, written, { parameter: key, source });
  if ('problem' in coerced) {
    findings.problem(key, source, coerced.problem);
    return [];
  }
  const { value, note } = coerced;
  if (note !== undefined) {
    findings.note(key, source, note);
  }
  const { effect } = row;
  if (effect.kind === 'refused' && !(effect.harmless ?? []).some((harmless) => harmless === value)) {
    findings.problem(key, source, `cannot be used here. ${effect.why}`);
    return [];
  }
  if (effect.kind === 'none' && value !== row.default) {
    findings.warning(key, source, `has no effect here. ${effect.why}`);
  }
  if (row.deprecated !== undefined) {
    findings.note(key, source, `is on its way out; write "${row.deprecated}".`);
  }
  return [{ parameter: name, value, source, rank }];
}

function isSessionValue(value: unknown): value is SessionParameterValue {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  );
}
