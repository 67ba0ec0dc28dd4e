/**
 * A real OAuth 2.1 and OpenID Connect server on loopback, as a process of its own: `fork` it, and it sends its address.
 * Whoever sends it `{ ms }` puts its clock forward by so much.
 */

import { once } from 'node:events';
import { createServer } from 'node:http';

import { Provider } from 'oidc-provider';

let forward = 0;
const trueTime = Date.now.bind(Date);
Date.now = () => trueTime() + forward;

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;
const issuer = `http://127.0.0.1:${port}`;

/** @type {(id: string, secret: string, more: object) => import('oidc-provider').ClientMetadata} */
const client = (id, secret, more) => ({
  client_id: id,
  client_secret: secret,
  token_endpoint_auth_method: 'client_secret_post',
  redirect_uris: [],
  response_types: [],
  ...more,
});

const provider = new Provider(issuer, {
  clients: [
    client('laptop', 'laptop-secret-4f1c', {
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: ['http://127.0.0.1'],
    }),
    client('service', 'service-secret-4f1c', { grant_types: ['client_credentials'] }),
    client('engine', 'engine-secret-4f1c', { grant_types: [] }),
  ],
  scopes: ['openid', 'offline_access', 'session:role:ACCOUNTADMIN', 'session:role:ANALYST'],
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      getResourceServerInfo: () => ({
        scope: '',
        audience: 'snowflakecomputing.com',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  issueRefreshToken: async (_context, of) => of.grantTypeAllowed('refresh_token'),
  pkce: { required: () => true },
  ttl: {
    AccessToken: Number(process.env['TOKEN_SECONDS'] ?? 600),
    ClientCredentials: Number(process.env['TOKEN_SECONDS'] ?? 600),
    RefreshToken: 3600,
  },
});
const answer = provider.callback();
server.on('request', (request, response) => void answer(request, response));
process.on('message', (/** @type {{ ms: number }} */ { ms }) => {
  forward += ms;
  process.send?.({ forward });
});
process.on('disconnect', () => process.exit());
process.send?.({ issuer });
