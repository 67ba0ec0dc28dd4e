// @ts-check
/**
 * What every client under measurement offers.
 *
 * @typedef {object} Client
 * @property {(sql: string) => Promise<number>} collect Reads all rows into memory; returns their number.
 * @property {(sql: string) => Promise<number>} stream Reads all rows, keeping none; returns their number.
 * @property {() => Promise<void>} cancel Starts a statement that runs for ever, cancels it, and waits until it rejects.
 * @property {() => Promise<void>} close
 *
 * @typedef {object} ClientKind
 * @property {() => Promise<unknown>} load Imports the package as its users do.
 * @property {(port: number) => Promise<Client>} connect
 */

/** The clients by name; each is loaded only in the process that measures it. @type {Record<string, () => Promise<ClientKind>>} */
export const clients = {
  raw: () => import('./raw.js'),
  promise: () => import('./snowflake-promise.js'),
  direct: async () => (await import('./ours.js')).ours('direct'),
  driver: async () => (await import('./ours.js')).ours('driver'),
  parse: () => import('./parse-only.js'),
};

/** How long a statement runs before it is cancelled, in milliseconds: it has reached the server by then. */
export const CANCEL_AFTER_MS = 50;
