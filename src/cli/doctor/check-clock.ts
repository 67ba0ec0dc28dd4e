import type { AuthenticatorName } from '../../config/authenticators.js';
import type { ServerMoment } from './http-headers.js';
import { StepFailure, type StepNotes } from './report.js';

/** A proof signed here counts for so long, and the server allows about as much of a difference. */
const TOLERANCE_SECONDS = 60;

const REMEDY = 'Set the clock of this machine, best by NTP: timedatectl set-ntp true.';

/** Compares the clock of this machine with the server's. */
export function checkClock(notes: StepNotes, moment: ServerMoment | undefined, authenticator: AuthenticatorName): void {
  const server = Date.parse(moment?.date ?? '');
  if (moment === undefined || Number.isNaN(server)) {
    notes.found('the server does not tell its time');
    return;
  }
  const seconds = Math.round((moment.here - server) / 1000);
  // The server tells whole seconds.
  if (Math.abs(seconds) <= 2) {
    notes.found('agrees with the server’s');
    return;
  }
  const what = `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the server’s`;
  if (Math.abs(seconds) <= TOLERANCE_SECONDS) {
    notes.found(what);
  } else if (authenticator === 'SNOWFLAKE_JWT') {
    throw new StepFailure(`${what}: Snowflake refuses a key pair’s proof whose time is wrong.`, REMEDY);
  } else {
    notes.warn(what, REMEDY);
  }
}
