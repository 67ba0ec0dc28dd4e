// @ts-check
import { gzipSync } from 'node:zlib';

/**
 * The result every client reads: eight mixed columns, the same bytes in every run.
 *
 * @typedef {{ rows: number, chunkBytes: number, inline: number }} FixtureShape
 * @typedef {{ rowCount: number, uncompressedSize: number, body: Buffer }} FixtureChunk
 * @typedef {{ columns: object[], inline: string, chunks: FixtureChunk[] }} Fixture
 */

const START_SECONDS = 1_600_000_000;
const WORDS = 'amber birch cedar delta ember frost grove haven inlet jade kelp larch maple north ocean pine'.split(' ');

/** @type {object[]} */
export const columns = [
  { name: 'ID', type: 'fixed', precision: 38, scale: 0 },
  { name: 'AMOUNT', type: 'fixed', precision: 12, scale: 2 },
  { name: 'RATIO', type: 'real' },
  { name: 'NAME', type: 'text', length: 200 },
  { name: 'ACTIVE', type: 'boolean' },
  { name: 'DAY', type: 'date' },
  { name: 'SEEN_AT', type: 'timestamp_ntz', precision: 0, scale: 9 },
  { name: 'DETAILS', type: 'variant' },
].map((column) => ({ nullable: true, precision: null, scale: null, length: null, byteLength: null, ...column }));

/**
 * @param {number} index
 * @returns {(string | null)[]}
 */
function row(index) {
  // Multiplying by large odd numbers scatters the values, so that they compress as real ones do.
  const noise = Math.imul(index, 2_654_435_761) >>> 0;
  const word = WORDS[noise % WORDS.length] ?? '';
  const other = WORDS[(noise >>> 8) % WORDS.length] ?? '';
  return [
    String(index),
    ((noise % 1_000_000_000) / 100).toFixed(2),
    String(noise / 4_294_967_296),
    index % 50 === 49 ? null : `${word} ${other} ${noise.toString(36)}`,
    noise % 2 === 0 ? '1' : '0',
    String(noise % 20_000),
    `${START_SECONDS + (noise % 100_000_000)}.${String(noise % 1_000_000_000).padStart(9, '0')}`,
    `{"kind":"${word}","count":${noise % 1000},"tags":["${other}","x${noise % 97}"]}`,
  ];
}

/**
 * @param {FixtureShape} shape
 * @returns {Fixture}
 */
export function makeFixture({ rows, chunkBytes, inline }) {
  const texts = Array.from({ length: inline }, (_, index) => JSON.stringify(row(index)));
  /** @type {FixtureChunk[]} */
  const chunks = [];
  let pending = [];
  let bytes = 0;
  for (let index = inline; index < rows; index++) {
    const text = JSON.stringify(row(index));
    pending.push(text);
    bytes += text.length + 1;
    if (bytes >= chunkBytes || index === rows - 1) {
      const body = Buffer.from(pending.join(','));
      chunks.push({ rowCount: pending.length, uncompressedSize: body.length, body: gzipSync(body) });
      pending = [];
      bytes = 0;
    }
  }
  return { columns, inline: `[${texts.join(',')}]`, chunks };
}

/**
 * The statement text that asks the fixture server for this result.
 *
 * @param {FixtureShape} shape
 */
export function toSql({ rows, chunkBytes, inline }) {
  return `select * from fixture -- ${rows} ${chunkBytes} ${inline}`;
}

/**
 * @param {string} sqlText
 * @returns {FixtureShape | undefined}
 */
export function parseSql(sqlText) {
  const match = /-- (\d+) (\d+) (\d+)$/.exec(sqlText);
  return match === null
    ? undefined
    : { rows: Number(match[1]), chunkBytes: Number(match[2]), inline: Number(match[3]) };
}

/** A statement that runs until it is cancelled. */
export const WAIT_SQL = 'select wait';
