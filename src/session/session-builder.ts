import type { ConnectionOptions, OptionLayer } from '../config/options.js';
import { ConfigurationError } from '../errors.js';
import { type AppName, checkAppName } from './app-name.js';
import type { Session } from './session.js';

/** What {@link SessionBuilder.create} takes. */
export interface CreateOptions {
  /** Stops the login: `create` rejects at once with an error named `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}

/** What a builder asks for besides connection options. */
export interface SessionWish extends CreateOptions {
  readonly app: AppName | undefined;
}

/** Gives a session for layers of options. */
type GiveSession = (layers: readonly OptionLayer[], wish: SessionWish) => Promise<Session>;

/** Where a builder's sessions come from; given by `Session`, which this file does not load. */
export interface SessionSource {
  readonly create: GiveSession;
  readonly getOrCreate: GiveSession;
}

/**
 * Collects connection options and opens sessions with them, after Snowpark's `Session.builder`.
 *
 * Immutable: each call returns a new builder, so one may be kept, shared and branched from. Option names are those of
 * Snowflake's Python connector, in any letter case, in snake_case or camelCase. Nothing is looked at before
 * {@link SessionBuilder.create}.
 */
export class SessionBuilder {
  /** @internal A bundle gives the class another name. */
  static readonly name = 'SessionBuilder';
  readonly #source: SessionSource;
  readonly #layers: readonly OptionLayer[];
  readonly #app: AppName | undefined;

  /** @internal */
  constructor(source: SessionSource, layers: readonly OptionLayer[] = [], app?: AppName) {
    this.#source = source;
    this.#layers = layers;
    this.#app = app;
  }

  /** Sets one option. A later call wins over an earlier one. */
  config<Key extends keyof ConnectionOptions>(key: Key, value: ConnectionOptions[Key]): SessionBuilder;
  config(key: string, value: unknown): SessionBuilder;
  config(key: string, value: unknown): SessionBuilder {
    if (typeof key !== 'string' || key === '') {
      throw notOptions('config(…)', 'needs the name of an option and its value');
    }
    return this.#with({ source: `config('${key}', …)`, options: { [key]: value } });
  }

  /** Sets several options. A later call wins over an earlier one, option by option; the object is copied. */
  configs(options: ConnectionOptions | Readonly<Record<string, unknown>>): SessionBuilder {
    if (typeof options !== 'object' || options === null || Array.isArray(options)) {
      throw notOptions('configs(…)', 'needs an object with options');
    }
    return this.#with({ source: 'configs({…})', options: { ...options } });
  }

  /**
   * Names the program: a new session gets `APPNAME=name` into its query tag, so that Snowflake's query history shows whose
   * statements they are. It costs two statements. A session that `getOrCreate` finds open is left as it is.
   *
   * @param options - With `json`, the tag becomes a JSON object with a field `APPNAME`.
   * @throws ConfigurationError when the name is empty.
   */
  appName(name: string, { json = false }: { readonly json?: boolean } = {}): SessionBuilder {
    return new SessionBuilder(this.#source, this.#layers, checkAppName(name, json));
  }

  /**
   * Resolves the options, logs in and returns a new session. May be called again, for another session.
   *
   * With no option at all, the default entry of the configuration files is used, as Snowflake's Python connector does.
   *
   * @throws ConfigurationError with every problem of the options at once, before any network.
   * @throws AuthenticationError when the server refuses the login.
   * @throws ConnectionError when the server cannot be reached, or not within `login_timeout` (60 s by default).
   * @throws LocalEngineError when `local_testing` is set and the engine is missing or does not start.
   */
  async create(options: CreateOptions = {}): Promise<Session> {
    return this.#source.create(this.#layers, { ...options, app: this.#app });
  }

  /**
   * The open session of this process if there is exactly one, or a new one if there is none, after Snowpark.
   *
   * Closed and expired sessions do not count. Options that the found session does not fulfil do not change it: their
   * names go to the logger as a warning. Of several calls at the same time, one creates and all get the same session.
   *
   * @throws SnowparkError `SEVERAL_SESSIONS` when several sessions are open.
   * @throws SnowparkError whatever {@link SessionBuilder.create} throws.
   */
  async getOrCreate(options: CreateOptions = {}): Promise<Session> {
    return this.#source.getOrCreate(this.#layers, { ...options, app: this.#app });
  }

  #with(layer: OptionLayer): SessionBuilder {
    return new SessionBuilder(this.#source, [...this.#layers, layer], this.#app);
  }
}

function notOptions(source: string, message: string): ConfigurationError {
  return new ConfigurationError([{ parameter: 'options', source, message: `${message}.` }]);
}
