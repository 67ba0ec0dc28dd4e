import { inspect } from 'node:util';

import type { ConnectionEvent } from '../diagnostics/events.js';
import type { Logger, LogLevel } from '../log.js';
import { checkDuration } from '../query/action-options.js';
import { retrySessionLoss } from '../session/retry.js';
import { ConnectionDiagnostics } from './connection-diagnostics.js';
import { ConnectFailure, ConnectionSlot } from './connection-slot.js';
import { Probe } from './probe.js';

/** What every connection takes. */
export interface BaseConnectionOptions {
  /** Told of what goes on behind the scenes: opening, resets, attempts, failures of disposing. */
  readonly logger?: Logger | undefined;
  /**
   * The least that it is told.
   *
   * @defaultValue `'debug'`
   */
  readonly logLevel?: LogLevel | 'off' | undefined;
  /**
   * How long the work under way on a connection that was reset or closed may go on, in milliseconds; then it is
   * disposed of regardless.
   *
   * @defaultValue `30_000`
   */
  readonly drainTimeoutMs?: number | undefined;
}

/** What {@link BaseConnection.connect} is told. */
export interface ConnectContext {
  /** Aborted when nobody waits for the connection any more, or it is closed. */
  readonly signal: AbortSignal;
  /** Why there is something to connect: the first use, a reset, or a reset after which the configuration is another. */
  readonly reason: 'first' | 'reset' | 'config';
}

