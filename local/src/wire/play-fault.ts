import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultResponse } from '../faults.js';
import { send } from './send.js';

/**
 * Plays a fault to a client.
 *
 * @returns false when the true answer is still to be sent
 */
export async function playFault(
  respond: Exclude<FaultResponse, 'truncate'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (respond === 'hang') {
    return true;
  }
  if (respond === 'reset') {
    request.socket.resetAndDestroy();
    return true;
  }
  if ('delayMs' in respond) {
    await sleep(respond.delayMs, undefined, { ref: false });
    return false;
  }
  const { status, body = '', contentType = 'application/json' } = respond;
  send({ status, headers: { 'content-type': contentType }, body }, request, response);
  return true;
}
