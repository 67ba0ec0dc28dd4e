import { coerceValue } from './coerce.js';
import { findEntry } from './connection-entry.js';
import type { ConfigurationSources } from './environment.js';
import type { Findings } from './findings.js';
import { diagnosticsParameters } from './parameters/diagnostics.js';
import { parameterOf, type ParameterName } from './parameters.js';
import { readLayer, type WrittenOption } from './written-options.js';

/** Options that say where to look, or whom to tell: a call with only these still asks for the default entry. */
const aboutLookup: ReadonlySet<string> = new Set<string>([
  'connections_file_path',
  ...Object.keys(diagnosticsParameters),
]);

/** Options that can only be given by a call, because they decide which entry is read. */
const onlyInCalls: ReadonlySet<string> = new Set<ParameterName>(['connection_name', 'connections_file_path']);

/** The options of the entry that the calls ask for, none when they ask for none; undefined when it cannot be had. */
export function readEntry(
  calls: readonly WrittenOption[],
  sources: ConfigurationSources,
  findings: Findings,
): readonly WrittenOption[] | undefined {
  const name = lastText(calls, 'connection_name');
  const file = lastText(calls, 'connections_file_path');
  const nothingGiven = findings.problems.length === 0 && calls.every(({ slot }) => aboutLookup.has(slot.name));
  if (name === undefined && !nothingGiven) {
    if (file !== undefined) {
      findings.note('connections_file_path', file.source, 'is not used, because "connection_name" names no entry.');
    }
    return [];
  }
  const entry = findEntry({ name, file, skipPermissions: skipsPermissions(calls) }, sources, findings);
  if (entry === undefined) {
    return undefined;
  }
  const options = readLayer(entry, findings);
  for (const { slot, key, source } of options.filter((option) => onlyInCalls.has(option.slot.name))) {
    findings.problem(key, source, `can only be given by a call, not inside a connection; remove "${slot.name}" here.`);
  }
  return options.filter(({ slot }) => !onlyInCalls.has(slot.name));
}

function lastText(
  calls: readonly WrittenOption[],
  name: ParameterName,
): { readonly value: string; readonly source: string } | undefined {
  const option = last(calls, name);
  return typeof option?.value === 'string' && option.value !== ''
    ? { value: option.value, source: option.source }
    : undefined;
}

function skipsPermissions(calls: readonly WrittenOption[]): boolean {
  const name = 'unsafe_skip_config_file_permissions_check';
  const option = last(calls, name);
  if (option === undefined) {
    return false;
  }
  const coerced = coerceValue(parameterOf(name), option.value, { parameter: option.key, source: option.source });
  return 'value' in coerced && coerced.value === true;
}

function last(calls: readonly WrittenOption[], name: ParameterName): WrittenOption | undefined {
  return calls.findLast(({ slot }) => slot.kind === 'parameter' && slot.name === name);
}
