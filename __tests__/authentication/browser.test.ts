import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';

import { AuthenticationError, Session } from '../../src/index.js';
import { browserTest, testBrowser } from '../helpers/chromium.js';
import { rejection, testEngine } from '../helpers/engine.js';

const local = testEngine({ users: { jo: 'pw-jo' } });
const browser = testBrowser();
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'browser-'));
});
afterAll(async () => rm(home, { recursive: true }));

/** Signs in at the engine's own page; the engine speaks HTTP, and the driver only ever names HTTPS addresses. */
function options(openBrowser: (address: string) => unknown): Readonly<Record<string, unknown>> {
  const { password: _password, ...server } = local.engine.connectionOptions;
  return {
    ...server,
    user: 'jo',
    authenticator: 'externalbrowser',
    disable_console_login: false,
    authentication_timeout: 20,
    openBrowser: (address: string) => openBrowser(address.replace('https:', 'http:')),
  };
}

async function fillForm(page: Page, address: string, password: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function whoAmI(session: Session): Promise<unknown> {
  const [row] = await session.sql('select current_user() as name').collect();
  return row?.['NAME'];
}

browserTest('a person signs in at a form, is sent back, and the session opens', async () => {
  const page = await browser.newPage();
  const told: string[] = [];
  const logger = { debug: noop, info: (message: string) => told.push(message), warn: noop, error: noop };
  await using session = await Session.builder
    .configs({ ...options(async (address) => fillForm(page, address, 'pw-jo')), logger })
    .create();
  expect(await whoAmI(session)).toBe('JO');
  expect(told.join('\n')).toContain('/console/login?login_name=jo');
  await page.waitForURL(/^http:\/\/localhost:\d+\//);
  expect(await page.textContent('h1')).toBe('You are signed in');
  await screenshot(page, 'signed-in');
});

browserTest('who mistypes the password stays on the page and may try again', async () => {
  const page = await browser.newPage();
  await using session = await Session.builder
    .configs(
      options(async (address) => {
        await fillForm(page, address, 'wrong');
        expect(await page.getByRole('alert').textContent()).toContain('Incorrect username or password');
        await screenshot(page, 'mistyped');
        await page.getByLabel('Password').fill('pw-jo');
        await page.getByRole('button', { name: 'Sign in' }).click();
      }),
    )
    .create();
  expect(await whoAmI(session)).toBe('JO');
});

browserTest('a browser that is closed times out with what to do, and frees the port', async () => {
  const page = await browser.newPage();
  let port = 0;
  const started = performance.now();
  const error = await rejection(
    Session.builder
      .configs({
        ...options(async (address) => {
          port = Number(new URL(address).searchParams.get('browser_mode_redirect_port'));
          await page.goto(address);
          await page.close();
        }),
        authentication_timeout: 2,
      })
      .create(),
  );
  // Without a time of its own it would be two minutes.
  expect(performance.now() - started).toBeLessThan(60_000);
  expect(error).toBeInstanceOf(AuthenticationError);
  expect((error as Error).message).toContain('authentication_timeout of 2 s');
  await freed(port);
});

browserTest('the second login comes from the kept token, in a file of this user alone, without a browser', async () => {
  const cache = join(home, 'cache');
  await mkdir(cache, { mode: 0o700 });
  const kept = { client_store_temporary_credential: true, credential_cache_dir: cache };
  const page = await browser.newPage();
  const open = async (address: string): Promise<void> => fillForm(page, address, 'pw-jo');
  await using first = await Session.builder.configs({ ...options(open), ...kept }).create();
  expect(await whoAmI(first)).toBe('JO');

  let opened = 0;
  const refuse = (): void => {
    opened += 1;
  };
  await using second = await Session.builder.configs({ ...options(refuse), ...kept }).create();
  expect([await whoAmI(second), opened]).toEqual(['JO', 0]);
  const [file = ''] = await readdir(cache);
  expect([file, (await stat(join(cache, file))).mode & 0o777]).toEqual(['credential_cache_v1.json', 0o600]);
  expect(await readFile(join(cache, file), 'utf8')).toContain('IdToken');

  local.engine.revokeTokens();
  const again = await browser.newPage();
  const reopen = async (address: string): Promise<void> => fillForm(again, address, 'pw-jo');
  await using third = await Session.builder.configs({ ...options(reopen), ...kept }).create();
  expect(await whoAmI(third)).toBe('JO');

  local.engine.revokeTokens();
  const fails = options(() => Promise.reject(new Error('no display')));
  const error = await rejection(Session.builder.configs({ ...fails, ...kept }).create());
  expect(error).toMatchObject({ code: 'AUTHENTICATION_FAILED', message: expect.stringContaining('no display') });
});

test.each([
  [
    'throws',
    (): never => {
      throw new Error('no display');
    },
  ],
  ['rejects', (): Promise<never> => Promise.reject(new Error('no display'))],
  ['rejects late', async (): Promise<never> => delay(100).then(() => Promise.reject(new Error('no display')))],
])('a callback that %s is an AuthenticationError at once', async (_how, open) => {
  let port = 0;
  const error = await rejection(
    Session.builder
      .configs(
        options((address) => {
          port = Number(new URL(address).searchParams.get('browser_mode_redirect_port'));
          return open();
        }),
      )
      .create(),
  );
  expect(error).toBeInstanceOf(AuthenticationError);
  expect((error as Error).message).toContain('Error: no display');
  await freed(port);
});

test('a callback that fails once the person is signed in takes nothing away', async () => {
  let fail = (): void => undefined;
  const failing = new Promise<void>((resolve) => {
    fail = resolve;
  });
  await using session = await Session.builder
    .configs(
      options(async (address) => {
        const asked = new URL(address).searchParams;
        const port = asked.get('browser_mode_redirect_port') ?? '';
        await fetch(`${local.engine.url}/identity/login`, {
          method: 'POST',
          body: new URLSearchParams({ user: 'jo', password: 'pw-jo', proof_key: asked.get('proof_key') ?? '', port }),
        });
        await failing;
        throw new Error('the window is gone');
      }),
    )
    .create();
  fail();
  await delay(1);
  expect(await whoAmI(session)).toBe('JO');
});

test('a login that is stopped frees the port at which the browser was awaited', async () => {
  let port = 0;
  const error = await rejection(
    Session.builder
      .configs(
        options((address) => {
          port = Number(new URL(address).searchParams.get('browser_mode_redirect_port'));
        }),
      )
      .create({ signal: AbortSignal.timeout(300) }),
  );
  expect(error).toMatchObject({ name: 'TimeoutError' });
  expect(port).toBeGreaterThan(0);
  await freed(port);
});

function noop(): void {}

async function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until nothing listens at a port any more. */
async function freed(port: number): Promise<void> {
  while (await isListening(port)) {
    await delay(10);
  }
}

async function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** For whoever wants to look: kept only when a directory is named. */
async function screenshot(page: Page, name: string): Promise<void> {
  const directory = process.env['SCREENSHOTS'];
  if (directory !== undefined) {
    await page.screenshot({ path: join(directory, `${name}.png`) });
  }
}
