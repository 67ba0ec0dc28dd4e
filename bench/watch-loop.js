// @ts-check
const EVERY_MS = 2;

/**
 * Watches the event loop; the returned function stops that and tells the longest time it was held, in milliseconds.
 */
export function watchLoop() {
  let last = performance.now();
  let longest = 0;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last - EVERY_MS);
    last = now;
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}
