/**
 * Finds the line every key of a valid TOML document stands on, which the parser does not tell.
 *
 * Keys of inline tables are not found: they stand on the line of the key that holds the table.
 */
export function locateKeys(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const state: ScanState = { depth: 0, fence: undefined };
  let section: readonly string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (state.depth > 0 || state.fence !== undefined) {
      skipValue(line, state);
      continue;
    }
    const header = /^\s*\[\[?(.*?)\]\]?\s*(?:#.*)?$/.exec(line.replace(/\r$/, ''));
    if (header?.[1] !== undefined) {
      section = readKey(header[1]).path;
      remember(lines, section, index + 1);
      continue;
    }
    const key = readKey(line);
    if (key.rest.startsWith('=')) {
      remember(lines, [...section, ...key.path], index + 1);
      skipValue(key.rest.slice(1), state);
    }
  }
  return lines;
}

/** What of a value is still open at the end of a line. */
interface ScanState {
  /** Brackets and braces not yet closed. */
  depth: number;
  /** The three quotes that will end a text of several lines. */
  fence: string | undefined;
}

const KEY_PART = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*/y;
const TOKEN = /"""|'''|"(?:[^"\\]|\\.)*"|'[^']*'|[[{]|[\]}]|#.*/g;

function remember(lines: Map<string, number>, path: readonly string[], line: number): void {
  const key = JSON.stringify(path);
  if (!lines.has(key)) {
    lines.set(key, line);
  }
}

function readKey(text: string): { path: readonly string[]; rest: string } {
  const path: string[] = [];
  let position = 0;
  for (;;) {
    KEY_PART.lastIndex = position;
    const part = KEY_PART.exec(text);
    if (part === null) {
      return { path, rest: text.slice(position) };
    }
    path.push(part[1] === undefined ? (part[2] ?? part[3] ?? '') : unescapeKey(part[1]));
    position = KEY_PART.lastIndex;
    if (text[position] !== '.') {
      return { path, rest: text.slice(position) };
    }
    position += 1;
  }
}

function unescapeKey(text: string): string {
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

function skipValue(line: string, state: ScanState): void {
  let position = 0;
  while (position < line.length) {
    if (state.fence !== undefined) {
      const end = findFence(line, state.fence, position);
      if (end === undefined) {
        return;
      }
      state.fence = undefined;
      position = end;
    }
    TOKEN.lastIndex = position;
    const token = TOKEN.exec(line)?.[0];
    if (token === undefined) {
      return;
    }
    position = TOKEN.lastIndex;
    enter(token, state);
  }
}

function enter(token: string, state: ScanState): void {
  if (token === '"""' || token === "'''") {
    state.fence = token;
  } else if (token === '[' || token === '{') {
    state.depth += 1;
  } else if (token === ']' || token === '}') {
    state.depth -= 1;
  }
}

/** Position behind the closing quotes; up to two more quotes may belong to the text before them. */
function findFence(line: string, fence: string, from: number): number | undefined {
  const pattern = fence === '"""' ? /\\.|"""("{0,2})/g : /'''('{0,2})/g;
  pattern.lastIndex = from;
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    if (match[0].startsWith(fence)) {
      return pattern.lastIndex;
    }
  }
  return undefined;
}
