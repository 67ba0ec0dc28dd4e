import { isObject, type JsonObject } from '../wire/body.js';
import { text } from '../wire/request.js';
import { expiredOauthToken, invalidOauthToken } from './refusals.js';

/** The OAuth provider whose access tokens the engine takes. */
export interface LocalOauth {
  /** Where a token is asked about (RFC 7662). */
  readonly introspectionUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const ASK_LIMIT_MS = 20_000;

/** Asks the OAuth provider whose an access token is. */
export class OauthIntrospection {
  readonly #provider: LocalOauth | undefined;
  /** When tokens that counted once end, in milliseconds: afterwards the provider only says that they do not count. */
  readonly #ends = new Map<string, number>();

  constructor(provider: LocalOauth | undefined) {
    this.#provider = provider;
  }

  /**
   * The name that the provider knows the token's owner by.
   *
   * @throws Refusal 390318 when it has expired, 390303 when it does not count for another reason
   */
  async ownerOf(token: string | undefined): Promise<string> {
    if (token === undefined || this.#provider === undefined) {
      throw invalidOauthToken();
    }
    const answer = await ask(this.#provider, token);
    if (answer['active'] !== true) {
      throw (this.#ends.get(token) ?? Infinity) <= Date.now() ? expiredOauthToken() : invalidOauthToken();
    }
    const end = answer['exp'];
    if (typeof end === 'number') {
      this.#ends.set(token, end * 1000);
    }
    const owner = text(answer['username']) ?? text(answer['sub']) ?? text(answer['client_id']);
    if (owner === undefined) {
      throw invalidOauthToken();
    }
    return owner;
  }
}

async function ask({ introspectionUrl, clientId, clientSecret }: LocalOauth, token: string): Promise<JsonObject> {
  try {
    const response = await fetch(introspectionUrl, {
      method: 'POST',
      body: new URLSearchParams({ token, client_id: clientId, client_secret: clientSecret }),
      signal: AbortSignal.timeout(ASK_LIMIT_MS),
    });
    const answer: unknown = await response.json();
    return isObject(answer) ? answer : {};
  } catch {
    throw invalidOauthToken();
  }
}
