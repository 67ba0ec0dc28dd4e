/**
 * One sign-in with the built package in a process of its own: `fork` it and send it the options. It answers with the
 * user's name or the error, and on the way with the address it wants opened.
 *
 * A process of its own, because Node reads certificates to trust and proxy variables when it starts.
 */

import { Session } from 'snowpark-session';

/** @type {(message: object) => void} */
const tell = (message) => {
  process.send?.(message);
};

/** @type {(options: Record<string, unknown>) => Promise<void>} */
async function signIn(options) {
  try {
    const openBrowser = (/** @type {string} */ address) => tell({ open: address });
    const session = await Session.builder.configs({ ...options, openBrowser }).create();
    const [row] = await session.sql('select current_user() as name').collect();
    await session.close();
    tell({ name: row?.['NAME'] });
  } catch (error) {
    const { name, code, message, hint, serverCode, stack } = /** @type {any} */ (error);
    tell({ error: { name, code, message, hint, serverCode, stack } });
  }
  process.disconnect?.();
}

process.once('message', (/** @type {Record<string, unknown>} */ options) => void signIn(options));
