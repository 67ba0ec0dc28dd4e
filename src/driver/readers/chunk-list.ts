/** Rows that came with the answer itself. */
export interface InlineChunk {
  readonly kind: 'inline';
  readonly rowCount: number;
  readonly rows: readonly unknown[];
}

/** Rows that are to be fetched. */
export interface RemoteChunk {
  readonly kind: 'remote';
  readonly rowCount: number;
  /** Its place among the remote chunks. */
  readonly place: number;
}

/** Where the rows of a result are. */
export interface ChunkList {
  readonly chunks: readonly (InlineChunk | RemoteChunk)[];
  /** The addresses of the remote chunks as of now; they lapse after some hours. */
  readonly urls: readonly string[];
  /** To be sent with every request for a chunk. Secret. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Asks the server for fresh addresses; undefined where the driver does not say how.
   *
   * @throws Error when the server refuses or answers something else.
   */
  readonly fetchUrls: (() => Promise<readonly string[]>) | undefined;
}

/** The driver's chunk, as its result code builds it. */
interface NativeChunk {
  readonly _startIndex: number;
  readonly _endIndex: number;
  readonly _url?: string | null;
  readonly _rowset?: readonly unknown[];
}

/** The driver's record of a statement: `this` in the callback that tells of the result. */
interface NativeContext {
  readonly result: { readonly _chunks: readonly NativeChunk[]; readonly _chunkHeaders?: unknown };
  readonly refresh?: (done: () => void) => void;
  onStatementRequestComp?: (error: unknown, body: unknown) => unknown;
}

/**
 * Reads where a result's rows are off the driver's own record of the statement. These names are private to the driver,
 * so each is checked: undefined when any is not what we know, and the rows must be read another way.
 */
export function readChunkList(context: unknown): ChunkList | undefined {
  if (!isNativeContext(context)) {
    return undefined;
  }
  const { _chunks: natives, _chunkHeaders: headers } = context.result;
  const urls: string[] = [];
  const chunks = natives.map((native): InlineChunk | RemoteChunk => {
    const rowCount = native._endIndex - native._startIndex + 1;
    if (native._rowset !== undefined) {
      return { kind: 'inline', rowCount, rows: native._rowset };
    }
    return { kind: 'remote', rowCount, place: urls.push(native._url ?? '') - 1 };
  });
  return {
    chunks,
    urls,
    headers: isTextRecord(headers) ? headers : {},
    fetchUrls: typeof context.refresh === 'function' ? () => fetchUrls(context, urls.length) : undefined,
  };
}

/**
 * Whether a result has a chunk that can be had nowhere. The driver would ask for it where nothing catches what is thrown.
 * Of a driver whose names are not those we know, nothing is said.
 */
export function hasLostChunk(context: unknown): boolean {
  const result = isRecord(context) ? context['result'] : undefined;
  const chunks: unknown = isRecord(result) ? result['_chunks'] : undefined;
  return Array.isArray(chunks) && chunks.some((chunk: unknown) => isRecord(chunk) && '_url' in chunk && isLost(chunk));
}

function isLost({ _rowset: rows, _url: url }: Readonly<Record<string, unknown>>): boolean {
  return !Array.isArray(rows) && !(typeof url === 'string' && URL.canParse(url));
}

/**
 * Asks through the driver, which renews tokens and retries, but takes the addresses off the answer ourselves: where a
 * result has inline rows too, the driver puts each address on the chunk before the right one.
 */
async function fetchUrls(context: NativeContext, count: number): Promise<readonly string[]> {
  const original = context.onStatementRequestComp;
  return new Promise<readonly string[]>((resolve, reject) => {
    context.onStatementRequestComp = (error, body) => {
      const urls = error === undefined || error === null ? readUrls(body) : undefined;
      if (urls?.length === count) {
        resolve(urls);
      } else {
        reject(new Error('the server gave no fresh addresses'));
      }
    };
    context.refresh?.(() => undefined);
  }).finally(() => {
    if (original !== undefined) {
      context.onStatementRequestComp = original;
    }
  });
}

function readUrls(body: unknown): readonly string[] | undefined {
  const data = isRecord(body) ? body['data'] : undefined;
  const chunks: unknown = isRecord(data) ? data['chunks'] : undefined;
  const urls = Array.isArray(chunks)
    ? chunks.map((chunk: unknown) => (isRecord(chunk) ? chunk['url'] : undefined))
    : [];
  return urls.every((url) => typeof url === 'string') ? urls : undefined;
}

function isNativeContext(value: unknown): value is NativeContext {
  const result = isRecord(value) ? value['result'] : undefined;
  const chunks: unknown = isRecord(result) ? result['_chunks'] : undefined;
  let next = 0;
  return (
    Array.isArray(chunks) &&
    chunks.every((chunk: unknown) => {
      const isKnown = isNativeChunk(chunk) && chunk._startIndex === next;
      next = isKnown ? chunk._endIndex + 1 : Number.NaN;
      return isKnown;
    })
  );
}

function isNativeChunk(value: unknown): value is NativeChunk {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value['_startIndex']) &&
    Number.isSafeInteger(value['_endIndex']) &&
    (Array.isArray(value['_rowset']) || (value['_rowset'] === undefined && typeof value['_url'] === 'string'))
  );
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
