import type { StatementRequest } from '../driver/port.js';
import { kindOf } from './statement-kind.js';

/** The most characters the server takes. */
const LONGEST_TAG = 2000;

const NAME = 'QUERY_TAG';

const MENTIONED = /query_tag/i;

/** Statements that run others, which are not seen here. */
const OPAQUE: ReadonlySet<string> = new Set(['', 'BEGIN', 'CALL', 'DECLARE', 'EXECUTE', 'WITH']);

/**
 * Puts the name of a statement's span into its query tag, beside what the user has put there, so that the query history
 * leads back to the request that asked.
 */
export class TraceTag {
  readonly #readTag: () => Promise<string>;
  #tag: Promise<string | undefined> | undefined;

  /** @param readTag - Asks the server for the session's own tag, which a tag for one statement would hide. */
  constructor(readTag: () => Promise<string>) {
    this.#readTag = readTag;
  }

  /** The tag a statement has without us; undefined when that cannot be known, and must be left alone. */
  async ownTag(request: StatementRequest): Promise<string | undefined> {
    if (mayChangeTag(request)) {
      this.#tag = undefined;
    }
    if (MENTIONED.test(request.sqlText)) {
      // Who asks for the tag, or sets it, must find the one of the session.
      return undefined;
    }
    const given = givenTag(request);
    if (given !== undefined) {
      return given;
    }
    this.#tag ??= this.#readTag().catch(() => {
      // The statement itself will tell what is wrong.
      this.#tag = undefined;
      return undefined;
    });
    return this.#tag;
  }

  /** To be called when a statement has ended: what it did to the tag counts from now on. */
  ended(request: StatementRequest): void {
    if (mayChangeTag(request)) {
      this.#tag = undefined;
    }
  }
}

/** The request with `traceparent` in its tag; the request itself when there is no room, or one is there already. */
export function withTraceparent(request: StatementRequest, ownTag: string, traceparent: string): StatementRequest {
  const tag = joinTag(ownTag.trim(), traceparent);
  if (tag.length > LONGEST_TAG || ownTag.includes('traceparent')) {
    return request;
  }
  const others = Object.entries(request.parameters ?? {}).filter(([name]) => name.toUpperCase() !== NAME);
  return { ...request, parameters: { ...Object.fromEntries(others), [NAME]: tag } };
}

/** A JSON object gets a field, and keeps the spelling of all others; any other text gets a further part. */
function joinTag(tag: string, traceparent: string): string {
  if (isJsonObject(tag)) {
    const fields = tag.slice(1, -1).trimEnd();
    return `{${fields}${fields.trim() === '' ? '' : ','}"traceparent":"${traceparent}"}`;
  }
  return tag === '' ? `traceparent=${traceparent}` : `${tag},traceparent=${traceparent}`;
}

function isJsonObject(tag: string): boolean {
  try {
    return tag.startsWith('{') && typeof JSON.parse(tag) === 'object';
  } catch {
    return false;
  }
}

function givenTag({ parameters = {} }: StatementRequest): string | undefined {
  const [, value] = Object.entries(parameters).find(([name]) => name.toUpperCase() === NAME) ?? [];
  return value === undefined ? undefined : String(value);
}

function mayChangeTag({ sqlText }: StatementRequest): boolean {
  const { verb, isSelect } = kindOf(sqlText);
  return MENTIONED.test(sqlText) || (!isSelect && OPAQUE.has(verb));
}
