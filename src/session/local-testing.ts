import { LocalEngineError } from '../errors.js';

/** A started engine: all this package knows of `snowpark-session-local`. */
export interface LocalEngine {
  /** Ordinary connection options, under Snowflake's Python names. */
  readonly connectionOptions: Readonly<Record<string, string | number>>;
  /** Its address, such as `http://127.0.0.1:54321`. */
  readonly url: string;
  /** PEM text of the certificate a client has to trust; undefined without TLS. */
  readonly certificate: string | undefined;
  /** Runs SQL files. */
  seed(seed: { readonly files: readonly string[] }): Promise<void>;
  close(): Promise<void>;
}

interface LocalEngineModule {
  readonly LocalSnowflake: { start(options?: Readonly<Record<string, unknown>>): Promise<LocalEngine> };
}

/** Not a literal at the import, so that neither compilers nor bundlers look for the optional package. */
const PACKAGE: string = 'snowpark-session-local';

/**
 * Starts the embedded engine.
 *
 * @throws LocalEngineError when the package is missing, with the command that installs it, or does not start.
 */
export async function startLocalEngine(options: Readonly<Record<string, unknown>>): Promise<LocalEngine> {
  const { LocalSnowflake } = await loadEngine();
  try {
    return await LocalSnowflake.start(options);
  } catch (error) {
    throw new LocalEngineError(`The local engine did not start: ${describe(error)}`, { cause: error });
  }
}

async function loadEngine(): Promise<LocalEngineModule> {
  try {
    return (await import(PACKAGE)) as LocalEngineModule;
  } catch (error) {
    if (isMissing(error)) {
      throw new LocalEngineError(`The local engine needs the package ${PACKAGE}.`, {
        hint: `Install it: npm install --save-dev ${PACKAGE}`,
      });
    }
    throw new LocalEngineError(`The local engine could not be loaded: ${describe(error)}`, { cause: error });
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes(PACKAGE)
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
