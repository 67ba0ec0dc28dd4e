import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';

import { afterAll } from '@jest/globals';

import { runProgram } from '../../src/cli/program.js';

/** How a command line ended. */
export interface CliOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command line finds around it. */
export interface CliSurroundings {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Both outputs are terminals of this width. */
  readonly columns?: number;
  /** Standard output is a pipe all the same. */
  readonly isPiped?: boolean;
  readonly stop?: AbortSignal;
  /** Told what standard output holds, after each piece. */
  readonly onOutput?: (soFar: string) => void;
}

/** Runs a command line in this process. */
export async function runCli(argv: readonly string[], surroundings: CliSurroundings = {}): Promise<CliOutcome> {
  const {
    columns,
    env = {},
    stop = new AbortController().signal,
    onOutput,
    stdin = '',
    isPiped = false,
  } = surroundings;
  const [stdout, stderr] = [collector(onOutput), collector()];
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  const exitCode = await runProgram(argv, {
    stdin: Readable.from([stdin]),
    stdout: Object.assign(stdout.output, isPiped ? {} : terminal),
    stderr: Object.assign(stderr.output, terminal),
    env,
    stop,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function collector(onOutput?: (soFar: string) => void): { output: Writable; text: () => string } {
  let collected = '';
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      collected += chunk.toString();
      onOutput?.(collected);
      done();
    },
  });
  return { output, text: () => collected };
}

/** A directory of files for a test file, removed after it. */
export function testFiles(): { readonly directory: string; write(name: string, text: string, mode?: number): string } {
  const directory = mkdtempSync(join(tmpdir(), 'cli-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return {
    directory,
    write(name, text, mode = 0o600) {
      const path = join(directory, name);
      writeFileSync(path, text);
      // Not at the writing, where the umask would take bits away.
      chmodSync(path, mode);
      return path;
    },
  };
}

/** One entry of a connections file. */
export function tomlEntry(name: string, options: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(options).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} = ${JSON.stringify(value)}`],
  );
  return [`[${name}]`, ...lines, ''].join('\n');
}
