import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import { errorCode } from '../../authentication/error-code.js';
import type { Endpoint } from '../../config/account.js';
import { inTime, type TimeBound } from './in-time.js';
import { StepFailure, type StepNotes } from './report.js';

/** What of a server's answer tells about its clock. */
export interface ServerMoment {
  /** By the server's clock; undefined when it does not say. */
  readonly date: string | undefined;
  /** By the clock of this machine, halfway between question and answer. */
  readonly here: number;
}

/**
 * Asks the server for its front page, for the status and the headers alone; no one is signed in.
 *
 * @throws StepFailure when it does not answer by HTTP, or says that it is out of order.
 */
export async function askForHeaders(
  notes: StepNotes,
  socket: Socket | undefined,
  { host, port }: Endpoint,
  bound: TimeBound,
): Promise<ServerMoment> {
  const asking = request({
    method: 'GET',
    path: '/',
    headers: { host: `${host}:${port}`, connection: 'close' },
    createConnection: () => socket,
  });
  const silent = 'The server takes the connection and never answers: check host and port, and what stands before it.';
  try {
    const started = Date.now();
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      asking.once('response', resolve).on('error', reject).end();
    });
    const { statusCode: status = 0, headers } = await inTime(bound, silent, answered);
    if (status >= 500) {
      throw new StepFailure(
        `${host} answers with HTTP status ${status}.`,
        'The server, or something before it, is out of order: see https://status.snowflake.com, and try again later.',
      );
    }
    notes.found(`${host} answers by HTTP (status ${status})`);
    if (status === 403) {
      notes.warn('Snowflake forbids everything to hosts of accounts that do not exist', 'Check account and host.');
    }
    return { date: headers.date, here: (started + Date.now()) / 2 };
  } catch (error) {
    if (error instanceof StepFailure) {
      throw error;
    }
    throw new StepFailure(
      `what answers at ${host}:${port} does not speak HTTP (${errorCode(error) ?? 'unknown reason'}).`,
      'Check host, port and protocol.',
    );
  } finally {
    asking.destroy();
  }
}
