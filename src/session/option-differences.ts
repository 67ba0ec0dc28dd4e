import { coerceValue } from '../config/coerce.js';
import { Findings } from '../config/findings.js';
import type { OptionLayer } from '../config/options.js';
import { parameterOf } from '../config/parameters.js';
import type { ConnectionSettings } from '../config/settings.js';
import { readLayer, type WrittenOption } from '../config/written-options.js';
import { canonical } from './canonical.js';

/** Names of the written options that a session with these settings does not fulfil; never a value. */
export function differingOptions(layers: readonly OptionLayer[], settings: ConnectionSettings): readonly string[] {
  const findings = new Findings();
  const written = layers.flatMap(({ options, source }) => readLayer({ options, sourceOf: () => source }, findings));
  // Of an option written twice, the later one holds.
  const latest = new Map(written.map((option) => [`${option.slot.kind} ${option.slot.name}`, option]));
  const differing = [...latest.values()].filter((option) => differs(option, settings)).map(({ key }) => key);
  return [...differing, ...findings.problems.map(({ parameter }) => parameter)];
}

function differs({ slot, key, value, source }: WrittenOption, settings: ConnectionSettings): boolean {
  if (slot.kind === 'session') {
    return String(settings.sessionParameters[slot.name]) !== String(value);
  }
  if (parameterOf(slot.name).type === 'object') {
    return false;
  }
  const coerced = coerceValue(parameterOf(slot.name), value, { parameter: key, source });
  return 'problem' in coerced || canonical(coerced.value) !== canonical(settings.values[slot.name]);
}
