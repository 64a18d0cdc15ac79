import { html } from 'hono/html';
import { FAULT_KINDS, type FaultKind, type Faults } from './faults.ts';

export type Markup = ReturnType<typeof html>;

const FAULT_TEXTS: Readonly<Record<FaultKind, string>> = {
  'reset-after-accept': 'Accept, then break the connection',
  'error-500': 'Answer 500',
  throttle: 'Throttle (TooManyRequestsException)',
  reject: 'Reject (MessageRejected)',
  bounce: 'Accept, then bounce',
  complaint: 'Deliver, then complain',
};

export function page(title: string, faults: Faults, content: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} – Development mailbox</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/mailbox.css" />
    <script src="/mailbox.js" defer></script>
  </head>
  <body>
    <aside class="banner"><strong>Development mailbox.</strong> Every email stops here; nothing is delivered to anyone.</aside>
    <header><a href="/" class="home">Mailbox</a><a href="" class="button">Refresh</a></header>
    <main>${content}</main>
    <footer>${faultSwitches(faults)} ${deleteAll}</footer>
  </body>
</html>`;
}

function faultSwitches(faults: Faults): Markup {
  const active = FAULT_KINDS.filter((kind) => faults[kind] !== 'off').length;
  return html`<details class="faults" ${active > 0 ? 'open' : ''}>
    <summary>Fault switches ${active > 0 ? html`<span class="badge warn">${active} on</span>` : ''}</summary>
    <p class="quiet">Make sending fail. A client that retries counts as sending again.</p>
    ${FAULT_KINDS.map((kind) => faultSwitch(kind, faults))}
  </details>`;
}

function faultSwitch(kind: FaultKind, faults: Faults): Markup {
  const setting = faults[kind];
  const state = typeof setting === 'number' ? `next ${setting}` : setting === 'off' ? 'off' : 'on until off';
  return html`<form method="post" action="/faults" class="fault">
    <input type="hidden" name="kind" value="${kind}" />
    <span class="name">${FAULT_TEXTS[kind]}</span>
    <span class="badge ${setting === 'off' ? '' : 'warn'}">${state}</span>
    <span class="choices" role="group" aria-label="${FAULT_TEXTS[kind]}">
      <button name="setting" value="1">Next 1</button>
      <button name="setting" value="3">Next 3</button>
      <button name="setting" value="until-off">Until off</button>
      <button name="setting" value="off">Off</button>
    </span>
  </form>`;
}

const deleteAll = html`<form method="post" action="/messages/delete"><button class="danger">Delete all messages</button></form>`;

export const STYLE_SHEET = `
:root { color-scheme: light dark; --ink: light-dark(#16191d, #e8eaed); --quiet: light-dark(#545b64, #a3abb5);
  --paper: light-dark(#fff, #1b1e23); --ground: light-dark(#f2f4f7, #121417); --line: light-dark(#d5dbe1, #343a42);
  --link: light-dark(#0b57a4, #8ab8ff); --warn: light-dark(#7a4a00, #ffd08a); --warn-ground: light-dark(#fff3dc, #3a2a0c); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 0 1rem 2rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.4rem; margin: 1rem 0 .5rem; }
.banner { margin: 0 -1rem; padding: .5rem 1rem; background: var(--warn-ground); color: var(--warn);
  border-bottom: 1px solid var(--line); font-size: .9rem; }
header { display: flex; justify-content: space-between; align-items: center; padding: .75rem 0; }
.home { font-weight: 600; text-decoration: none; color: inherit; font-size: 1.1rem; }
.list { list-style: none; margin: 0; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
.list > li + li { border-top: 1px solid var(--line); }
.list a { display: block; padding: .75rem 1rem; text-decoration: none; color: inherit; }
.list a:hover { background: var(--ground); }
.row { display: flex; justify-content: space-between; gap: 1rem; }
.quiet, time { color: var(--quiet); font-size: .875rem; }
time { white-space: nowrap; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 0 0 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; font-size: .9rem; }
dt { color: var(--quiet); } dd { margin: 0; }
pre { margin: 0; font: .95rem/1.55 ui-monospace, monospace; white-space: pre-wrap; }
iframe { width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: .5rem; background: #fff; }
.code { font: 600 1.1em ui-monospace, monospace; user-select: all; background: var(--warn-ground); color: var(--warn);
  padding: .05em .3em; border-radius: .25rem; }
.found { list-style: none; margin: 0; padding: 0; } .found li { display: flex; gap: .75rem; align-items: center;
  justify-content: space-between; padding: .25rem 0; }
details.more { margin-top: .75rem; font-size: .9rem; } details.more summary { color: var(--quiet); cursor: pointer; }
.badge { border: 1px solid var(--line); border-radius: 1rem; padding: .05rem .6rem; font-size: .8rem; color: var(--quiet); }
.badge.warn { background: var(--warn-ground); color: var(--warn); border-color: currentColor; }
button, .button { font: inherit; font-size: .875rem; padding: .35rem .75rem; border: 1px solid var(--line);
  border-radius: .35rem; background: var(--paper); color: var(--ink); text-decoration: none; cursor: pointer;
  min-height: 2.25rem; white-space: nowrap; flex: none; }
button:hover, .button:hover { border-color: var(--link); }
.danger { color: light-dark(#a11414, #ff9c9c); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.faults { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
.faults summary { cursor: pointer; font-weight: 600; }
.fault { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; padding: .5rem 0; border-top: 1px solid var(--line); }
.fault .name { flex: 1 1 14rem; } .choices { display: flex; flex-wrap: wrap; gap: .35rem; }
footer { margin-top: 2rem; display: grid; gap: 1rem; }
@media (max-width: 30rem) { .row { flex-wrap: wrap; gap: 0 1rem; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .35rem; } }
`;

/** Copy buttons; without it codes and links can still be selected and opened. */
export const SCRIPT = `
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = 'Copied';
});
for (const button of document.querySelectorAll('[data-copy]')) button.hidden = false;
`;
