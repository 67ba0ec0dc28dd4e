import { expandHome } from './config-directory.js';
import type { ConfigurationSources } from './environment.js';
import type { ResolvedValue } from './explanation.js';
import { checkPermissions } from './file-permissions.js';
import type { Findings } from './findings.js';

/** Puts full paths in place of `~`, and looks whether the files are there and safe; they are read at login. */
export function resolveSecretFiles(
  values: readonly ResolvedValue[],
  sources: ConfigurationSources,
  findings: Findings,
): readonly ResolvedValue[] {
  const skip = values.some(
    ({ parameter, value }) => parameter === 'unsafe_skip_config_file_permissions_check' && value === true,
  );
  return values.map((value) => {
    if (value.parameter !== 'private_key_file' && value.parameter !== 'token_file_path') {
      return value;
    }
    const path = expandHome(String(value.value), sources);
    checkFile(value, path, { sources, skip, findings });
    return { ...value, value: path };
  });
}

function checkFile(
  { parameter, source }: ResolvedValue,
  path: string,
  { sources, skip, findings }: { sources: ConfigurationSources; skip: boolean; findings: Findings },
): void {
  const kind = kindOf(path, sources);
  if (kind !== 'file' && kind !== 'other') {
    const state = kind === 'directory' ? 'is a directory' : kind === undefined ? 'does not exist' : 'cannot be reached';
    findings.problem(parameter, source, `the file ${path} ${state}.`);
    return;
  }
  const { problem, note } = checkPermissions(path, sources, skip);
  if (problem !== undefined) {
    findings.problem(parameter, source, `the file ${path} ${problem}`);
  }
  if (note !== undefined) {
    findings.note(parameter, source, `the file ${path} ${note}`);
  }
}

function kindOf(
  path: string,
  sources: ConfigurationSources,
): 'file' | 'directory' | 'other' | 'unreachable' | undefined {
  try {
    return sources.fileStatus(path)?.kind;
  } catch {
    return 'unreachable';
  }
}
