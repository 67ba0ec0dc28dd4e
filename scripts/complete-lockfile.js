// @ts-check
// npm leaves packages for other platforms out of package-lock.json when the registry at hand does not carry them, and
// `npm ci` then refuses the lock everywhere. Run after every `npm install` that changes the lock: puts them back.
import { readFileSync, writeFileSync } from 'node:fs';

/** @typedef {{ version?: string, dev?: boolean, optional?: boolean, optionalDependencies?: Record<string, string> }} Entry */

const PLATFORM = /(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-(gnu|musl)?[a-z]*)?$/;

/** @type {{ packages: Record<string, Entry> }} */
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const [, os, cpu, libc] = PLATFORM.exec(name) ?? [];
    if (os === undefined || cpu === undefined || lock.packages[`node_modules/${name}`] !== undefined) {
      continue;
    }
    lock.packages[`node_modules/${name}`] = /** @type {Entry} */ ({
      version,
      cpu: [cpu],
      ...(entry.dev === true ? { dev: true } : {}),
      ...(libc === undefined ? {} : { libc: [libc === 'gnu' ? 'glibc' : 'musl'] }),
      optional: true,
      os: [os],
    });
  }
}

const order = Object.keys(lock.packages).sort((a, b) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(order.map((name) => [name, lock.packages[name] ?? {}]));
writeFileSync('package-lock.json', `${JSON.stringify(lock, undefined, 2)}\n`);
