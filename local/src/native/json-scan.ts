const [QUOTE, BACKSLASH, COMMA, COLON] = [34, 92, 44, 58];
const [BRACE, BRACKET, BRACE_END, BRACKET_END] = [123, 91, 125, 93];

/** One entry of an OBJECT: its key, and its value as JSON. */
type Entry = readonly [key: string, value: string];

/**
 * The items of an array, each as it is written; undefined for a place without a value. Undefined when the text is no array.
 * What the engine keeps is written in one way, so that a part of it need not be read to be handed on.
 */
export function itemTexts(json: string): readonly (string | undefined)[] | undefined {
  return json.startsWith('[') ? Array.from(partsOf(json), toItem) : undefined;
}

/** The item at an index; undefined when there is none. */
export function itemText(json: string, index: number): string | undefined {
  if (!json.startsWith('[')) {
    return undefined;
  }
  let at = 0;
  for (const part of partsOf(json)) {
    if (at === index) {
      return toItem(part);
    }
    at += 1;
  }
  return undefined;
}

/** The entries of an object. Undefined when the text is no object. */
export function entryTexts(json: string): readonly Entry[] | undefined {
  return json.startsWith('{') ? Array.from(partsOf(json), toEntry) : undefined;
}

/** The value under a key; undefined when there is none. */
export function memberText(json: string, key: string): string | undefined {
  if (!json.startsWith('{')) {
    return undefined;
  }
  const written = JSON.stringify(key);
  for (const part of partsOf(json)) {
    if (part.startsWith(written) && part.charCodeAt(written.length) === COLON) {
      return part.slice(written.length + 1);
    }
    // Another hand may have written the same key with other escapes.
    if (part.includes('\\')) {
      const [name, value] = toEntry(part);
      if (name === key) {
        return value;
      }
    }
  }
  return undefined;
}

function toItem(part: string): string | undefined {
  return part === 'undefined' ? undefined : part;
}

function toEntry(part: string): Entry {
  const end = endOfString(part, 0);
  return [String(JSON.parse(part.slice(0, end))), part.slice(end + 1)];
}

/** What stands between the outermost brackets of a text, cut at its commas. */
function* partsOf(json: string): Generator<string> {
  let start = 1;
  let depth = 0;
  for (let at = 1; at < json.length; at += 1) {
    const letter = json.charCodeAt(at);
    if (letter === QUOTE) {
      at = endOfString(json, at) - 1;
    } else if (letter === BRACE || letter === BRACKET) {
      depth += 1;
    } else if (depth > 0) {
      depth -= letter === BRACE_END || letter === BRACKET_END ? 1 : 0;
    } else if (letter === COMMA || ((letter === BRACE_END || letter === BRACKET_END) && at > 1)) {
      yield json.slice(start, at);
      start = at + 1;
    }
  }
}

/** Where the string ends that begins at a quotation mark. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    const letter = json.charCodeAt(at);
    if (letter === QUOTE) {
      return at + 1;
    }
    at += letter === BACKSLASH ? 1 : 0;
  }
  return json.length;
}
