import type { FormatOptions } from '../catalog/model.js';
import type { TokenStream } from '../syntax/token-stream.js';

/** Reads `( KEY = value KEY = value … )`; commas between them may stand or not. */
export function readOptionGroup(stream: TokenStream): FormatOptions {
  stream.expect('(');
  const options: Record<string, string | readonly string[]> = {};
  while (!stream.accept(')')) {
    const [name, value] = readOption(stream);
    options[name] = value;
    stream.accept(',');
  }
  return options;
}

/** Reads `KEY = value`, where a value is a word, a number, a text, or several in parentheses. */
export function readOption(stream: TokenStream): readonly [string, string | readonly string[]] {
  const name = stream.name().text;
  if (!stream.accept('=')) {
    stream.expect('=>');
  }
  return [name, stream.sees('(') ? stream.list(() => readValue(stream)) : readValue(stream)];
}

function readValue(stream: TokenStream): string {
  const sign = stream.accept('-') ? '-' : '';
  const token = stream.next();
  if (token.kind === 'symbol') {
    throw stream.unexpected();
  }
  const path = [token.kind === 'number' ? token.text : token.value];
  while (token.kind !== 'string' && stream.accept('.')) {
    path.push(stream.name().text);
  }
  return `${sign}${path.join('.')}`;
}

/** True for an option that says so. */
export function isOn(value: string | readonly string[] | undefined): boolean {
  return String(value).toUpperCase() === 'TRUE';
}
