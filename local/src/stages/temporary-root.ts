import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from '../at-exit.js';

/** A folder of stages that does not outlive its engine. */
export interface TemporaryRoot {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Containers can share a directory, and their processes have the same numbers. */
const HOST = encodeURIComponent(hostname());
const NAME = /^snowpark-stages-(\d+)-(.+)-\w{6}$/;
/** By so much a file system's clock may be behind. */
const CLOCK_SLACK_MS = 2000;

/** Makes a folder that is gone with this process at the latest, and removes those of processes that were killed. */
export async function makeTemporaryRoot(): Promise<TemporaryRoot> {
  await removeOrphans();
  const path = await mkdtemp(join(tmpdir(), `snowpark-stages-${process.pid}-${HOST}-`));
  const forgetExit = atExit(() => removeNow(path));
  return {
    path,
    remove: async () => {
      forgetExit();
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** The database may write into it to the end: what is left then, the next engine removes. */
function removeNow(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // An exit has nobody to tell.
  }
}

async function removeOrphans(): Promise<void> {
  // Who may not list the directory may still be allowed to make one in it.
  const names = await readdir(tmpdir()).catch(() => []);
  const removals = names.map(async (name) => {
    const [, pid, host] = NAME.exec(name) ?? [];
    const path = join(tmpdir(), name);
    if (host === HOST && (await isOrphan(path, Number(pid)))) {
      await rm(path, { recursive: true, force: true });
    }
  });
  // What cannot be removed is another user's, or another engine removes it now.
  await Promise.allSettled(removals);
}

/** In a container that starts anew, processes get the numbers that those before had. */
async function isOrphan(path: string, pid: number): Promise<boolean> {
  if (pid !== process.pid) {
    return !isAlive(pid);
  }
  const startedAt = Date.now() - process.uptime() * 1000;
  return (await stat(path)).mtimeMs < startedAt - CLOCK_SLACK_MS;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be asked.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
