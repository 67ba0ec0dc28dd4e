import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { renderOptions } from '../../../scripts/render-connection-options.js';
import { renderGuide } from '../../../scripts/render-parameter-guide.js';
import { parameterNames, parameterTopics } from '../../../src/config/parameters.js';
import { sessionParameterNames } from '../../../src/config/session-parameters.js';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const OPTIONS = join(ROOT, 'src', 'config', 'options');
const topics = Object.entries(parameterTopics);

test('the guide page says what the table says', () => {
  const page = readFileSync(join(ROOT, 'docs', 'guides', 'connection-parameters.md'), 'utf8');
  expect(page).toBe(renderGuide(parameterTopics, sessionParameterNames));
  expect(parameterNames.filter((name) => !page.includes(`| \`${name}\``))).toEqual([]);
});

test.each(topics)('the option types of %s say what the table says', (topic, rows) => {
  const { file, text } = renderOptions(topic, rows);
  expect(readFileSync(join(OPTIONS, file), 'utf8')).toBe(text);
});

test('no option types are left over from a topic that is gone', () => {
  const files = topics.map(([topic, rows]) => renderOptions(topic, rows).file);
  expect(readdirSync(OPTIONS).sort()).toEqual([...files, 'given.ts'].sort());
});
