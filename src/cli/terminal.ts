import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';

/** Where a command writes to: a file, a pipe, or a person's terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Everything a command touches of its surroundings; a test hands in its own. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** Only for what decides about colours. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts with a `StopRequest` when the command is to end: Ctrl-C, or nobody reads its output any more. */
  readonly stop: AbortSignal;
}

type Colour = 'bold' | 'cyan' | 'dim' | 'green' | 'red' | 'yellow';

/** Paints a text, or leaves it as it is where colours are not wanted. */
export type Paint = (colour: Colour, text: string) => string;

/** Paints for an output: on a terminal, unless `NO_COLOR` is set; anywhere when `FORCE_COLOR` is. */
export function painter(output: Output, env: Terminal['env']): Paint {
  // Whether there may be colours is decided here, and not by what Node thinks of its own standard output.
  return hasColours(output, env)
    ? (colour, text) => styleText(colour, text, { validateStream: false })
    : (_colour, text) => text;
}

function hasColours({ isTTY }: Output, env: Terminal['env']): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) {
    return forced !== '0' && forced !== 'false';
  }
  return (env['NO_COLOR'] ?? '') === '' && isTTY === true && env['TERM'] !== 'dumb';
}

/** A text of somebody else without what would steer a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '\uFFFD');
}

/** Writes, and waits while the reader is slower; ends at once when the command is to stop. */
export async function write(output: Writable, text: string, stop: AbortSignal): Promise<void> {
  stop.throwIfAborted();
  if (!output.write(text)) {
    await once(output, 'drain', { signal: stop });
  }
}

/** One line on a terminal that shows what is going on, and goes away; nothing where no person looks at it. */
export class ProgressLine {
  readonly #output: Output;
  #isShown = false;

  constructor(output: Output) {
    this.#output = output;
  }

  show(text: string): void {
    if (this.#output.isTTY === true) {
      const width = Math.max((this.#output.columns ?? 80) - 1, 1);
      // A line that wraps could not be taken back.
      this.#output.write(`\r\u001B[2K${text.length > width ? `${text.slice(0, width - 1)}…` : text}`);
      this.#isShown = true;
    }
  }

  clear(): void {
    if (this.#isShown) {
      this.#output.write('\r\u001B[2K');
      this.#isShown = false;
    }
  }
}
