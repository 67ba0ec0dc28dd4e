import { expandHome } from './config-directory.js';
import type { ConfigurationSources } from './environment.js';
import type { ResolvedValue } from './explanation.js';
import { checkPermissions } from './file-permissions.js';
import type { Findings } from './findings.js';
import type { ParameterName } from './parameters.js';

/** Files that hold a secret; they are read at login. */
const secretFiles: ReadonlySet<string> = new Set<ParameterName>(['private_key_file', 'token_file_path']);

/** Puts full paths in place of `~`, and looks whether what they name is there and safe. */
export function resolveFiles(
  values: readonly ResolvedValue[],
  sources: ConfigurationSources,
  findings: Findings,
): readonly ResolvedValue[] {
  const skip = values.some(
    ({ parameter, value }) => parameter === 'unsafe_skip_config_file_permissions_check' && value === true,
  );
  return values.map((value) => {
    const isDirectory = value.parameter === 'credential_cache_dir';
    if (!isDirectory && !secretFiles.has(value.parameter)) {
      return value;
    }
    const path = expandHome(String(value.value), sources);
    if (isDirectory) {
      checkDirectory(value, path, sources, findings);
    } else {
      checkFile(value, path, { sources, skip, findings });
    }
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
    findings.warning(parameter, source, `the file ${path} ${note}`);
  }
}

/** The driver answers a directory that is not there with an error that has neither code nor message. */
function checkDirectory(
  { parameter, source }: ResolvedValue,
  path: string,
  sources: ConfigurationSources,
  findings: Findings,
): void {
  if (kindOf(path, sources) !== 'directory') {
    findings.problem(parameter, source, `there is no directory ${path}; make it, or remove the option.`);
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
