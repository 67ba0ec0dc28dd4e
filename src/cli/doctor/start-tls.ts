import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

import { errorCode } from '../../authentication/error-code.js';
import { inTime, type TimeBound } from './in-time.js';
import { StepFailure } from './report.js';

/**
 * Begins TLS on a socket. A certificate that is not trusted does not end it here: what is wrong with it is told by
 * whoever looks at it, and nothing is sent before.
 */
export async function startTls(socket: Socket | undefined, host: string, bound: TimeBound): Promise<TLSSocket> {
  const servername = isIP(host) === 0 && !host.startsWith('[') ? { servername: host } : {};
  const secured = connect({ ...(socket === undefined ? {} : { socket }), ...servername, rejectUnauthorized: false });
  const silent = 'The server takes the connection and does not begin TLS: check host and port.';
  try {
    const begun = new Promise<void>((resolve, reject) => {
      secured.once('secureConnect', resolve).on('error', reject);
      secured.once('close', () => reject(new Error('closed')));
    });
    await inTime(bound, silent, begun);
    return secured;
  } catch (error) {
    secured.destroy();
    if (error instanceof StepFailure) {
      throw error;
    }
    const code = errorCode(error) ?? 'the connection was closed';
    throw new StepFailure(
      `${host} did not begin TLS (${code}).`,
      'Check host and port: what answers there may speak http, or something on the way ends TLS for this host.',
    );
  }
}
