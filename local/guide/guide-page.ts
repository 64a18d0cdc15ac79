import { html } from 'hono/html';
import type { Standing } from '../demo-requests/index.ts';

export interface GuideAddresses {
  readonly memberSite: string;
  readonly staffConsole: string;
  readonly mailbox: string;
  readonly stepFunctions: string;
  /** Pages of the sample platform's recipients by key. */
  readonly recipients: Readonly<Record<string, string>>;
  /** Public pages of the sample platform's listings; absent without it. */
  readonly listings?: string;
  readonly dataDir: string;
}

const jumps = [
  ['1h', '1 hour'],
  ['6h', '6 hours'],
  ['1d', '1 day'],
  ['3d', '3 days'],
  ['1w', '1 week'],
  ['4w', '4 weeks'],
] as const;

/** The page for who tries the product: where everything is, and what time it is here. */
export function guidePage(
  addresses: GuideAddresses,
  now: string,
  deadLetters: number,
  demoRequests: Standing | undefined,
): string {
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Guide – privacy requests on this machine</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; max-width: 44rem; margin: 0 auto; padding: 0 1rem 3rem; }
  .banner { background: #ffdd57; padding: .5rem 1rem; margin: 0 -1rem; font-weight: 600; }
  dt { font-weight: 600; margin-top: .75rem; } dd { margin: 0; overflow-wrap: anywhere; }
  button { font: inherit; min-height: 2.75rem; padding: .25rem 1rem; margin: 0 .25rem .5rem 0; }
  code { background: #f0f0f0; padding: .1rem .3rem; }
</style>
</head>
<body>
<header class="banner">Demo on this machine. Sample data only; nothing is sent to anyone.</header>
<main>
<h1>Guide</h1>
<dl>
  <dt>Member site</dt><dd><a href="${addresses.memberSite}">${addresses.memberSite}</a></dd>
  <dt>Staff console</dt><dd><a href="${addresses.staffConsole}">${addresses.staffConsole}</a>: the sign-in page has one button per role</dd>
  <dt>Mailbox</dt><dd><a href="${addresses.mailbox}">${addresses.mailbox}</a>: every email, with its codes and links; can be told to fail</dd>
  ${Object.entries(addresses.recipients).map(
    ([key, url]) =>
      html`<dt>Recipient ${key}</dt><dd><a href="${url}">${url}</a>: what it was told to delete; can be told to misbehave</dd>`,
  )}
  ${addresses.listings ? html`<dt>Public listings</dt><dd><a href="${addresses.listings}">${addresses.listings}</a>: what everybody sees of the sample platform; a listing that is taken down is gone here</dd>` : ''}
  <dt>Workflows</dt><dd>Any Step Functions client: <code>AWS_ENDPOINT_URL_SFN=${addresses.stepFunctions}</code></dd>
  <dt>Work that was given up</dt><dd>${deadLetters === 0 ? 'none' : html`<a href="/api/demo/dead-letters">${deadLetters}</a>`}</dd>
</dl>
${
  demoRequests
    ? html`<h2>Demo requests</h2>
<p>${demoSentence(demoRequests)}</p>`
    : ''
}
<h2>Demo clock</h2>
<p>It is <time datetime="${now}">${now.slice(0, 16).replace('T', ' ')} UTC</time> here. Jump ahead, and everything due on the way happens:</p>
<form method="post" action="/api/demo/clock">
${jumps.map(([value, label]) => html`<button name="advance" value="${value}">${label}</button>`)}
</form>
<h2>Start over</h2>
<p>Stop the program and start it with <code>npm start -- --reset</code>: the data folder <code>${addresses.dataDir}</code> is emptied.</p>
</main>
</body>
</html>`);
}

function demoSentence({ requests, steps, stepsDone, complete, fault }: Standing): string {
  if (complete)
    return `${requests} requests of people of the sample platform are there, in every state, overdue ones too.`;
  if (fault !== undefined) return `They could not all be made: ${fault}. The next start goes on with them.`;
  return `They are being made: ${stepsDone} of ${steps} steps are done. Everything can be used meanwhile; load this page again to see how far they are.`;
}
