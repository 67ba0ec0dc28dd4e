import { Refusal } from '../refusal.js';
import type { Answer } from './answer.js';
import type { WireRequest, WireRooms } from './request.js';
import { CHUNK_KEY_HEADER } from './result-answer.js';

/**
 * GET /chunks/<query id>/<index>. Asked for without a session token, as from a cloud's storage: the key in its header
 * lets it pass.
 */
export function fetchChunk(request: WireRequest, { results }: WireRooms): Answer {
  const { queryId = '', index = '' } = request.path;
  const result = results.find(queryId);
  if (result !== undefined && request.headers[CHUNK_KEY_HEADER] !== result.chunkKey) {
    throw new Refusal(403, '390101', 'The key of this chunk is missing or wrong.');
  }
  const chunk = result?.chunks[Number(index)];
  if (chunk === undefined) {
    // Never 200: the driver would wait for ever for the rows of a chunk it cannot read.
    throw new Refusal(404, '390142', `There is no chunk ${index} of ${queryId}, or it is kept no longer.`);
  }
  return {
    status: 200,
    headers: { 'content-type': 'binary/octet-stream', 'content-encoding': 'gzip' },
    body: chunk.gzipped,
  };
}
