import type { ConfigurationSources } from './environment.js';

/** What the permissions of a file come to: a problem stops, a note does not. */
export interface PermissionFindings {
  readonly problem?: string;
  readonly note?: string;
  /** The command that mends it, which is also the end of the text. */
  readonly remedy?: string;
}

const SILENCERS = [
  'SF_SKIP_TOKEN_FILE_PERMISSIONS_VERIFICATION',
  'SKIP_TOKEN_FILE_PERMISSIONS_VERIFICATION',
  'SF_SKIP_WARNING_FOR_READ_PERMISSIONS_ON_CONFIG_FILE',
] as const;

const WRITABLE_BY_OTHERS = 0o022;
const READABLE_BY_OTHERS = 0o044;

/**
 * Judges a file with connections, a key or a token: writable by others is a problem, readable by others or owned by
 * someone else is worth a note. Nothing is said on Windows, where the bits mean nothing.
 */
export function checkPermissions(path: string, sources: ConfigurationSources, skip: boolean): PermissionFindings {
  const status = sources.platform === 'win32' ? undefined : sources.fileStatus(path);
  if (status === undefined) {
    return {};
  }
  const mode = status.mode.toString(8).padStart(3, '0');
  const remedy = `Run: chmod 600 ${quotePath(path)}`;
  if (!skip && (status.mode & WRITABLE_BY_OTHERS) !== 0) {
    return {
      problem: `can be written by other users (its mode is ${mode}), who could redirect the connection. ${remedy}`,
      remedy,
    };
  }
  if (skip || SILENCERS.some((name) => sources.env[name]?.toLowerCase() === 'true')) {
    return {};
  }
  if ((status.mode & READABLE_BY_OTHERS) !== 0) {
    return { note: `can be read by other users (its mode is ${mode}). ${remedy}`, remedy };
  }
  if (sources.userId !== undefined && status.owner !== sources.userId && status.owner !== 0) {
    return { note: 'belongs to another user.' };
  }
  return {};
}

function quotePath(path: string): string {
  return /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
