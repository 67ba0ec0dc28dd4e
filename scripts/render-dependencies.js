// @ts-check
// What the packages bring along: version, licence and size of each dependency, read from what is installed.
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ name: string, version: string, license?: string, licenses?: readonly { type: string }[], dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} Manifest */

const MEGABYTE = 1_000_000;

/** As a table in Markdown, with a line of sums. Sizes are those of this platform. */
export function renderDependencies() {
  const rows = ['.', 'local'].flatMap((folder) => {
    const { name, dependencies = {} } = readManifest(folder);
    return Object.entries(dependencies).map(([dependency, range]) => renderRow(name, dependency, range));
  });
  return [
    '| for | package | version | licence | packages | size |',
    '| --- | --- | --- | --- | ---: | ---: |',
    ...rows,
    '',
    ...['.', 'local'].map(renderSum),
  ].join('\n');
}

/** @param {string} owner @param {string} name @param {string} range */
function renderRow(owner, name, range) {
  const folders = closure([name]);
  return `| \`${owner}\` | \`${name}\` | ${range} | ${licenceOf(join('node_modules', name))} | ${folders.size} | ${megabytes(folders)} |`;
}

/** @param {string} folder */
function renderSum(folder) {
  const { name, dependencies = {} } = readManifest(folder);
  const folders = closure(Object.keys(dependencies));
  const licences = new Set([...folders].map((path) => licenceOf(path)));
  const sum = `${folders.size} packages, ${megabytes(folders)}, under ${[...licences].sort().join(', ')}`;
  return `- \`${name}\` with everything: ${sum}.`;
}

/**
 * The folders of packages and all that they depend on, where Node finds them.
 *
 * @param {readonly string[]} names
 */
function closure(names) {
  /** @type {Set<string>} */
  const folders = new Set();
  const waiting = names.map((name) => find(name, '.'));
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (folder !== '' && !folders.has(folder)) {
      const from = folder;
      folders.add(from);
      const { dependencies, optionalDependencies } = readManifest(from);
      waiting.push(...Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => find(name, from)));
    }
  }
  return folders;
}

/**
 * Where Node finds a package from a folder; empty for one of another platform, which is not installed.
 *
 * @param {string} name
 * @param {string} from
 * @returns {string}
 */
function find(name, from) {
  const nested = join(from, 'node_modules', name);
  if (existsSync(join(nested, 'package.json'))) {
    return nested;
  }
  const outer = from.lastIndexOf('node_modules');
  return outer <= 0 ? (from === '.' || outer < 0 ? '' : find(name, '.')) : find(name, join(from.slice(0, outer)));
}

/** @param {Iterable<string>} folders */
function megabytes(folders) {
  const bytes = [...folders].reduce((sum, folder) => sum + sizeOf(folder), 0);
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

/**
 * Bytes of a package, without the packages inside of it, which are counted by themselves.
 *
 * @param {string} path
 * @returns {number}
 */
function sizeOf(path) {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) {
    return stats.size;
  }
  const inside = readdirSync(path).filter((name) => name !== 'node_modules');
  return inside.reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** @param {string} folder */
function licenceOf(folder) {
  const { license, licenses } = readManifest(folder);
  return license ?? licenses?.map(({ type }) => type).join(' or ') ?? 'none named';
}

/** @param {string} folder @returns {Manifest} */
function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
