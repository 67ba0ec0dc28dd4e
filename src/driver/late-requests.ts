import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

import { cancelled } from './cancelled.js';

/** The ids of one statement as they stand in the addresses of its requests. */
export type StatementIds = () => readonly (string | undefined)[];

/** Of connections that are given up; each lets go of a statement once it has settled. */
const refused = new Set<ReadonlySet<StatementIds>>();

let isWatching = false;

/**
 * Ends requests that the driver sends from now on for statements of a connection that is given up. After a pause it tries
 * again whatever broke, over agents that nobody knows of: a silent server would hold the process for minutes.
 *
 * @param statements - The connection's own set: a statement is let go of by taking it out.
 */
export function refuseLateRequests(statements: ReadonlySet<StatementIds>): void {
  for (const others of refused) {
    if (others.size === 0) {
      refused.delete(others);
    }
  }
  if (statements.size > 0) {
    refused.add(statements);
  }
  if (refused.size > 0 && !isWatching) {
    isWatching = true;
    subscribe('http.client.request.start', (message) => {
      const { request } = message as { request: ClientRequest };
      if (isLate(request.path)) {
        request.destroy(cancelled());
      }
    });
  }
}

function isLate(path: string): boolean {
  for (const statements of refused) {
    for (const ids of statements) {
      if (ids().some((id) => id !== undefined && id !== '' && path.includes(id))) {
        return true;
      }
    }
  }
  return false;
}
