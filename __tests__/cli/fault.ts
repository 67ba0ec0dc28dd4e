import { expect } from '@jest/globals';

import { runCli } from '../helpers/cli.js';

/** A secret of the seeded connections; it must not be seen anywhere. */
export const CANARY = 'canary-9b1e-secret';

/** Something wrong with a connection, and what doctor is to make of it. */
export interface Fault {
  /** Seeds it, and gives the arguments of `doctor`. */
  readonly seed: () => Promise<readonly string[]> | readonly string[];
  /** The steps that fail, and no others. */
  readonly step: string;
  readonly says: RegExp;
  readonly remedy: RegExp;
  /** `--timeout`, in seconds. */
  readonly timeout?: number;
}

interface JsonReport {
  readonly ok: boolean;
  readonly steps: readonly {
    readonly id: string;
    readonly status: string;
    readonly found: readonly string[];
    readonly remedies: readonly string[];
  }[];
}

/** Runs doctor on a fault: it names it and nothing else, says what to do, in time, without a secret, and fails. */
export async function expectDiagnosis({ seed, step, says, remedy, timeout = 20 }: Fault): Promise<void> {
  const argv = await seed();
  const started = performance.now();
  const outcome = await runCli(['doctor', '--json', '--timeout', String(timeout), ...argv]);
  expect(performance.now() - started).toBeLessThan(timeout * 1000 + 30_000);
  const { ok, steps } = JSON.parse(outcome.stdout) as JsonReport;
  const failed = steps.filter(({ status }) => status === 'failed');
  expect({ failed: failed.map(({ id }) => id), ok, exitCode: outcome.exitCode, stderr: outcome.stderr }).toEqual({
    failed: [step],
    ok: false,
    exitCode: 1,
    stderr: '',
  });
  expect(failed[0]?.found.join('\n')).toMatch(says);
  expect(failed[0]?.remedies.join('\n')).toMatch(remedy);
  // Every step is told of, also those that could not be looked at.
  expect(steps).toHaveLength(21);
  expectSecretless(outcome.stdout);
}

export function expectSecretless(text: string): void {
  expect(text).not.toContain(CANARY);
  expect(text).not.toContain(Buffer.from(CANARY).toString('base64').slice(0, -4));
}
