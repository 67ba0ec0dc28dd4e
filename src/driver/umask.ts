import { isMainThread } from 'node:worker_threads';

let held = 0;
let before = 0;

/**
 * Keeps the process's file mode mask over a file transfer: for a stage on the local file system the driver sets it to 0
 * and leaves it so, and every file the process makes from then on could be written by all.
 *
 * Transfers may overlap: the last one to end puts the mask back. In a worker thread it cannot be changed by anyone.
 *
 * @returns what ends the keeping; to be called once
 */
export function holdUmask(): () => void {
  if (!isMainThread) {
    return () => undefined;
  }
  if (held === 0) {
    before = process.umask(0o077);
    process.umask(before);
  }
  held++;
  return () => {
    held--;
    if (held === 0) {
      process.umask(before);
    }
  };
}
