const stops = new Set<() => void>();

function stopAll(): void {
  stops.forEach((stop) => stop());
}

/**
 * Has something done when the process exits: work in the database would hold it up, or break it.
 *
 * @returns what takes it back
 */
export function atExit(stop: () => void): () => void {
  if (stops.size === 0) {
    // One listener for all engines: Node warns of more than ten.
    process.on('exit', stopAll);
  }
  stops.add(stop);
  return () => {
    if (stops.delete(stop) && stops.size === 0) {
      process.off('exit', stopAll);
    }
  };
}
