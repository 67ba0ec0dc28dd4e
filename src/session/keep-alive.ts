/**
 * Asks the server again and again whether it knows the session, so that an idle one does not lapse. The driver's own
 * timer would keep the process from ending; this one does not.
 *
 * @param beat - Asks once; never rejects.
 * @param seconds - Between two beats.
 * @returns a function that ends it.
 */
export function keepAlive(beat: () => Promise<unknown>, seconds: number): () => void {
  const timer = setInterval(() => void beat(), seconds * 1000);
  timer.unref();
  return () => clearInterval(timer);
}
