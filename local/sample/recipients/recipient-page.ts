import { html } from 'hono/html';
import { behaviours, type RecipientStore } from './recipient-store.ts';

/** What a recipient was told, and how it behaves. */
export function recipientPage(name: string, { behaviour, requests }: RecipientStore): string {
  const rows = requests.toReversed().map(
    ({ id, type, corrections, restricted, identities, takenAt, asked, answer, answeredAt }) => html`<li>
      <strong>${identities.map(({ value }) => value).join(', ')}</strong>: ${type}${restricted && type !== 'restriction' ? ', restricted' : ''}, <time>${takenAt}</time>
      ${corrections.map(({ field, value }) => html`<br>${field}: ${value === '' ? 'taken out' : value}`)}
      <br>Request <code>${id}</code>, asked ${asked === 1 ? 'once' : `${asked} times`}:
      ${answeredAt ? `said: ${answer} (${answeredAt})` : answer ? `going to say: ${answer}` : 'nothing said'}
    </li>`,
  );
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; max-width: 44rem; margin: 0 auto; padding: 0 1rem 3rem; }
  .banner { background: #ffdd57; padding: .5rem 1rem; margin: 0 -1rem; font-weight: 600; }
  button { font: inherit; min-height: 2.75rem; padding: .25rem 1rem; margin: 0 .25rem .5rem 0; }
  button[aria-pressed=true] { font-weight: 700; border: 3px solid #1b1b1b; }
  code { overflow-wrap: anywhere; }
</style>
</head>
<body>
<header class="banner">A made-up company that gets data of the sample platform.</header>
<main>
<h1>${name}</h1>
<h2>How it behaves</h2>
<form method="post" action="/behaviour">
${Object.entries(behaviours).map(
  ([key, text]) =>
    html`<button name="behaviour" value="${key}" aria-pressed="${key === behaviour ? 'true' : 'false'}">${text}</button>`,
)}
</form>
<h2>What it was told</h2>
${requests.length === 0 ? html`<p>Nothing yet.</p>` : html`<ul>${rows}</ul>`}
</main>
</body>
</html>`);
}
