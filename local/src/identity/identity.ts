import { wrongPassword } from '../refusal.js';
import type { JsonObject } from '../wire/body.js';
import { text } from '../wire/request.js';
import { asksFor, isSame } from './credentials.js';
import { verifyKeyPair } from './key-pair.js';
import { OauthIntrospection, type LocalOauth } from './oauth.js';
import {
  invalidAccessToken,
  invalidIdToken,
  invalidSamlResponse,
  unsupportedAuthenticator,
  userDisabled,
} from './refusals.js';
import { readAssertion } from './saml.js';
import { SecondFactor } from './second-factor.js';
import type { SignedIn } from './signed-in.js';
import { Tickets } from './tickets.js';
import type { User } from './user.js';
import { type LocalWorkloadIssuer, verifyWorkload } from './workload.js';

/** Whom the engine knows, and whom it believes. */
export interface IdentityOptions {
  /** By name, in capitals. */
  readonly users: ReadonlyMap<string, User>;
  readonly oauth: LocalOauth | undefined;
  readonly workloadIssuers: readonly LocalWorkloadIssuer[];
}

/** Decides who may come in: every way of signing in that the driver knows ends here. */
export class Identity {
  readonly tickets = new Tickets();
  readonly #options: IdentityOptions;
  readonly #oauth: OauthIntrospection;
  readonly #secondFactor = new SecondFactor(this.tickets);
  readonly #revoked = new Set<string>();

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#oauth = new OauthIntrospection(options.oauth);
  }

  /**
   * Checks the credentials of a login.
   *
   * @throws Refusal with Snowflake's own code for what is wrong with them
   */
  async signIn(data: JsonObject, account: string): Promise<SignedIn> {
    const signedIn = await this.#signIn(data, account);
    if (this.#find(signedIn.user)?.disabled === true) {
      throw userDisabled();
    }
    return signedIn;
  }

  /**
   * Checks a password, as at a form.
   *
   * @throws Refusal 390100
   */
  checkPassword(name: string | undefined, password: string | undefined): User {
    const user = this.#find(name ?? '');
    if (user?.password === undefined || password === undefined || !isSame(user.password, password)) {
      throw wrongPassword();
    }
    return user;
  }

  /** Lets programmatic access tokens, kept tokens of browser logins and of second factors end now. */
  revokeTokens(): void {
    this.tickets.expire();
    for (const { programmaticAccessTokens = [] } of this.#options.users.values()) {
      programmaticAccessTokens.forEach((token) => this.#revoked.add(token));
    }
  }

  async #signIn(data: JsonObject, account: string): Promise<SignedIn> {
    const token = text(data['TOKEN']);
    const saml = text(data['RAW_SAML_RESPONSE']);
    if (saml !== undefined) {
      return { user: this.#ownerOf('okta', readAssertion(saml)) ?? refuse(invalidSamlResponse()) };
    }
    const authenticator = text(data['AUTHENTICATOR'])?.toUpperCase() ?? 'SNOWFLAKE';
    switch (authenticator) {
      case 'SNOWFLAKE':
      case 'USERNAME_PASSWORD_MFA':
        return this.#secondFactor.check(data, (name, password) => this.checkPassword(name, password), this.#find);
      case 'SNOWFLAKE_JWT':
        return { user: verifyKeyPair(token, account, this.#find).name };
      case 'PROGRAMMATIC_ACCESS_TOKEN':
        return { user: this.#ownerOfAccessToken(token) };
      case 'OAUTH':
        return { user: this.#known(await this.#oauth.ownerOf(token)) };
      case 'EXTERNALBROWSER': {
        const user = this.tickets.redeem('browser', token, text(data['PROOF_KEY'])) ?? refuse(invalidSamlResponse());
        return asksFor(data, 'CLIENT_STORE_TEMPORARY_CREDENTIAL')
          ? { user, idToken: this.tickets.issue('id', user) }
          : { user };
      }
      case 'ID_TOKEN':
        return { user: this.tickets.userOf('id', token) ?? refuse(invalidIdToken()) };
      case 'WORKLOAD_IDENTITY': {
        const user = await verifyWorkload(token, this.#options.workloadIssuers, this.#options.users.values());
        return { user: user.name };
      }
      default:
        throw unsupportedAuthenticator(authenticator);
    }
  }

  readonly #find = (name: string): User | undefined => this.#options.users.get(name.toUpperCase());

  #ownerOf(kind: 'okta', token: string | undefined): string | undefined {
    return this.tickets.redeem(kind, token);
  }

  #ownerOfAccessToken(token: string | undefined): string {
    for (const { name, programmaticAccessTokens = [] } of this.#options.users.values()) {
      const owns = programmaticAccessTokens.some((known) => token !== undefined && isSame(known, token));
      if (owns && token !== undefined && !this.#revoked.has(token)) {
        return name;
      }
    }
    throw invalidAccessToken();
  }

  /** The user of this name; the provider may know people whom the engine does not. */
  #known(name: string): string {
    return this.#find(name)?.name ?? refuse(wrongPassword());
  }
}

function refuse(refusal: Error): never {
  throw refusal;
}
