import { isMapping } from './coerce.js';
import type { Findings } from './findings.js';
import {
  findParameter,
  knownNames,
  parameterNames,
  parameterOf,
  unitFactor,
  type ParameterName,
} from './parameters.js';
import { findSessionParameter, isSessionParameterName, sessionParameterNames } from './session-parameters.js';
import { suggest } from './suggest.js';

/** What a written key is about: a row of the table, or a session parameter of Snowflake. */
export type Slot =
  | { readonly kind: 'parameter'; readonly name: ParameterName }
  | { readonly kind: 'session'; readonly name: string };

/** One value as it was written. */
export interface WrittenOption {
  readonly slot: Slot;
  /** The key in the spelling it was written in. */
  readonly key: string;
  readonly value: unknown;
  /** The call, the place in a file, or the variable. */
  readonly source: string;
}

/** A set of options from one place. */
export interface WrittenLayer {
  readonly options: unknown;
  readonly sourceOf: (path: readonly string[]) => string;
}

/** Identity of a slot, for maps. */
export function slotId(slot: Slot): string {
  return `${slot.kind}:${slot.name}`;
}

/** Finds what each key of one layer is about; unknown keys and keys that contradict each other are problems. */
export function readLayer(layer: WrittenLayer, findings: Findings): readonly WrittenOption[] {
  if (!isMapping(layer.options)) {
    findings.problem('options', layer.sourceOf([]), 'must be an object with options.');
    return [];
  }
  const options = Object.entries(layer.options).flatMap(([key, value]) => readOption([key], value, layer, findings));
  return withoutContradictions(options, findings);
}

function readOption(
  path: readonly [string],
  value: unknown,
  layer: WrittenLayer,
  findings: Findings,
): readonly WrittenOption[] {
  const [key] = path;
  const name = findParameter(key);
  if (value === undefined || (name === 'session_parameters' && value === null)) {
    return [];
  }
  const source = layer.sourceOf(path);
  if (name === 'session_parameters') {
    return readSessionParameters(key, value, layer, findings);
  }
  if (name !== undefined) {
    return [{ slot: { kind: 'parameter', name }, key, value, source }];
  }
  const session = findSessionParameter(key);
  if (session !== undefined) {
    return [{ slot: slotOfSession(session), key, value, source }];
  }
  const hint = suggest(key, [...knownNames, ...sessionParameterNames]);
  findings.problem(
    key,
    source,
    `is not a known option.${hint || ' A session parameter can be given in "session_parameters".'}`,
  );
  return [];
}

function readSessionParameters(
  key: string,
  value: unknown,
  layer: WrittenLayer,
  findings: Findings,
): readonly WrittenOption[] {
  if (!isMapping(value)) {
    findings.problem(key, layer.sourceOf([key]), 'must be a mapping of names to values, such as { TIMEZONE: "UTC" }.');
    return [];
  }
  return Object.entries(value).flatMap(([name, entry]): readonly WrittenOption[] => {
    const source = layer.sourceOf([key, name]);
    if (!isSessionParameterName(name)) {
      findings.problem(
        `${key}.${name}`,
        source,
        'is not the name of a session parameter: only letters, digits and "_".',
      );
      return [];
    }
    return entry === undefined || entry === null
      ? []
      : [{ slot: slotOfSession(name), key: `${key}.${name}`, value: entry, source }];
  });
}

/** Rows that are session parameters under another roof, which share one slot with them, so that neither hides the other. */
const rowsOfSession: ReadonlyMap<string, ParameterName> = new Map(
  parameterNames.flatMap((name): readonly (readonly [string, ParameterName])[] => {
    const { effect } = parameterOf(name);
    if (name.startsWith('client_session_keep_alive')) {
      return [[name.toUpperCase(), name]];
    }
    return effect.kind === 'session' ? [[effect.name, name]] : [];
  }),
);

function slotOfSession(written: string): Slot {
  const name = written.toUpperCase();
  const row = rowsOfSession.get(name);
  return row === undefined ? { kind: 'session', name } : { kind: 'parameter', name: row };
}

function withoutContradictions(options: readonly WrittenOption[], findings: Findings): readonly WrittenOption[] {
  const first = new Map<string, WrittenOption>();
  for (const option of options) {
    const id = slotId(option.slot);
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, option);
    } else if (!isSame(option, other)) {
      findings.problem(
        option.slot.name,
        option.source,
        `is given twice with different values, as "${other.key}" and as "${option.key}"; keep one.`,
      );
    }
  }
  return [...first.values()];
}

function isSame(one: WrittenOption, other: WrittenOption): boolean {
  if (Object.is(one.value, other.value) && unitFactor(one.key) === unitFactor(other.key)) {
    return true;
  }
  return plainText(one) !== undefined && plainText(one) === plainText(other);
}

/** A value in a form in which text and number are the same, and times in whatever unit. */
function plainText({ key, value }: WrittenOption): string | undefined {
  if (!['string', 'number', 'boolean', 'bigint'].includes(typeof value)) {
    return undefined;
  }
  const factor = unitFactor(key);
  return String(factor === 1 ? value : Number(value) * factor);
}
