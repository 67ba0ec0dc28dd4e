import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

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
  readonly stop: () => void;
}

/** Starts `oidc-provider` in a process of its own. */
export async function startOauthServer(tokenSeconds = 600): Promise<OauthServer> {
  const child = fork(join(import.meta.dirname, 'oauth-process.js'), [], {
    env: { ...process.env, TOKEN_SECONDS: String(tokenSeconds) },
    execArgv: [],
    silent: true,
  });
  const [message] = (await once(child, 'message', { signal: AbortSignal.timeout(60_000) })) as [{ issuer: string }];
  const { issuer } = message;
  const post = async (path: string, form: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${issuer}${path}`, { method: 'POST', body: new URLSearchParams(form) });
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
    stop: () => child.disconnect(),
  };
}
