import { ConnectionError } from '../errors.js';
import type { ConnectionEvent } from '../diagnostics/events.js';
import { Generation } from './generation.js';
import { SharedWork } from './shared-work.js';

/** What a slot needs of the connection it belongs to. */
export interface SlotOwner<Raw> {
  readonly name: string;
  /** How long work on a retired generation may go on, in milliseconds. */
  readonly drainMs: number;
  /** Told what becomes of it. */
  readonly note: (event: ConnectionEvent) => void;
  readonly connect: (signal: AbortSignal) => Promise<Raw>;
  readonly retired: (raw: Raw) => void;
  readonly dispose: (raw: Raw) => Promise<void>;
}

/** Why a connection is replaced. */
type ResetReason = Extract<ConnectionEvent, { kind: 'connection-reset' }>['reason'];

/** A raw connection that stays until it is let go. */
export interface Lease<Raw> {
  readonly generation: Generation<Raw>;
  readonly raw: Raw;
  readonly release: () => void;
}

/** Marks an error of connecting, so that nobody takes it for an error of the work. */
export class ConnectFailure extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('connect failed');
    this.reason = reason instanceof ConnectFailure ? reason.reason : reason;
  }
}

/**
 * Holds the one raw connection in use: opens it once for everyone, hands out leases, and replaces it.
 *
 * A generation that is retired takes no new lease; it is disposed of when its last lease is let go.
 */
export class ConnectionSlot<Raw> {
  readonly #owner: SlotOwner<Raw>;
  readonly #retiring = new Map<Generation<Raw>, Promise<void>>();
  #current: Generation<Raw> | undefined;
  #generations = 0;
  #closed: Promise<void> | undefined;

  constructor(owner: SlotOwner<Raw>) {
    this.#owner = owner;
  }

  get current(): Generation<Raw> | undefined {
    return this.#current;
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /**
   * Holds the current raw connection, opened if need be.
   *
   * @throws ConnectFailure around what connecting threw; AbortedError when the signal ends the waiting.
   */
  async lease(signal?: AbortSignal): Promise<Lease<Raw>> {
    for (;;) {
      const generation = this.#usable();
      const release = generation.lease();
      try {
        const raw = await generation.opening.join(signal);
        if (!generation.isRetired) {
          return { generation, raw, release };
        }
        release();
      } catch (error) {
        release();
        this.#forget(generation);
        // A reset while it was opened: the next one counts.
        if (!generation.isRetired || signal?.aborted === true) {
          throw new ConnectFailure(error);
        }
      }
    }
  }

  /** Takes a generation out of use; without one, the current one. One that is no longer current is left alone. */
  retire(
    reason: ResetReason | 'untold',
    generation: Generation<Raw> | undefined = this.#current,
    drainMs = this.#owner.drainMs,
  ): void {
    if (generation === undefined || generation !== this.#current) {
      return;
    }
    this.#current = undefined;
    if (reason !== 'untold') {
      this.#owner.note({ kind: 'connection-reset', reason });
    }
    if (generation.raw !== undefined) {
      this.#owner.retired(generation.raw);
    }
    const retiring = this.#end(generation, drainMs).finally(() => this.#retiring.delete(generation));
    this.#retiring.set(generation, retiring);
    // Nobody waits for it, unless the slot is closed meanwhile.
    retiring.catch((error: unknown) => this.#tell(error));
  }

  /**
   * Takes no new lease, and resolves when everything is disposed of. Later calls share the first one's outcome.
   *
   * @throws what disposing threw first, after everything was disposed of.
   */
  async close(drainMs = this.#owner.drainMs): Promise<void> {
    this.#closed ??= this.#close(drainMs);
    return this.#closed;
  }

  async #close(drainMs: number): Promise<void> {
    this.retire('untold', undefined, drainMs);
    for (const generation of this.#retiring.keys()) {
      generation.limitDrain(drainMs);
    }
    const results = await Promise.allSettled(this.#retiring.values());
    this.#owner.note({ kind: 'connection-closed' });
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      throw failed.reason;
    }
  }

  #usable(): Generation<Raw> {
    if (this.isClosed) {
      throw new ConnectFailure(this.#closedError());
    }
    if (this.#current?.opening.isStopped === true) {
      this.retire('untold');
    }
    this.#current ??= this.#open();
    return this.#current;
  }

  #open(): Generation<Raw> {
    this.#generations += 1;
    const discard = (raw: Raw): void => {
      void this.#owner.dispose(raw).catch((error: unknown) => this.#tell(error));
    };
    return new Generation(this.#generations, new SharedWork(this.#owner.connect, discard));
  }

  /** What could not be opened is not kept for the next one who asks. */
  #forget(generation: Generation<Raw>): void {
    if (this.#current === generation && generation.opening.hasFailed) {
      this.#current = undefined;
    }
  }

  async #end(generation: Generation<Raw>, drainMs: number): Promise<void> {
    const drained = generation.retire(drainMs);
    if (generation.raw === undefined) {
      generation.opening.stop(new Error('The connection was reset while it was opened.'));
    }
    await drained;
    const raw = await generation.opening.outcome.catch(() => undefined);
    if (raw !== undefined) {
      await this.#owner.dispose(raw);
    }
  }

  #tell(error: unknown): void {
    this.#owner.note({ kind: 'dispose-failed', error });
  }

  #closedError(): ConnectionError {
    return new ConnectionError(`The connection '${this.#owner.name}' is closed.`, {
      code: 'CONNECTION_CLOSED',
      retryable: false,
      hint: 'Ask for it again with connection().',
    });
  }
}