/** How to use the raw connection. */
export interface UseOptions {
  /** With `true` the work is done again, on a new connection, when the one it had was lost; three attempts in all. */
  readonly retry?: boolean;
  /** Stops the waiting for a connection. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link BaseConnection.isHealthy} takes. */
export interface HealthOptions {
  /**
   * How long the answer may take, in milliseconds.
   *
   * @defaultValue `5_000`
   */
  readonly timeoutMs?: number;
  /**
   * A success not longer ago than this, in milliseconds, counts as an answer, and nothing is sent.
   *
   * @defaultValue `30_000`
   */
  readonly maxAgeMs?: number;
}

const DRAIN_TIMEOUT_MS = 30_000;
const HEALTH_TIMEOUT_MS = 5_000;
const HEALTH_AGE_MS = 30_000;

/**
 * A connection that opens when it is first needed, is shared by everyone, and is replaced when it is lost, after
 * Streamlit's `BaseConnection`.
 *
 * An author must write one method, {@link BaseConnection.connect}, and gives access to the raw connection with
 * {@link BaseConnection.withRaw}.
 *
 * @typeParam Raw - What is connected: a client, a session, a pool.
 */
export abstract class BaseConnection<
  Raw,
  Options extends BaseConnectionOptions = BaseConnectionOptions,
> implements AsyncDisposable {
  /** The name it was asked for by. */
  readonly name: string;
  /** What it was asked for with. It may hold secrets: print none of it. */
  protected readonly options: Options;
  /** The `logger` of the options, given its arguments in the order it wants them; or one that says nothing. */
  protected readonly logger: Logger;
  readonly #diagnostics: ConnectionDiagnostics;
  readonly #slot: ConnectionSlot<Raw>;
  #configuration: string | undefined;
  #reason: ConnectContext['reason'] = 'first';
  readonly #probe = new Probe<Raw>((raw, signal) => this.#ask(raw, signal));

  /** Connects nothing: that is done on first use. */
  constructor(name: string, options: Options) {
    this.name = name;
    this.options = options;
    this.#diagnostics = new ConnectionDiagnostics(name, options);
    this.logger = this.#diagnostics.logger;
    this.#slot = new ConnectionSlot({
      name,
      drainMs: checkDuration('drainTimeoutMs', options.drainTimeoutMs) ?? DRAIN_TIMEOUT_MS,
      connect: async (signal) => this.#connect(signal),
      retired: (raw) => this.retired(raw),
      dispose: async (raw) => this.dispose(raw),
      note: (event) => this.note(event),
    });
  }

  /** @internal */
  protected note(event: ConnectionEvent): void {
    this.#diagnostics.note(event);
  }

  /** Opens the raw connection. What it throws goes to everyone who waits; it is never called again for the same call. */
  protected abstract connect(context: ConnectContext): Promise<Raw>;

  /** Frees a raw connection. By default, nothing is done. */
  protected async dispose(_raw: Raw): Promise<void> {}

  /** Whether an error of the work means that the raw connection is gone. By default, none does. */
  protected isConnectionLost(_error: unknown): boolean {
    return false;
  }

  /** Whether the raw connection answers. By default, it does. */
  protected async probe(_raw: Raw, _signal: AbortSignal): Promise<boolean> {
    return true;
  }

  /** Called at once when a raw connection is taken out of use, long before {@link BaseConnection.dispose}. */
  protected retired(_raw: Raw): void {}

  /** The configuration as one text, read anew, to see whether it has changed. By default, it never does. */
  protected configuration(): string | Promise<string> {
    return '';
  }

  /** Called when the configuration is another than at the last connect. */
  protected configurationChanged(): void {}

  /**
   * Works with the raw connection, opened if need be. It is not disposed of while the work lasts.
   *
   * @throws whatever `connect()` or the work throws. ConnectionError `CONNECTION_CLOSED` after `close()`.
   */
  protected async withRaw<Result>(
    use: (raw: Raw, generation: number) => Promise<Result>,
    { retry = false, signal }: UseOptions = {},
  ): Promise<Result> {
    const attempt = (): Promise<Result> => this.#attempt(use, signal);
    try {
      return await (retry ? this.#retry(attempt, signal) : attempt());
    } catch (error) {
      throw error instanceof ConnectFailure ? error.reason : error;
    }
  }

  /** Connects now instead of on first use, to fail early. */
  async ready(options: Pick<UseOptions, 'signal'> = {}): Promise<void> {
    await this.withRaw(async () => undefined, options);
  }

  /** True from the first call of {@link BaseConnection.close} on. */
  get isClosed(): boolean {
    return this.#slot.isClosed;
  }

  /**
   * Takes the connection out of use now; the next use connects anew. Work under way ends on the old one, which is disposed
   * of after that; this does not wait for it.
   */
  async reset(): Promise<void> {
    this.#slot.retire('asked');
  }

  /**
   * Reads the configuration again, and resets if it is another than at the last connect.
   *
   * @returns whether it has changed.
   * @throws ConfigurationError when it cannot be read; the connection stays as it is.
   */
  async reload(): Promise<boolean> {
    const configuration = await this.configuration();
    if (this.#configuration === undefined || configuration === this.#configuration) {
      return false;
    }
    this.#configuration = configuration;
    this.#reason = 'config';
    this.#slot.retire('configuration');
    this.configurationChanged();
    return true;
  }

  /**
   * Whether there is a connection that answers. Never throws, never connects, never resets.
   *
   * A recent success counts as an answer; else the raw connection is asked.
   */
  async isHealthy({ timeoutMs = HEALTH_TIMEOUT_MS, maxAgeMs = HEALTH_AGE_MS }: HealthOptions = {}): Promise<boolean> {
    const generation = this.#slot.current;
    const raw = generation?.raw;
    if (generation === undefined || raw === undefined) {
      return false;
    }
    if (performance.now() - generation.lastSuccess <= maxAgeMs) {
      return true;
    }
    const answers = await this.#probe.answers(raw, timeoutMs);
    if (answers) {
      generation.lastSuccess = performance.now();
    }
    return answers;
  }

  /**
   * Ends the connection for good: no new work is taken, work under way may end within the time, then everything is
   * disposed of. Further calls share the first one's outcome.
   *
   * @param options - `drainTimeoutMs` in place of the connection's own.
   * @throws whatever disposing throws, after everything was released.
   */
  async close({ drainTimeoutMs }: Pick<BaseConnectionOptions, 'drainTimeoutMs'> = {}): Promise<void> {
    return this.#slot.close(checkDuration('drainTimeoutMs', drainTimeoutMs));
  }

  /** {@link BaseConnection.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Name and class, never an option. */
  toJSON(): object {
    return { type: this.constructor.name, name: this.name };
  }

  /** Class, name and whether it is closed, never an option. */
  [inspect.custom](): string {
    return `${this.constructor.name} '${this.name}'${this.isClosed ? ' (closed)' : ''}`;
  }

  async #retry<Result>(attempt: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
    return retrySessionLoss(attempt, {
      isLost: (error) => this.#isLost(error),
      signal,
      onRetry: (error, number) => this.note({ kind: 'query-retry', attempt: number, error }),
    });
  }

  async #attempt<Result>(
    use: (raw: Raw, generation: number) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const { generation, raw, release } = await this.#slot.lease(signal);
    try {
      const result = await use(raw, generation.number);
      generation.lastSuccess = performance.now();
      return result;
    } catch (error) {
      if (this.#isLost(error)) {
        // Only the connection this work had: of many that fail together, the first one resets.
        this.#slot.retire('lost', generation);
      }
      throw error;
    } finally {
      release();
    }
  }

  /** A failed connect is no lost connection, whatever its error looks like: it must not be tried again. */
  #isLost(error: unknown): boolean {
    return !(error instanceof ConnectFailure) && this.isConnectionLost(error);
  }

  async #connect(signal: AbortSignal): Promise<Raw> {
    const configuration = await this.configuration();
    const hasChanged = this.#configuration !== undefined && configuration !== this.#configuration;
    const reason = hasChanged ? 'config' : this.#reason;
    const raw = await this.connect({ signal, reason });
    this.note({ kind: 'connection-opened', reason });
    this.#configuration = configuration;
    this.#reason = 'reset';
    if (hasChanged) {
      this.configurationChanged();
    }
    return raw;
  }

  async #ask(raw: Raw, signal: AbortSignal): Promise<boolean> {
    try {
      return await this.probe(raw, signal);
    } catch (error) {
      this.note({ kind: 'probe-failed', error });
      return false;
    }
  }
}
