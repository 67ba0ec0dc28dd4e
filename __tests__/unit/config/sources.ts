import type { ConfigurationSources, FileStatus } from '../../../src/config/environment.js';

/** What a test says of the world outside; whatever it leaves out is not there. */
export interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly platform?: string;
  readonly homeDir?: string;
  readonly userId?: number;
  /** Text by path, or text with mode and owner. */
  readonly files?: Readonly<Record<string, string | { text: string; mode?: number; owner?: number }>>;
  readonly unreadable?: readonly string[];
}

/** Sources made of plain data: no disk, no environment. */
export function sourcesOf(world: World = {}): ConfigurationSources {
  const files = new Map(Object.entries(world.files ?? {}));
  const homeDir = world.homeDir ?? '/home/jo';
  const userId = world.userId ?? 1000;
  return {
    env: world.env ?? {},
    homeDir,
    platform: world.platform ?? 'linux',
    userId,
    readFile(path) {
      if (world.unreadable?.includes(path) === true) {
        throw Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: 'EACCES' });
      }
      const file = files.get(path);
      return typeof file === 'string' ? file : file?.text;
    },
    fileStatus(path): FileStatus | undefined {
      const file = files.get(path);
      if (file !== undefined) {
        const { mode = 0o600, owner = userId } = typeof file === 'string' ? {} : file;
        return { kind: 'file', mode, owner };
      }
      const isParent = [...files.keys()].some((known) => known.startsWith(`${path}/`) || known.startsWith(`${path}\\`));
      return isParent ? { kind: 'directory', mode: 0o700, owner: userId } : undefined;
    },
  };
}
