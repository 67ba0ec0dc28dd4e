import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import sirv from 'sirv';

import { browserTest, testBrowser } from '../helpers/chromium.js';

const browser = testBrowser();
let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer(sirv('docs/api', { dev: true }));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const PAGES = ['index.html', 'documents/Connection_parameters.html', 'classes/snowpark-session.Session.html'];

interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: typeof DESKTOP;
}

async function open(path: string, { colorScheme, viewport }: Look): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.goto(`${base}/${path}`, { waitUntil: 'load' });
  await page.waitForSelector('#tsd-nav-container a', { state: 'attached' });
  return page;
}

/** What axe finds on the page that keeps people from using it. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      resultTypes: ['violations'],
    });
    return violations.map(({ id, impact, nodes }) => ({ id, impact, html: nodes.map((node) => node.html) }));
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, html }) => `${id}: ${html.slice(0, 3).join(' ')}`);
}

/** How far the page is wider than the screen: wide content must scroll in a frame of its own. */
async function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

const LOOKS: readonly Look[] = [
  { colorScheme: 'light', viewport: DESKTOP },
  { colorScheme: 'dark', viewport: DESKTOP },
  { colorScheme: 'light', viewport: PHONE },
  { colorScheme: 'dark', viewport: PHONE },
];

for (const look of LOOKS) {
  const name = `${look.colorScheme}, ${look.viewport.width} px wide`;
  browserTest(`everyone can use the pages: ${name}`, async () => {
    const found: Record<string, readonly string[]> = {};
    for (const path of PAGES) {
      const page = await open(path, look);
      const wider = await overflow(page);
      const faults = [...(await barriers(page)), ...(wider > 0 ? [`${wider} px wider than the screen`] : [])];
      Object.assign(found, faults.length > 0 ? { [path]: faults } : {});
      await page.close();
    }
    expect(found).toEqual({});
  });

  browserTest(`everyone can search: ${name}`, async () => {
    const page = await open('index.html', look);
    await page.click('#tsd-search-trigger');
    await page.fill('#tsd-search-input', 'toLocalIterator');
    await page.waitForSelector('#tsd-search-results a');
    expect(await barriers(page)).toEqual([]);
    await page.click('#tsd-search-results li:first-child');
    await page.waitForURL(/#tolocaliterator$/);
    await page.close();
  });
}

browserTest('the menu shows the guides in order, on a phone too', async () => {
  const page = await open('index.html', { colorScheme: 'light', viewport: PHONE });
  await page.click('#tsd-toolbar-menu-trigger');
  await page.click('#tsd-nav-container >> text=Queries and rows');
  await page.waitForURL(/Queries_and_rows/);
  expect(await page.textContent('h1')).toContain('Queries and rows');
  await page.close();
});

browserTest('the menu can be used when it was made before our script came', async () => {
  const page = await browser.newPage();
  await page.setViewportSize(DESKTOP);
  let shown = 0;
  await page.route('**/custom.js', async (route) => {
    await page.waitForSelector('#tsd-nav-container a', { state: 'attached' });
    shown = await page.locator('#tsd-nav-container summary a').count();
    await route.continue();
  });
  await page.goto(`${base}/index.html`, { waitUntil: 'load' });
  expect(shown).toBeGreaterThan(0);
  expect(await page.locator('#tsd-nav-container summary a').count()).toBe(0);
  expect(await page.isVisible('#tsd-nav-container >> text=Queries and rows')).toBe(true);
  await page.close();
});
