/**
 * Calls something of the user's that is only told, such as a logger. What it throws, or rejects with later, is no reason to
 * lose a result, nor to end the process.
 */
export function quietly(call: () => unknown): void {
  try {
    const result = call();
    if (typeof result === 'object' && result !== null && 'then' in result) {
      Promise.resolve(result).catch(() => undefined);
    }
  } catch {
    // There is nobody to tell.
  }
}
