import type { KeptResult } from './kept-result.js';
import { SnowflakeError } from './errors.js';

/** Results of earlier statements, by query id; the least recently used leave when there are too many bytes. */
export class ResultStore {
  readonly #limit: number;
  readonly #results = new Map<string, KeptResult>();
  #bytes = 0;

  /** @param limit - bytes; the latest result is kept whatever its size */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Keeps a result, and lets others go if there is no room for all. */
  put(queryId: string, result: KeptResult): void {
    this.#results.set(queryId, result);
    this.#bytes += result.size;
    for (const oldest of this.#results.keys()) {
      if (this.#bytes <= this.#limit || oldest === queryId) {
        break;
      }
      this.drop(oldest);
    }
  }

  /** @throws SnowflakeError 000709 when it was never kept, or is kept no longer */
  get(queryId: string): KeptResult {
    const result = this.find(queryId);
    if (result === undefined) {
      throw resultNotFound(queryId);
    }
    return result;
  }

  /** Undefined when it was never kept, or is kept no longer. Being asked for makes a result recently used. */
  find(queryId: string): KeptResult | undefined {
    const result = this.#results.get(queryId);
    if (result !== undefined) {
      // A Map iterates in the order of insertion: put last, it is the last to leave.
      this.#results.delete(queryId);
      this.#results.set(queryId, result);
    }
    return result;
  }

  /** Forgets a result. */
  drop(queryId: string): void {
    this.#bytes -= this.#results.get(queryId)?.size ?? 0;
    this.#results.delete(queryId);
  }
}

/** The result of a statement is not to be had. */
export function resultNotFound(queryId: string): SnowflakeError {
  return new SnowflakeError('000709', '02000', `Statement ${queryId} not found`);
}
