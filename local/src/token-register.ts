import { newToken } from './ids.js';
import { invalidToken, masterTokenExpired, type Refusal, sessionGone, sessionTokenExpired } from './refusal.js';

/** What a token is for. */
export type TokenKind = 'session' | 'master';

interface Grant<Owner> {
  readonly owner: Owner;
  readonly kind: TokenKind;
  expiresAt: number;
}

const REMEMBERED_GONE = 10_000;

/** Which token belongs to whom, and until when. */
export class TokenRegister<Owner> {
  readonly #grants = new Map<string, Grant<Owner>>();
  /** Tokens of closed sessions: they are told that the session is gone, not that the token is wrong. */
  readonly #gone = new Set<string>();

  /** Makes a token for an owner. */
  issue(owner: Owner, kind: TokenKind, validForMs: number): string {
    const token = newToken();
    this.#grants.set(token, { owner, kind, expiresAt: Date.now() + validForMs });
    return token;
  }

  /** @throws Refusal 390111, 390112, 390114 or 390104, as the token's state is */
  ownerOf(token: string, kind: TokenKind): Owner {
    if (this.#gone.has(token)) {
      throw sessionGone();
    }
    const grant = this.#grants.get(token);
    if (grant?.kind !== kind) {
      throw invalidToken();
    }
    if (grant.expiresAt <= Date.now()) {
      throw expired(kind);
    }
    return grant.owner;
  }

  /** Makes an owner's tokens good for that long from now on; 0 lets them expire at once. */
  extend(owner: Owner, kind: TokenKind, validForMs: number): void {
    for (const grant of this.#grants.values()) {
      if (grant.owner === owner && grant.kind === kind) {
        grant.expiresAt = Date.now() + validForMs;
      }
    }
  }

  /** Forgets an owner; its tokens are answered with 390111 from now on. */
  revoke(owner: Owner): void {
    for (const [token, grant] of this.#grants) {
      if (grant.owner === owner) {
        this.#grants.delete(token);
        this.#gone.add(token);
      }
    }
    for (const token of this.#gone) {
      if (this.#gone.size <= REMEMBERED_GONE) {
        break;
      }
      this.#gone.delete(token);
    }
  }

  /** Owners none of whose master tokens is good any more. */
  lapsed(): ReadonlySet<Owner> {
    const masters = [...this.#grants.values()].filter(({ kind }) => kind === 'master');
    const alive = new Set(masters.filter(({ expiresAt }) => expiresAt > Date.now()).map(({ owner }) => owner));
    return new Set(masters.map(({ owner }) => owner).filter((owner) => !alive.has(owner)));
  }
}

function expired(kind: TokenKind): Refusal {
  return kind === 'session' ? sessionTokenExpired() : masterTokenExpired();
}
