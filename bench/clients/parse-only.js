// @ts-check
// The limit: download, decompress and JSON.parse of the same bytes, with no conversion at all.
import { Agent, get, request } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const inflate = promisify(gunzip);

export async function load() {}

/**
 * @param {number} port
 * @returns {Promise<import('./client.js').Client>}
 */
export async function connect(port) {
  const agent = new Agent({ keepAlive: true });

  /**
   * @param {import('node:http').IncomingMessage} response
   * @returns {Promise<string>}
   */
  async function read(response) {
    const body = Buffer.concat(await response.toArray());
    return (await inflate(body, { chunkSize: 8 * 1024 * 1024 })).toString();
  }

  /** @param {string} sqlText */
  async function query(sqlText) {
    const path = '/queries/v1/query-request?requestId=parse';
    const answer = await new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent }, (response) =>
        resolve(read(response)),
      );
      sent.on('error', reject);
      sent.end(JSON.stringify({ sqlText }));
    });
    return JSON.parse(await answer).data;
  }

  /**
   * @param {string} sqlText
   * @param {(rows: unknown[]) => void} take
   */
  async function each(sqlText, take) {
    const { rowset, chunks = [] } = await query(sqlText);
    take(rowset);
    for (const { url } of chunks) {
      const text = await new Promise((resolve, reject) => {
        get(url, { agent }, (response) => resolve(read(response))).on('error', reject);
      });
      take(JSON.parse(`[${text}]`));
    }
  }

  return {
    collect: async (sqlText) => {
      /** @type {unknown[][]} */
      const kept = [];
      await each(sqlText, (rows) => kept.push(rows));
      return kept.reduce((sum, { length }) => sum + length, 0);
    },
    stream: async (sqlText) => {
      let count = 0;
      await each(sqlText, ({ length }) => (count += length));
      return count;
    },
    cancel: () => Promise.reject(new Error('the limit cancels nothing')),
    close: async () => agent.destroy(),
  };
}
