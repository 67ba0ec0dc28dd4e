import { fork } from 'node:child_process';
import { join } from 'node:path';

/** How a sign-in in a process of its own ended. */
export interface SignInOutcome {
  readonly name?: string;
  readonly error?: {
    readonly name: string;
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    readonly serverCode?: string;
    readonly stack: string;
  };
  /** Everything the process printed: there should be nothing. */
  readonly printed: string;
  readonly exitCode: number | null;
}

/** What the process is started with. */
export interface SignInProcess {
  readonly env?: Readonly<Record<string, string>>;
  readonly openBrowser?: (address: string) => Promise<void>;
}

const LIMIT_MS = 45_000;

/** Signs in with the built package in a process of its own, which must end by itself. */
export async function signInElsewhere(
  options: Readonly<Record<string, unknown>>,
  { env = {}, openBrowser }: SignInProcess = {},
): Promise<SignInOutcome> {
  const child = fork(join(import.meta.dirname, 'sign-in-program.js'), [], {
    env: { ...process.env, ...env },
    execArgv: [],
    silent: true,
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  let outcome = {};
  const printed: string[] = [];
  child.stdout?.on('data', (text) => printed.push(String(text)));
  child.stderr?.on('data', (text) => printed.push(String(text)));
  child.on('message', (message: { readonly open?: string }) => {
    if (message.open === undefined) {
      outcome = message;
    } else {
      openBrowser?.(message.open).catch((error: unknown) => printed.push(String(error)));
    }
  });
  child.send(options);
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(limit);
  return { ...outcome, printed: printed.join(''), exitCode };
}
