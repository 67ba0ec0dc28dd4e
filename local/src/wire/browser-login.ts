import { randomBytes } from 'node:crypto';
import { renderLoginPage } from '../identity/login-page.js';
import { badRequest, Refusal } from '../refusal.js';
import { type Answer, page, redirect, success } from './answer.js';
import { isObject } from './body.js';
import { text, type WireRequest, type WireRooms } from './request.js';

/** POST /session/authenticator-request: where a client goes to sign in, at a browser or at Okta. */
export function beginSignIn(request: WireRequest, { url }: WireRooms): Answer {
  const data = request.body['data'];
  const fields = isObject(data) ? data : {};
  const authenticator = text(fields['AUTHENTICATOR']) ?? '';
  if (/^https:\/\//i.test(authenticator)) {
    const { origin } = new URL(authenticator);
    const ssoUrl = new URL('/app/snowflake/sso', origin);
    ssoUrl.searchParams.set('destination', `https://${request.headers.host ?? ''}:443/fed/login`);
    return success({ ssoUrl: ssoUrl.href, tokenUrl: `${origin}/api/v1/authn`, proofKey: null });
  }
  if (authenticator.toUpperCase() !== 'EXTERNALBROWSER') {
    throw new Refusal(200, '390191', `The authenticator ${authenticator} is not accepted.`);
  }
  const proofKey = randomBytes(32).toString('base64');
  const ssoUrl = new URL('/identity/login', url);
  ssoUrl.searchParams.set('login_name', text(fields['LOGIN_NAME']) ?? '');
  ssoUrl.searchParams.set('proof_key', proofKey);
  ssoUrl.searchParams.set('port', text(fields['BROWSER_MODE_REDIRECT_PORT']) ?? '');
  return success({ ssoUrl: ssoUrl.href, proofKey });
}

/** GET /console/login: the same page, where the client has chosen the proof key itself. */
export function showConsoleLogin({ query }: WireRequest): Answer {
  return page(
    renderLoginPage({
      user: query.get('login_name') ?? '',
      proofKey: query.get('proof_key') ?? '',
      port: readPort(query.get('browser_mode_redirect_port')),
    }),
  );
}

/** GET /identity/login */
export function showLoginPage({ query }: WireRequest): Answer {
  return page(
    renderLoginPage({
      user: query.get('login_name') ?? '',
      proofKey: query.get('proof_key') ?? '',
      port: readPort(query.get('port')),
    }),
  );
}

/** POST /identity/login: the form. Who is right is sent on to the client that waits on this machine. */
export function submitLoginPage({ body }: WireRequest, { identity }: WireRooms): Answer {
  const port = readPort(body['port']);
  const proofKey = text(body['proof_key']) ?? '';
  try {
    const { name } = identity.checkPassword(text(body['user']), text(body['password']));
    const token = identity.tickets.issue('browser', name, proofKey);
    return redirect(`http://localhost:${port}/?token=${encodeURIComponent(token)}`);
  } catch (error) {
    if (error instanceof Refusal) {
      return page(renderLoginPage({ user: text(body['user']) ?? '', proofKey, port, problem: error.message }), 401);
    }
    throw error;
  }
}

function readPort(written: unknown): number {
  const port = Number(written);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw badRequest('the port of the client is missing.');
  }
  return port;
}
