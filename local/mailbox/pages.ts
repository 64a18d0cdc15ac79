import { html } from 'hono/html';
import { findCodesAndLinks, splitText } from './codes-and-links.ts';
import type { Faults } from './faults.ts';
import type { EventState, QueuedEvent, Thread } from './mail-store.ts';
import { bareAddress, decodeWords, type Message } from './message.ts';
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
      <section class="card">${envelope(message)} ${technicalDetails(message, events)}</section>
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

function envelope(message: Message): Markup {
  return definitions([
    ['From', decodeWords(message.from)],
    ['To', threadLinks(message.to)],
    ['Cc', threadLinks(message.cc)],
    ['Bcc', threadLinks(message.bcc)],
    ['Reply-To', message.replyTo.join(', ')],
    ['Sent', timeOf(message.sentAt)],
  ]);
}

function technicalDetails(message: Message, events: readonly QueuedEvent[]): Markup {
  const tags = Object.entries(message.tags).map((pair) => pair.join(' = '));
  const published = events.map(({ event, state }) => event['detail-type'] + EVENT_STATES[state]);
  return html`<details class="more">
    <summary>Technical details</summary>
    ${definitions([
      ['Id', message.id],
      ['Configuration set', message.configurationSet ?? ''],
      ['Tags', tags.join(', ')],
      ['Events', published.join(', ')],
      ...message.headers.map(({ name, value }) => [name, value] as const),
    ])}
  </details>`;
}

const EVENT_STATES: Readonly<Record<EventState, string>> = {
  pending: ' (waiting to be taken)',
  delivered: '',
  failed: ' (given up)',
};

function definitions(rows: readonly (readonly [string, string | Markup | readonly Markup[]])[]): Markup {
  const filled = rows.filter(([, value]) => !(typeof value === 'string' || Array.isArray(value)) || value.length > 0);
  return html`<dl>${filled.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function threadLinks(addresses: readonly string[]): Markup[] {
  return addresses.map((address) => html`<a href="/?to=${encodeURIComponent(bareAddress(address))}">${address}</a> `);
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
