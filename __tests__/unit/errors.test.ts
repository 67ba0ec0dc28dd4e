import { existsSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';

import { expect, test } from '@jest/globals';

import { documentation, errorsPage } from '../../src/documentation.js';
import { errorHints } from '../../src/error-codes.js';
import {
  AbortedError,
  ConfigurationError,
  SessionClosedError,
  SessionCloseError,
  SnowparkError,
  type SnowparkErrorCode,
  SqlError,
} from '../../src/errors.js';

const codes = Object.keys(errorHints) as SnowparkErrorCode[];
const guide = readFileSync('docs/guides/errors.md', 'utf8');
const sections = new Map(
  guide
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);
const PAGE = 'docs/api/documents/Errors.html';

test.each(codes)('%s has a hint, and a section with cause and remedy in the guide', (code) => {
  const error = new SnowparkError(code, 'It went wrong.');
  expect(error.message).toBe('It went wrong.');
  expect(error.hint).toMatch(/^\p{Lu}.{20,}\.$/u);
  expect(error.docsUrl).toBe(`${errorsPage}#${code.toLowerCase()}`);
  expect(sections.get(code)).toMatch(/\*\*Cause\.\*\* .{40,}[^]*\*\*Remedy\.\*\* .{15,}/);
});

test('the guide explains every code and no other, and lists each in its table', () => {
  expect([...sections.keys()]).toEqual(codes);
  const table = guide.split('\n').filter((line) => line.startsWith('| '));
  for (const code of codes) {
    expect(table.filter((line) => line.includes(`\`${code}\``))).toHaveLength(1);
  }
});

test('the documentation is where the package says that it is at home', () => {
  const { homepage } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly homepage: string };
  expect(homepage).toBe(documentation);
});

// Built by `npm run docs`, which `npm test` does first.
(existsSync(PAGE) ? test : test.skip)('every docsUrl is an anchor of the built page', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(errorsPage).toBe(`${documentation}${PAGE.slice('docs/api/'.length)}`);
  for (const code of codes) {
    expect(page).toContain(`id="${code.toLowerCase()}"`);
  }
});

test('a hint about the case is part of the message, and is not printed twice', () => {
  const error = new SessionClosedError('The session is closed.', { hint: 'Create a new one.' });
  expect(error.message).toBe('The session is closed. Create a new one.');
  expect(error.hint).toBe('Create a new one.');
  expect(inspect(error).split('Create a new one.')).toHaveLength(2);
});

test('an error prints what is known of it, and nothing that is not', () => {
  const printed = inspect(new SqlError('No such table.', { serverCode: '002003', queryId: '01b0' }));
  expect(printed).toMatch(/^SqlError: No such table\.\n +at /);
  expect(printed).toContain("serverCode: '002003'");
  expect(printed).toContain("queryId: '01b0'");
  expect(printed).toContain('#sql_failed');
  expect(printed).not.toContain('undefined');
});

test('an error prints its cause', () => {
  const printed = inspect(new AbortedError(new RangeError('enough')));
  expect(printed).toMatch(/^AbortedError \[AbortError\]: /);
  expect(printed).toContain('[cause]: RangeError: enough');
});

test('as JSON an error tells what it is, of its cause nothing, and of errors within the same', () => {
  const problem = { parameter: 'port', source: 'config(…)', message: 'must be a number.' };
  expect(JSON.parse(JSON.stringify(new ConfigurationError([problem], { cause: new Error('inner') })))).toEqual({
    name: 'ConfigurationError',
    code: 'CONFIGURATION_INVALID',
    message: 'port (config(…)): must be a number.',
    problems: [problem],
    hint: errorHints.CONFIGURATION_INVALID,
    docsUrl: `${errorsPage}#configuration_invalid`,
  });
  const closing = new SessionCloseError('Not confirmed.', [new SqlError('Refused.', { queryId: '01b0' })]);
  expect(JSON.parse(JSON.stringify(closing))).toMatchObject({
    code: 'SESSION_CLOSE_FAILED',
    errors: [{ name: 'SqlError', message: 'Refused.', queryId: '01b0' }],
  });
});
