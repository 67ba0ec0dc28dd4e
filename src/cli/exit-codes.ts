/** What the command's exit code says; documented in the guide to the command line. */
export const EXIT = {
  ok: 0,
  /** A check failed, the server refused, or something could not be read. */
  failed: 1,
  /** The command was called wrongly: nothing was done. */
  usage: 2,
  /** As shells count: 128 and the number of the signal. */
  interrupted: 130,
  terminated: 143,
} as const;

/** Why a command is to end before its time; the reason of {@link Terminal.stop}. */
export class StopRequest {
  readonly exitCode: number;
  /** Ends the process at once, for a command that cannot end in order: it does not wait for threads at work, as an exit does. */
  readonly force: () => void;

  constructor(exitCode: number, force = (): void => undefined) {
    this.exitCode = exitCode;
    this.force = force;
  }
}

/** The command was called wrongly; ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
