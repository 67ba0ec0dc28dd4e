import { BaseConnection, type BaseConnectionOptions, type ConnectContext } from '../../../src/index.js';

/** Something to connect. */
export class Wire {
  readonly number: number;
  isUp = true;
  constructor(number: number) {
    this.number = number;
  }
}

/** What its work fails with when the wire is gone. */
export class LostError extends Error {}

export interface WireOptions extends BaseConnectionOptions {
  readonly connectMs?: number;
}

/** A connection as an author may write it, which counts what is done to it. */
export class WireConnection extends BaseConnection<Wire, WireOptions> {
  readonly reasons: ConnectContext['reason'][] = [];
  readonly disposed: number[] = [];
  settings = 'a';
  changes = 0;
  failure: Error | undefined;

  protected async connect({ reason, signal }: ConnectContext): Promise<Wire> {
    this.reasons.push(reason);
    const number = this.reasons.length;
    await pause(this.options.connectMs ?? 1);
    signal.throwIfAborted();
    if (this.failure !== undefined) {
      throw this.failure;
    }
    return new Wire(number);
  }

  protected override async dispose(wire: Wire): Promise<void> {
    this.disposed.push(wire.number);
  }

  protected override isConnectionLost(error: unknown): boolean {
    return error instanceof LostError;
  }

  /** What it answers when it is asked; by default whether the wire is up. */
  answerProbe = async (wire: Wire, _signal: AbortSignal): Promise<boolean> => wire.isUp;

  protected override async probe(wire: Wire, signal: AbortSignal): Promise<boolean> {
    return this.answerProbe(wire, signal);
  }

  protected override configuration(): string {
    return this.settings;
  }

  protected override configurationChanged(): void {
    this.changes += 1;
  }

  async use<Result>(
    work: (wire: Wire, generation: number) => Promise<Result>,
    options: { retry?: boolean; signal?: AbortSignal } = {},
  ): Promise<Result> {
    return this.withRaw(work, options);
  }
}

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Work that tells which connection it had. */
export const number = async (wire: Wire): Promise<number> => wire.number;
