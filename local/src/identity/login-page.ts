/** What the page of the engine's identity provider shows and carries. */
export interface LoginPage {
  readonly user: string;
  readonly proofKey: string;
  /** Where the client waits on this machine. */
  readonly port: number;
  readonly problem?: string;
}

/** The page of the engine's identity provider: a form without scripts. */
export function renderLoginPage({ user, proofKey, port, problem }: LoginPage): string {
  const warning = problem === undefined ? '' : `<p role="alert">${escapeHtml(problem)}</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Sign in</title>
<style>
body { font: 16px system-ui, sans-serif; max-width: 22rem; margin: 10vh auto; padding: 0 1rem; color: #1b2733; }
label { display: block; margin-top: 1rem; }
input { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; }
button { margin-top: 1.5rem; padding: .6rem 1.2rem; font: inherit; }
[role=alert] { color: #b00020; }
</style>
</head>
<body>
<h1>Sign in</h1>
<p>This is the identity page of a local engine. It knows the engine’s own users only.</p>
${warning}
<form method="post" action="/identity/login">
<input type="hidden" name="proof_key" value="${escapeHtml(proofKey)}">
<input type="hidden" name="port" value="${port}">
<label>User <input name="user" value="${escapeHtml(user)}" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Sign in</button>
</form>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' };
  return text.replaceAll(/[&<>"']/g, (sign) => `&${names[sign] ?? ''};`);
}
