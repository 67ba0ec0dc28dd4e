import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Server, Socket } from 'node:net';

/** Takes hold of what the driver opens in the asynchronous context of a call into it. */
export interface CallHolder {
  onSocket?(socket: Socket): void;
  onServer?(server: Server): void;
  onRequest?(request: ClientRequest): void;
}

const storage = new AsyncLocalStorage<readonly CallHolder[]>();
let keepers = 0;

/**
 * Runs one call whose sockets, servers and requests, now or later, are told to the holder, beside the holders of a call
 * around it. It is told as long as someone keeps contexts, see {@link keepContexts}.
 */
export function runHeld<T>(holder: CallHolder, call: () => T): T {
  watch();
  return storage.run([...(storage.getStore() ?? []), holder], call);
}

/**
 * Keeps the contexts of {@link runHeld} until the returned function is called. They are given up when nobody needs them,
 * because following them makes every promise of the process dearer before Node 24.
 */
export function keepContexts(): () => void {
  keepers++;
  let isKept = true;
  return () => {
    if (isKept) {
      isKept = false;
      keepers--;
      if (keepers === 0) {
        storage.disable();
      }
    }
  };
}

/** Runs work as {@link runHeld} does, and keeps its context until it has ended. */
export async function holdDuring<T>(holder: CallHolder, work: () => Promise<T>): Promise<T> {
  const giveUp = keepContexts();
  try {
    return await runHeld(holder, work);
  } finally {
    giveUp();
  }
}

let isWatching = false;

/** Node tells of what is opened through its diagnostics channels. */
function watch(): void {
  if (isWatching) {
    return;
  }
  isWatching = true;
  const holders = (): readonly CallHolder[] => storage.getStore() ?? [];
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket };
    holders().forEach((holder) => holder.onSocket?.(socket));
  });
  subscribe('tracing:net.server.listen:asyncStart', (message) => {
    const { server } = message as { server: Server };
    holders().forEach((holder) => holder.onServer?.(server));
  });
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest };
    holders().forEach((holder) => holder.onRequest?.(request));
  });
}
