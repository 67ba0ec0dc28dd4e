import type { JsonObject } from '../wire/body.js';
import { text } from '../wire/request.js';
import { asksFor, isSame } from './credentials.js';
import type { SignedIn } from './signed-in.js';
import { secondFactorDenied, wrongPasscode } from './refusals.js';
import type { Tickets } from './tickets.js';
import type { User } from './user.js';

type CheckPassword = (name: string | undefined, password: string | undefined) => User;

/** Checks a password, and what has to come with it when the user has a second factor. */
export class SecondFactor {
  readonly #tickets: Tickets;

  constructor(tickets: Tickets) {
    this.#tickets = tickets;
  }

  /** @throws Refusal 390100, 390120 or 390127 */
  check(data: JsonObject, checkPassword: CheckPassword, find: (name: string) => User | undefined): SignedIn {
    const name = text(data['LOGIN_NAME']);
    const written = text(data['PASSWORD']);
    const { mfa } = find(name ?? '') ?? {};
    const inPassword = data['passcodeInPassword'] === true ? mfa?.passcode : undefined;
    // The right passcode is cut off; with a wrong one the password is wrong altogether.
    const password =
      inPassword !== undefined && written?.endsWith(inPassword) === true
        ? written.slice(0, -inPassword.length)
        : written;
    const user = checkPassword(name, password);
    if (mfa === undefined) {
      return { user: user.name };
    }
    if (inPassword === undefined && this.#tickets.userOf('mfa', text(data['TOKEN'])) !== user.name) {
      checkAnswer(mfa, text(data['PASSCODE']));
    }
    return asksFor(data, 'CLIENT_REQUEST_MFA_TOKEN')
      ? { user: user.name, mfaToken: this.#tickets.issue('mfa', user.name) }
      : { user: user.name };
  }
}

function checkAnswer({ passcode, push = 'deny' }: NonNullable<User['mfa']>, given: string | undefined): void {
  if (given !== undefined) {
    if (passcode === undefined || !isSame(passcode, given)) {
      throw wrongPasscode();
    }
  } else if (push === 'deny') {
    throw secondFactorDenied();
  }
}
