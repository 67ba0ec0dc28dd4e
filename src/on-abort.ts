interface Listening {
  readonly callbacks: Set<() => void>;
  /** The one listener on the signal. */
  readonly listener: () => void;
}

const listening = new WeakMap<AbortSignal, Listening>();

/**
 * Calls back once when a signal aborts; the returned function ends that. A signal that has aborted already calls nobody.
 *
 * However many listen here, the signal has one listener: from the eleventh on Node warns of a leak, and a service may well
 * run a hundred statements under the signal of one request.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, listener } = listening.get(signal) ?? listen(signal);
  // Each caller's own, should two give the same function.
  const own = (): void => callback();
  callbacks.add(own);
  return () => {
    callbacks.delete(own);
    if (callbacks.size === 0) {
      signal.removeEventListener('abort', listener);
      listening.delete(signal);
    }
  };
}

function listen(signal: AbortSignal): Listening {
  const callbacks = new Set<() => void>();
  const listener = (): void => {
    listening.delete(signal);
    // One that leaves meanwhile is not called.
    callbacks.forEach((callback) => callback());
  };
  const heard = { callbacks, listener };
  listening.set(signal, heard);
  signal.addEventListener('abort', listener, { once: true });
  return heard;
}
