import type { SignInUser } from './messages.ts';

const STYLE = `
  body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: #16191f; background: #fff; }
  .banner { margin: 0; padding: .5rem 1rem; background: #5f1e00; color: #fff; font-weight: 600; text-align: center; }
  main { max-width: 30rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; }
  ul { list-style: none; margin: 0; padding: 0; }
  button { display: block; width: 100%; margin: 0 0 .75rem; padding: .75rem 1rem; border: 2px solid #0f4c81; border-radius: .5rem;
    background: #fff; color: #0f4c81; font: inherit; text-align: left; cursor: pointer; }
  button:hover, button:focus-visible { background: #0f4c81; color: #fff; outline: 3px solid #ffbf47; outline-offset: 1px; }
  .name { display: block; font-weight: 600; }
`;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><p class="banner">Development sign-in: anyone may choose anyone</p></header>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export function signInPage(action: string, users: readonly SignInUser[]): string {
  const choices = users.map(
    (
      user,
    ) => `<li><button name="user" value="${escapeHtml(user.id)}"><span class="name">Sign in as ${escapeHtml(user.name)}</span>
<span>${escapeHtml(user.groups.join(', ') || 'no role')}</span></button></li>`,
  );
  return page(
    'Who are you today?',
    `<form method="post" action="${escapeHtml(action)}"><ul>${choices.join('\n')}</ul></form>`,
  );
}

/** `form` is oidc-provider's own markup, with its token against forged requests. Cognito signs out without asking, and so does this where scripts run. */
export function signOutPage(form: string): string {
  return page(
    'Sign out',
    `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<script>document.querySelector('button[name=logout]').click();</script>`,
  );
}

export function signedOutPage(): string {
  return page('You are signed out', '<p>You can close this page.</p>');
}

export function errorPage(title: string, description: string | undefined): string {
  return page(title, `<p>${escapeHtml(description ?? '')}</p>`);
}
