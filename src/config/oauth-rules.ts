import { isLoopback } from './host.js';
import type { ParameterName } from './parameters.js';
import type { RuleContext, Violation } from './rules.js';

const SERVER_URLS = ['oauth_authorization_url', 'oauth_token_request_url'] as const;
const REDIRECT = 'oauth_redirect_uri' as const;
const CLIENT = ['oauth_client_id', 'oauth_client_secret'] as const;

/** The addresses of an OAuth provider, and what a provider that is not Snowflake needs. */
export function checkOauth(context: RuleContext): readonly Violation[] {
  return [...checkUrls(context), ...checkOtherProvider(context)];
}

function checkUrls({ values }: RuleContext): readonly Violation[] {
  return [...SERVER_URLS, REDIRECT].flatMap((parameter) => {
    const text = values[parameter];
    const message = text === undefined ? undefined : judgeUrl(text, parameter === REDIRECT);
    return message === undefined ? [] : [{ parameter, message }];
  });
}

function judgeUrl(text: string, isRedirect: boolean): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return `is not an address such as ${isRedirect ? '"http://127.0.0.1:8080"' : '"https://login.example.com/oauth"'}.`;
  }
  if (url.username !== '' || url.password !== '') {
    return 'holds a user or password; give them as "oauth_client_id" and "oauth_client_secret".';
  }
  const isSafe = isRedirect || url.protocol === 'https:' || isLoopback(url.hostname);
  return isSafe ? undefined : 'must begin with https://; http is for addresses of this machine.';
}

/** Snowflake's own provider knows its client; any other has to be told who asks. */
function checkOtherProvider({ values, authenticator }: RuleContext): readonly Violation[] {
  const isOther = SERVER_URLS.some((name) => isElsewhere(values[name]));
  if (authenticator !== 'OAUTH_AUTHORIZATION_CODE' || !isOther) {
    return [];
  }
  const needed: readonly ParameterName[] = [...CLIENT, ...SERVER_URLS];
  return needed
    .filter((parameter) => values[parameter] === undefined)
    .map((parameter) => ({ parameter, message: '; a provider other than Snowflake needs it.' }));
}

function isElsewhere(text: string | undefined): boolean {
  return (
    text !== undefined && URL.canParse(text) && !/\.snowflakecomputing\.(com|cn|mil)$/.test(new URL(text).hostname)
  );
}
