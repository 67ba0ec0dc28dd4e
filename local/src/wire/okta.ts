import { renderSamlPage } from '../identity/saml.js';
import { Refusal } from '../refusal.js';
import { type Answer, json, page } from './answer.js';
import { text, type WireRequest, type WireRooms } from './request.js';

/** POST /api/v1/authn, as Okta answers it: a token that counts once. */
export function giveOneTimeToken({ body }: WireRequest, { identity }: WireRooms): Answer {
  try {
    const { name } = identity.checkPassword(text(body['username']), text(body['password']));
    return json({ status: 'SUCCESS', sessionToken: identity.tickets.issue('okta', name) });
  } catch (error) {
    if (error instanceof Refusal) {
      return json({ errorCode: 'E0000004', errorSummary: 'Authentication failed' }, 401);
    }
    throw error;
  }
}

/** GET /app/snowflake/sso, as Okta answers it: a page with an assertion for the account that the request came for. */
export function giveAssertion({ query }: WireRequest, { identity }: WireRooms): Answer {
  const user = identity.tickets.redeem('okta', query.get('onetimetoken') ?? undefined);
  if (user === undefined) {
    return json({ errorCode: 'E0000011', errorSummary: 'Invalid token provided' }, 403);
  }
  return page(renderSamlPage(query.get('destination') ?? '', identity.tickets.issue('okta', user)));
}
