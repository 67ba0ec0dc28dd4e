/** The page with which Okta sends a browser back, its assertion in a hidden field. */
export function renderSamlPage(action: string, ticket: string): string {
  const assertion = Buffer.from(`<saml2p:Response><saml2:Assertion>${ticket}</saml2:Assertion></saml2p:Response>`);
  // Okta writes the address in this way, and the driver reads it back.
  const escaped = action.replaceAll(':', '&#x3a;').replaceAll('/', '&#x2f;');
  return (
    `<html><body onload="document.forms[0].submit()"><form method="post" action="${escaped}">` +
    `<input name="SAMLResponse" type="hidden" value="${assertion.toString('base64')}"/></form></body></html>`
  );
}

/** The ticket inside the assertion of such a page; undefined when it has none. */
export function readAssertion(page: string): string | undefined {
  const [, value = ''] = /name="SAMLResponse"[^>]*value="([^"]+)"/.exec(page) ?? [];
  const [, ticket] = /<saml2:Assertion>([^<]+)<\/saml2:Assertion>/.exec(Buffer.from(value, 'base64').toString()) ?? [];
  return ticket;
}
