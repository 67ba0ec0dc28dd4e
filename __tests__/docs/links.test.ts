import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import { Parser } from 'htmlparser2';

import { docsUrlOf, errorHints } from '../../src/error-codes.js';

const SITE = 'docs/api';
const BASE = 'https://snowpark-session.github.io/snowpark-session/';

/** What a page offers to links, and where its own links go. */
interface SitePage {
  readonly path: string;
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly string[];
  readonly headings: readonly string[];
}

const pages = new Map(
  readdirSync(SITE, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.html'))
    .map((path) => [path, readPage(path)]),
);

function readPage(path: string): SitePage {
  const anchors = new Set<string>();
  const links: string[] = [];
  const headings: string[] = [];
  const parser = new Parser({
    onopentag(name, { id, href, src }) {
      if (id !== undefined) {
        anchors.add(id);
      }
      if (name === 'h1') {
        headings.push(id ?? '');
      }
      links.push(...[name === 'use' ? undefined : href, src].filter((link) => link !== undefined));
    },
  });
  parser.end(readFileSync(join(SITE, path), 'utf8'));
  return { path, anchors, links, headings };
}

/** Why a link leads nowhere; undefined when it leads somewhere. */
function fault(page: SitePage, link: string): string | undefined {
  const target = new URL(link, new URL(page.path, BASE));
  if (!['https:', 'mailto:'].includes(target.protocol)) {
    return `${link} is neither https nor mailto`;
  }
  if (!target.href.startsWith(BASE)) {
    return undefined;
  }
  const file = decodeURIComponent(target.pathname.slice(new URL(BASE).pathname.length)) || 'index.html';
  const anchor = decodeURIComponent(target.hash.slice(1));
  const found = pages.get(file);
  if (found === undefined) {
    return existsSync(join(SITE, file)) ? undefined : `${link} has no page`;
  }
  return anchor === '' || found.anchors.has(anchor) ? undefined : `${link} has no anchor`;
}

describe('the site', () => {
  test('has a page for every guide and every export', () => {
    const guides = readdirSync('docs/guides').map((name) =>
      /^title: (.*)$/m.exec(readFileSync(join('docs/guides', name), 'utf8'))?.[1]?.replaceAll(/\W/g, '_'),
    );
    expect(guides.filter((title) => !pages.has(`documents/${title}.html`))).toEqual([]);
    const exported = readFileSync('src/index.ts', 'utf8').matchAll(/export (?:type )?\{([^}]*)\}/g);
    const names = [...exported]
      .flatMap(([, list = '']) => list.replaceAll('type ', '').split(','))
      .map((n) => n.trim());
    const module = pages.get('modules/snowpark-session.html');
    const kinds = ['classes', 'interfaces', 'types', 'functions', 'variables'];
    const missing = names.filter(
      (name) =>
        name !== '' &&
        !kinds.some((kind) => module?.links.includes(`../${kind}/snowpark-session.${name}.html`) ?? false),
    );
    expect(missing).toEqual([]);
    expect(names.length).toBeGreaterThan(80);
  });

  test('every link on it leads somewhere', () => {
    const broken = [...pages.values()].flatMap((page) =>
      page.links.flatMap((link) => {
        const why = fault(page, link);
        return why === undefined ? [] : [`${page.path}: ${why}`];
      }),
    );
    expect(broken).toEqual([]);
    expect([...pages.values()].flatMap(({ links }) => links).length).toBeGreaterThan(3_000);
  });

  test('the link of every error code leads to its place', () => {
    const home = readPage('index.html');
    const codes = Object.keys(errorHints) as (keyof typeof errorHints)[];
    expect(codes.map((code) => fault(home, docsUrlOf(code))).filter((why) => why !== undefined)).toEqual([]);
    expect(codes.length).toBeGreaterThan(10);
  });

  test('every page has one title', () => {
    expect([...pages.values()].filter(({ headings }) => headings.length !== 1).map(({ path }) => path)).toEqual([]);
  });

  test('llms.txt names every guide, as Markdown beside it', () => {
    const text = readFileSync(join(SITE, 'llms.txt'), 'utf8');
    for (const name of readdirSync('docs/guides')) {
      expect(text).toContain(`(${BASE}guides/${name}): `);
      expect(readFileSync(join(SITE, 'guides', name), 'utf8')).toBe(readFileSync(join('docs/guides', name), 'utf8'));
    }
  });
});
