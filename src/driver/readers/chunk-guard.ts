/** The driver's chunk, as far as its rows go. */
interface NativeChunk {
  getRows?: () => unknown;
}

/** A row to be handed over in place of those that cannot be read. */
const NO_ROW = { values: [], getColumnValue: () => undefined, getColumnValueAsString: () => undefined };

/**
 * Keeps what is thrown at a damaged chunk from the process. The driver parses a chunk when its turn comes; where it came
 * before that, nobody catches what is thrown, and the process would die of it.
 */
export class ChunkGuard {
  /** True once a chunk could not be read. What is thrown then quotes the chunk, and is for nobody. */
  isBroken = false;

  /** @param context - The driver's own record of the statement. Where its names are unknown, nothing is guarded. */
  constructor(context: unknown) {
    for (const chunk of chunksOf(context)) {
      const { getRows } = chunk;
      if (typeof getRows === 'function') {
        chunk.getRows = () => this.#rowsOf(() => getRows.call(chunk));
      }
    }
  }

  #rowsOf(read: () => unknown): unknown {
    try {
      const rows = read();
      if (Array.isArray(rows) && rows.length > 0) {
        return rows;
      }
    } catch {
      // As one without rows.
    }
    this.isBroken = true;
    return [NO_ROW];
  }
}

function chunksOf(context: unknown): readonly NativeChunk[] {
  const chunks = (context as { readonly result?: { readonly _chunks?: unknown } } | undefined)?.result?._chunks;
  return Array.isArray(chunks) ? chunks.filter((chunk): chunk is NativeChunk => typeof chunk === 'object') : [];
}
