import { newToken } from '../ids.js';

/** What a ticket is good for. */
export type TicketKind = 'browser' | 'okta' | 'id' | 'mfa';

interface Ticket {
  readonly kind: TicketKind;
  readonly user: string;
  /** What has to be shown with it; undefined when nothing has. */
  readonly proof: string | undefined;
  readonly expiresAt: number;
}

/** Milliseconds a ticket of each kind is good for. */
const LIFETIMES: Readonly<Record<TicketKind, number>> = {
  browser: 5 * 60_000,
  okta: 5 * 60_000,
  id: 4 * 3_600_000,
  mfa: 4 * 3_600_000,
};

/** The tokens that are handed out during and after a login, other than those of sessions. */
export class Tickets {
  readonly #tickets = new Map<string, Ticket>();

  issue(kind: TicketKind, user: string, proof?: string): string {
    const token = newToken();
    this.#tickets.set(token, { kind, user, proof, expiresAt: Date.now() + LIFETIMES[kind] });
    return token;
  }

  /** The user of a ticket that counts; undefined when it does not. */
  userOf(kind: TicketKind, token: string | undefined, proof?: string): string | undefined {
    const ticket = token === undefined ? undefined : this.#tickets.get(token);
    const counts = ticket?.kind === kind && ticket.proof === proof && ticket.expiresAt > Date.now();
    return counts ? ticket.user : undefined;
  }

  /** The same, and the ticket never counts again. */
  redeem(kind: TicketKind, token: string | undefined, proof?: string): string | undefined {
    const user = this.userOf(kind, token, proof);
    if (user !== undefined && token !== undefined) {
      this.#tickets.delete(token);
    }
    return user;
  }

  /** Lets every ticket expire now. */
  expire(): void {
    this.#tickets.clear();
  }
}
