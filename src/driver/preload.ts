import Module, { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What of the clouds' own SDKs the driver requires when it loads: more than a third of its time and 15 MB, for file
 * transfers and workload identities that most sessions never use.
 */
const CLOUD_SDKS = [
  '@aws-crypto/sha256-js',
  '@aws-sdk/client-sts',
  '@aws-sdk/credential-provider-node',
  '@aws-sdk/ec2-metadata-service',
  '@azure/identity',
  '@azure/storage-blob',
  '@smithy/protocol-http',
  '@smithy/signature-v4',
  'google-auth-library',
];

/**
 * Loads the driver, so that a later import finds it loaded, with each of the clouds' SDKs put off until the driver first
 * uses it. Where that cannot be done, such as in a bundle, nothing happens and the import loads everything.
 *
 * The stand-ins are in Node's cache of modules only while the driver loads, which is one synchronous call: nothing but
 * the driver ever sees them.
 */
export function preloadDriver(): void {
  const require = requireOfPackage();
  if (require === undefined) {
    return;
  }
  const standIns: string[] = [];
  try {
    const requireOfDriver = createRequire(require.resolve('snowflake-sdk'));
    for (const name of CLOUD_SDKS) {
      const file = resolved(name, requireOfDriver);
      if (file !== undefined && require.cache[file] === undefined) {
        standIns.push(file);
        require.cache[file] = loadedModule(
          file,
          onDemand(() => requireOfDriver(name) as object),
        );
      }
    }
    require.call(undefined, 'snowflake-sdk');
  } catch {
    // The import that follows says what is wrong.
  } finally {
    for (const file of standIns) {
      delete require.cache[file];
    }
  }
}

/** Undefined in a bundle, which has modules of its own: the driver would be loaded a second time. */
function requireOfPackage(): NodeJS.Require | undefined {
  try {
    const require = createRequire(import.meta.url);
    const root = dirname(require.resolve('snowpark-session/package.json'));
    return fileURLToPath(import.meta.url).startsWith(root + sep) ? require : undefined;
  } catch {
    return undefined;
  }
}

/** The file that the driver would load; undefined when this version has no such dependency. */
function resolved(name: string, require: NodeJS.Require): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

function loadedModule(file: string, exports: object): NodeJS.Module {
  return Object.assign(new Module(file), { filename: file, loaded: true, exports });
}

/** Stands in for a module's exports and loads the module when something is first asked of them. */
export function onDemand(load: () => object): object {
  let exports: object | undefined;
  const real = (): object => (exports ??= load());
  return new Proxy(
    {},
    {
      get: (_target, key) => Reflect.get(real(), key),
      has: (_target, key) => Reflect.has(real(), key),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor: (_target, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(real(), key);
        // A proxy may only tell of a fixed property what its own target has.
        return descriptor === undefined ? undefined : { ...descriptor, configurable: true };
      },
    },
  );
}
