import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { parseToml } from '../../../src/config/connections-file.js';

const values = [
  '"a # b"',
  String.raw`'c:\'`,
  '5',
  '[1, 2]',
  '[\n  "]", # ]\n  [1],\n]',
  String.raw`"""` + '\n[x]\nk = 1\n' + String.raw`\\""""`,
  "'''\n[[y]]'''",
  '{ a = "}" }',
];
const entry = fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.constantFrom(...values));
const section = fc.tuple(
  fc.stringMatching(/^[a-z. ]{1,8}$/),
  fc.uniqueArray(entry, { selector: ([name]) => name, maxLength: 6 }),
);
const document = fc.uniqueArray(section, { selector: ([name]) => name, maxLength: 5 });

test('every key of a document is found on the line where it was written', () => {
  const property = fc.property(document, fc.constantFrom('\n', '\r\n'), (sections, lineEnd) => {
    const lines: string[] = [];
    const places: [readonly string[], number][] = [];
    for (const [name, entries] of sections) {
      places.push([[name], lines.push(`["${name}"] # comment`)]);
      for (const [key, value] of entries) {
        const [first = '', ...others] = `  ${key} = ${value} # "`.split('\n');
        places.push([[name, key], lines.push(first)]);
        lines.push(...others, '');
      }
    }
    const parsed = parseToml(lines.join(lineEnd), 'f');
    const lineOf = 'document' in parsed ? parsed.document.lineOf : undefined;
    expect(places.map(([path]) => [path, lineOf?.(path)])).toEqual(places);
  });
  fc.assert(property, { numRuns: 500 });
});
