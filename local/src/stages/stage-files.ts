import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { gunzip, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { SnowflakeError } from '../errors.js';
import { makeTemporaryRoot } from './temporary-root.js';

/** One file of a stage. */
export interface StagedFile {
  /** Its path within the stage, with slashes. */
  readonly name: string;
  /** Where it stands on the machine. */
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** The folder of files that are being made: no stage's has a dot in its name. */
const ASIDE = '.aside';

/** The files of all stages of an engine: one directory, in which each stage has its own. */
export class StageFiles {
  /** The only directory in which the engine touches files beside its databases. */
  readonly root: string;
  readonly #remove: () => Promise<void>;

  private constructor(root: string, remove = async (): Promise<void> => {}) {
    this.root = root;
    this.#remove = remove;
  }

  /** @param directory - where the databases are kept; without one the files are gone at {@link StageFiles.close} */
  static async open(directory: string | undefined): Promise<StageFiles> {
    if (directory === undefined) {
      const { path, remove } = await makeTemporaryRoot();
      return new StageFiles(path, remove);
    }
    const root = join(directory, 'stages');
    await mkdir(root, { recursive: true });
    return new StageFiles(root);
  }

  /** The directory of a stage; it need not exist. */
  directoryOf(stage: string): string {
    return join(this.root, encodeURIComponent(stage).replaceAll('.', '%2E'));
  }

  /**
   * Where a file or folder of a stage stands.
   *
   * @throws SnowflakeError 001011 for a path that leads out of the stage
   */
  locate(stage: string, path: string): string {
    if (path.split(/[\\/]/).includes('..') || path.includes('\0')) {
      throw new SnowflakeError('001011', '42601', `Invalid stage path '${path}': it leads out of the stage.`);
    }
    return join(this.directoryOf(stage), path);
  }

  /** The files whose path starts so, by name. */
  async list(stage: string, prefix: string): Promise<readonly StagedFile[]> {
    this.locate(stage, prefix);
    const directory = this.directoryOf(stage);
    const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = await Promise.all(
      entries
        .filter((entry) => entry.isFile())
        .map(async (entry): Promise<StagedFile> => {
          const path = join(entry.parentPath, entry.name);
          const { size, mtimeMs } = await stat(path);
          const name = path.slice(directory.length + 1).replaceAll(sep, '/');
          return { name, path, size, modifiedAt: mtimeMs };
        }),
    );
    return files.filter(({ name }) => name.startsWith(prefix)).sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** Makes the folder a file is to be written into. */
  async prepare(path: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
  }

  /**
   * Lets a file be made aside, where no stage looks, and puts it in its place: whoever lists a stage meanwhile must not find
   * half of it. Where there is nothing to tell of the file, there is none.
   */
  async place<T>(path: string, make: (aside: string) => Promise<T | undefined>): Promise<T | undefined> {
    const folder = join(this.root, ASIDE);
    const aside = join(folder, randomUUID());
    await mkdir(folder, { recursive: true });
    try {
      const made = await make(aside);
      if (made !== undefined) {
        await this.prepare(path);
        await rename(aside, path);
      }
      return made;
    } finally {
      await rm(aside, { force: true });
    }
  }

  async removeFile({ path }: StagedFile): Promise<void> {
    await rm(path, { force: true });
  }

  /** Forgets a stage with all its files. */
  async dropStage(stage: string): Promise<void> {
    await rm(this.directoryOf(stage), { recursive: true, force: true });
  }

  /** Forgets every file of every stage. */
  async clear(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
    await mkdir(this.root, { recursive: true });
  }

  async close(): Promise<void> {
    await this.#remove();
  }
}

const [inflate, deflate] = [promisify(gunzip), promisify(gzip)];

/** A file's content; gzip is taken off, whatever the name says. */
export async function readStaged({ path }: StagedFile): Promise<Buffer> {
  const bytes = await readFile(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? inflate(bytes) : bytes;
}

/** Compresses a file's content. */
export function compressStaged(bytes: Buffer): Promise<Buffer> {
  return deflate(bytes);
}

/** The MD5 that LIST shows of a file. */
export async function fingerprint({ path }: StagedFile): Promise<string> {
  return createHash('md5')
    .update(await readFile(path))
    .digest('hex');
}
