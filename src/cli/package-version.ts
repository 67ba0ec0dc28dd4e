import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The version of an installed package; undefined when it is not there. Nothing of it is loaded. */
export function packageVersion(name: string): string | undefined {
  try {
    return versionOf(require(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

/** The version of this package. */
export function ownVersion(): string {
  return packageVersion('snowpark-session') ?? 'unknown';
}

function versionOf(manifest: unknown): string | undefined {
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return typeof version === 'string' && version !== '' ? version : undefined;
}
