import { execFileSync } from 'node:child_process';

import { afterAll, beforeAll, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's package, found on the path; undefined where there is none. */
export const chromiumPath = findChromium();

/** `test`, or `test.skip` with the reason in the name where Chromium is missing. */
export function browserTest(name: string, run: () => Promise<void>): void {
  if (chromiumPath === undefined) {
    test.skip(`${name} (skipped: no chromium; run scripts/install-chromium.sh)`, run);
  } else {
    test(name, run, 120_000);
  }
}

/** A real headless browser for a test file; each page has a profile of its own. */
export function testBrowser(): { readonly newPage: () => Promise<Page> } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (chromiumPath !== undefined) {
      browser = await chromium.launch({
        executablePath: chromiumPath,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      });
    }
  }, 60_000);
  afterAll(async () => browser?.close());
  return {
    async newPage() {
      if (browser === undefined) {
        throw new Error('The browser is only there while tests run.');
      }
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      return context.newPage();
    },
  };
}

function findChromium(): string | undefined {
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
