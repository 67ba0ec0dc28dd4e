import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { jest } from '@jest/globals';

/** How long its access tokens are good for, in seconds. */
const TOKEN_SECONDS = 600;

/** A running OAuth server. */
export interface OauthServer {
  readonly issuer: string;
  /** What an engine needs to take its tokens. */
  readonly introspection: {
    readonly introspectionUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  /** A token for the client `service`; with a resource it is a JSON web token for Snowflake. */
  readonly serviceToken: (resource?: string) => Promise<string>;
  readonly revoke: (token: string, client: 'laptop' | 'service') => Promise<void>;
  /** Works at a time at which every token given so far has expired, here and at the server. */
  readonly afterExpiry: <T>(work: () => Promise<T>) => Promise<T>;
  readonly stop: () => Promise<void>;
}

/** Starts `oidc-provider` in a process of its own. */
export async function startOauthServer(): Promise<OauthServer> {
  const child = fork(join(import.meta.dirname, 'oauth-process.js'), [], {
    env: { ...process.env, TOKEN_SECONDS: String(TOKEN_SECONDS) },
    execArgv: [],
    silent: true,
  });
  const [message] = (await once(child, 'message', { signal: AbortSignal.timeout(60_000) })) as [{ issuer: string }];
  const { issuer } = message;
  const post = async (path: string, form: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${issuer}${path}`, { method: 'POST', body: new URLSearchParams(form) });
  const putForward = async (ms: number): Promise<void> => {
    const done = once(child, 'message');
    child.send({ ms });
    await done;
  };
  const secretOf = (client: string): Record<string, string> => ({
    client_id: client,
    client_secret: `${client}-secret-4f1c`,
  });
  return {
    issuer,
    introspection: {
      introspectionUrl: `${issuer}/token/introspection`,
      clientId: 'engine',
      clientSecret: 'engine-secret-4f1c',
    },
    serviceToken: async (resource) => {
      const more = resource === undefined ? {} : { resource };
      const response = await post('/token', { grant_type: 'client_credentials', ...secretOf('service'), ...more });
      const answer = (await response.json()) as { access_token?: string };
      if (answer.access_token === undefined) {
        throw new Error(`no token: ${JSON.stringify(answer)}`);
      }
      return answer.access_token;
    },
    revoke: async (token, client) => {
      await post('/token/revocation', { token, ...secretOf(client) });
    },
    afterExpiry: async (work) => {
      const ms = (TOKEN_SECONDS + 1) * 1000;
      await putForward(ms);
      const clock = jest.spyOn(Date, 'now').mockImplementation(() => performance.timeOrigin + performance.now() + ms);
      try {
        return await work();
      } finally {
        clock.mockRestore();
        await putForward(-ms);
      }
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
