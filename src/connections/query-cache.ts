import type { LRUCache } from 'lru-cache';

import { AbortedError } from '../errors.js';
import { checkCount } from './check-count.js';
import { SharedWork } from './shared-work.js';
import type { WireTable } from './wire-table.js';

/** How much a cache may hold. */
export interface CacheLimits {
  /**
   * Results in the cache of one connection; the one used longest ago goes first.
   *
   * @defaultValue `1_000`
   */
  readonly cacheMaxEntries?: number | undefined;
  /**
   * Characters in all results of the cache together. A result that is larger by itself is not kept.
   *
   * @defaultValue `67_108_864`
   */
  readonly cacheMaxCharacters?: number | undefined;
}

interface Entry {
  readonly table: WireTable;
  /** When the result came, as `performance.now()` counts. */
  readonly at: number;
}

const MAX_ENTRIES = 1_000;
const MAX_CHARACTERS = 2 ** 26;

let Cache: typeof LRUCache | undefined;

/** Results of one connection's queries. Failures are not kept. */
export class QueryCache {
  readonly #limits: { readonly max: number; readonly maxSize: number };
  /** Made when something is first asked for: who caches nothing need not load it. */
  #entries: LRUCache<string, Entry> | undefined;
  #running = new Map<string, SharedWork<WireTable>>();

  constructor({ cacheMaxEntries, cacheMaxCharacters }: CacheLimits) {
    this.#limits = {
      max: checkCount('cacheMaxEntries', cacheMaxEntries) ?? MAX_ENTRIES,
      maxSize: checkCount('cacheMaxCharacters', cacheMaxCharacters) ?? MAX_CHARACTERS,
    };
  }

  /** How many results it holds. */
  get size(): number {
    return this.#entries?.size ?? 0;
  }

  /**
   * The result under a key if it is younger than `ttlMs`, else what `compute` gives; of callers at the same time, one
   * computes. A caller's signal stops the computing only when nobody else waits for it.
   *
   * @throws AbortedError when the caller's signal has aborted, or stops the waiting.
   */
  async get(
    key: string,
    ttlMs: number,
    compute: (signal: AbortSignal) => Promise<WireTable>,
    signal: AbortSignal | undefined,
  ): Promise<WireTable> {
    Cache ??= (await import('lru-cache')).LRUCache;
    this.#entries ??= new Cache({ ...this.#limits, sizeCalculation: ({ table }) => table.characters });
    if (signal?.aborted === true) {
      throw new AbortedError(signal.reason);
    }
    const entry = this.#entries.get(key);
    if (entry !== undefined && performance.now() - entry.at < ttlMs) {
      return entry.table;
    }
    return this.#runningOr(key, compute).join(signal);
  }

  /** Forgets everything, also what is being computed now: its callers get it, but it is not kept. */
  clear(): void {
    this.#entries?.clear();
    this.#running = new Map();
  }

  #runningOr(key: string, compute: (signal: AbortSignal) => Promise<WireTable>): SharedWork<WireTable> {
    const running = this.#running;
    const found = running.get(key);
    if (found !== undefined && !found.isStopped) {
      return found;
    }
    const work = new SharedWork(compute);
    running.set(key, work);
    void this.#keep(key, work, running);
    return work;
  }

  async #keep(key: string, work: SharedWork<WireTable>, running: Map<string, SharedWork<WireTable>>): Promise<void> {
    try {
      const table = await work.outcome;
      // Cleared meanwhile: what was asked before must not be found after.
      if (running === this.#running && running.get(key) === work) {
        this.#entries?.set(key, { table, at: performance.now() });
      }
    } catch {
      // Whoever waits for it is told.
    } finally {
      if (running.get(key) === work) {
        running.delete(key);
      }
    }
  }
}
