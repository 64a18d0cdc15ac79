import { html } from 'hono/html';
import { findCodesAndLinks, splitText } from './codes-and-links.ts';
import type { Faults } from './faults.ts';
import type { QueuedEvent, Thread } from './mail-store.ts';
import type { Message } from './message.ts';
import { type Markup, page } from './page-layout.ts';

export function threadsPage(threads: readonly Thread[], faults: Faults): Markup {
  const rows = threads.map(
    ({ address, count, latest }) => html`<li>
      <a href="/?to=${encodeURIComponent(address)}">
        <span class="row"><strong>${address}</strong>${timeOf(latest.sentAt)}</span>
        <span class="row"><span>${latest.subject}</span><span class="badge">${count}</span></span>
      </a>
    </li>`,
  );
  const list = html`<ul class="list">${rows}</ul>`;
  return page('Recipients', faults, html`<h1>Recipients</h1>${threads.length > 0 ? list : nothingYet}`);
}

export function threadPage(address: string, messages: readonly Message[], faults: Faults): Markup {
  const rows = messages.map(
    (message) => html`<li>
      <a href="/messages/${message.id}">
        <span class="row"><strong>${message.subject}</strong>${timeOf(message.sentAt)}</span>
        <span class="quiet">${preview(message)}</span>
      </a>
    </li>`,
  );
  const list = html`<ul class="list">${rows}</ul>`;
  return page(address, faults, html`<h1>${address}</h1>${messages.length > 0 ? list : nothingYet}`);
}

export function messagePage(message: Message, events: readonly QueuedEvent[], faults: Faults): Markup {
  const { codes, links } = findCodesAndLinks(message);
  const frame = html`<section>
    <h2 class="quiet">HTML</h2>
    <iframe
      src="/messages/${message.id}/html"
      title="The message as HTML"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
    ></iframe>
  </section>`;
  return page(
    message.subject,
    faults,
    html`<h1>${message.subject}</h1>
      <section class="card">${headerList(message, events)}</section>
      ${codes.length + links.length > 0 ? foundList(codes, links) : ''}
      ${message.text === undefined ? '' : textSection(message.text)} ${message.html === undefined ? '' : frame}`,
  );
}

export function notFoundPage(faults: Faults): Markup {
  return page('Not found', faults, html`<h1>Not found</h1><p>There is no such page or message here.</p>`);
}

/** The message's own document. `<base>` makes its links open beside the mailbox instead of inside the frame. */
export function framedDocument(messageHtml: string): string {
  const base = '<base target="_blank">';
  return /<head\b[^>]*>/i.test(messageHtml)
    ? messageHtml.replace(/<head\b[^>]*>/i, (head) => head + base)
    : base + messageHtml;
}

function headerList(message: Message, events: readonly QueuedEvent[]): Markup {
  const rows: (readonly [string, string])[] = [
    ['From', message.from],
    ['To', message.to.join(', ')],
    ['Cc', message.cc.join(', ')],
    ['Bcc', message.bcc.join(', ')],
    ['Reply-To', message.replyTo.join(', ')],
    ['Sent', message.sentAt],
    ['Id', message.id],
    ['Configuration set', message.configurationSet ?? ''],
    [
      'Tags',
      Object.entries(message.tags)
        .map((pair) => pair.join(' = '))
        .join(', '),
    ],
    ...message.headers.map(({ name, value }) => [name, value] as const),
    ['Events', events.map(({ event, state }) => `${event['detail-type']} (${state})`).join(', ')],
  ];
  const filled = rows.filter(([, value]) => value !== '');
  return html`<dl>${filled.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function foundList(codes: readonly string[], links: readonly string[]): Markup {
  return html`<section class="card" aria-label="Codes and links">
    <ul class="found">
      ${codes.map((code) => html`<li><span class="code">${code}</span>${copyButton(code)}</li>`)}
      ${links.map((link) => html`<li>${anchor(link)}${copyButton(link)}</li>`)}
    </ul>
  </section>`;
}

function textSection(text: string): Markup {
  const pieces = splitText(text).map(({ kind, text: piece }) => {
    if (kind === 'link') return anchor(piece);
    return kind === 'code' ? html`<span class="code">${piece}</span>` : piece;
  });
  return html`<section>
    <h2 class="quiet">Text</h2>
    <pre class="card">${pieces}</pre>
  </section>`;
}

function anchor(link: string): Markup {
  return html`<a href="${link}" target="_blank" rel="noopener noreferrer">${link}</a>`;
}

function copyButton(text: string): Markup {
  return html`<button type="button" data-copy="${text}" hidden>Copy</button>`;
}

function timeOf(sentAt: string): Markup {
  return html`<time datetime="${sentAt}">${sentAt.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

function preview({ text = '' }: Message): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

const nothingYet = html`<p class="card">No messages yet. What the application sends appears here; then refresh.</p>`;
