/** What the driver tells of a sign-in: nothing when it went well, else the problem, already escaped for HTML. */
export interface BrowserResult {
  readonly error: string | null;
}

/** The page on which the person at the browser ends. Without scripts, and without anything from elsewhere. */
export function renderBrowserPage({ error }: BrowserResult): string {
  const [title, text] =
    error === null
      ? ['You are signed in', 'Go back to the program that asked you to. This window may be closed.']
      : ['Signing in failed', `${error} The program that asked you to sign in knows of it, too.`];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; }
</style>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
</body>
</html>
`;
}
