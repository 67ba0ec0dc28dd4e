import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type LocalEngine, startLocalEngine } from '../../session/local-testing.js';
import { EXIT, StopRequest } from '../exit-codes.js';
import { type Terminal, write } from '../terminal.js';
import { renderOptions } from './render-options.js';

const CLOSE_LIMIT_MS = 4000;

/** What `local` takes. */
export interface LocalOptions {
  readonly port: number;
  readonly databaseDir?: string;
  readonly tls?: boolean;
  /** SQL files. */
  readonly sql?: readonly string[];
  readonly json?: boolean;
}

/** `local`: runs until it is told to stop, which is how it is meant to end. */
export async function runLocal(options: LocalOptions, terminal: Terminal): Promise<number> {
  const { port, databaseDir, tls = false, sql = [] } = options;
  const engine = await startLocalEngine({
    port,
    tls,
    ...(databaseDir === undefined ? {} : { databaseDirectory: databaseDir }),
  });
  // The engine keeps no process alive, and neither does waiting for a signal.
  const alive = setInterval(() => undefined, 2 ** 30);
  const directory = await mkdtemp(join(tmpdir(), 'snowpark-session-local-'));
  try {
    await Promise.race([engine.seed({ files: sql }), stopped(terminal.stop)]);
    if (terminal.stop.aborted) {
      return EXIT.ok;
    }
    const certificateFile = await writeCertificate(engine, directory);
    const { connectionOptions, url } = engine;
    const text =
      options.json === true
        ? `${JSON.stringify({ url, connectionOptions, certificateFile })}\n`
        : renderOptions(connectionOptions, certificateFile);
    await write(terminal.stdout, text, terminal.stop);
    terminal.stderr.write(`A local Snowflake answers at ${url} until Ctrl-C.\n`);
    await stopped(terminal.stop);
    return EXIT.ok;
  } finally {
    clearInterval(alive);
    // First, for the close may end the process.
    await rm(directory, { recursive: true, force: true });
    await closeInTime(engine, terminal.stop);
  }
}

/** The database cannot be stopped while it plans a statement, and may do so for minutes. */
async function closeInTime(engine: LocalEngine, stop: AbortSignal): Promise<void> {
  const reason: unknown = stop.reason;
  const timer = setTimeout(() => reason instanceof StopRequest && reason.force(), CLOSE_LIMIT_MS);
  try {
    await engine.close();
  } finally {
    clearTimeout(timer);
  }
}

/** A client needs it as a file: the variable that names it is read when a process starts. */
async function writeCertificate({ certificate }: LocalEngine, directory: string): Promise<string | undefined> {
  if (certificate === undefined) {
    return undefined;
  }
  const path = join(directory, 'certificate.pem');
  await writeFile(path, certificate);
  return path;
}

async function stopped(stop: AbortSignal): Promise<void> {
  if (!stop.aborted) {
    await once(stop, 'abort');
  }
}
