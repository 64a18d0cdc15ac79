import type { EventOutbox } from './event-outbox.ts';
import { FAULT_KINDS, FaultSetting, Faults } from './faults.ts';
import type { MailStore } from './mail-store.ts';
import { type Markup, SCRIPT, STYLE_SHEET } from './page-layout.ts';
import { framedDocument, messagePage, notFoundPage, threadPage, threadsPage } from './pages.ts';
import { type SesAccount, sendEmail } from './ses-api.ts';
import { badRequest, notImplemented, SesError } from './ses-error.ts';

export interface Mailbox {
  readonly store: MailStore;
  readonly outbox: EventOutbox;
  readonly account: SesAccount;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface MailboxRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

export interface MailboxResponse {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Break the connection instead of answering. */
  readonly reset?: boolean;
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const MESSAGE_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
const MOST_LISTED = 500;

/** Answers the SES API, the JSON address and the pages. Throws SesError for refusals. */
export function answer(mailbox: Mailbox, request: MailboxRequest): MailboxResponse {
  const [first, second] = request.path.slice(1).split('/');
  if (first === 'v2') return sesApi(mailbox, request);
  if (first === 'api') return jsonApi(mailbox, request);
  if (request.method === 'POST') return form(mailbox, request);
  if (request.method !== 'GET') throw new SesError('MethodNotAllowed', 'Pages are read with GET.', 405);
  return readPage(mailbox, request, first ?? '', second ?? '');
}

function sesApi({ store, outbox, account, now }: Mailbox, request: MailboxRequest): MailboxResponse {
  if (!request.header('authorization')?.startsWith('AWS4-HMAC-SHA256 '))
    throw new SesError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  if (request.method !== 'POST' || request.path !== '/v2/email/outbound-emails')
    throw notImplemented(`${request.method} ${request.path}`);
  const sentAt = new Date(now()).toISOString();
  const sent = sendEmail(store, outbox, account, sentAt, parseJson(request.body));
  return { ...json({ MessageId: sent.messageId }), reset: sent.resetConnection };
}

function jsonApi({ store }: Mailbox, { method, path, query, body }: MailboxRequest): MailboxResponse {
  const [, , collection, id, ...more] = path.split('/');
  if (more.length === 0 && collection === 'messages') {
    if (id === undefined && method === 'GET') return json(store.messages(readFilter(query)));
    if (id === undefined && method === 'DELETE') {
      store.deleteMessages();
      return { status: 204 };
    }
    const message = id !== undefined && method === 'GET' ? store.message(decodeURIComponent(id)) : undefined;
    if (message) return json(message);
  }
  if (id === undefined && collection === 'faults') {
    if (method === 'PUT') store.setFaults(readFaults(parseJson(body)));
    if (method === 'PUT' || method === 'GET') return json(store.faults());
  }
  throw new SesError('NotFoundException', `There is no ${method} ${path}.`, 404);
}

function readFilter(query: URLSearchParams): { to?: string; tags: Record<string, string> } {
  const tags: Record<string, string> = {};
  for (const [name, value] of query) {
    if (name.startsWith('tag.')) tags[name.slice('tag.'.length)] = value;
    else if (name !== 'to') throw badRequest(`Messages are filtered by to and tag.<name>, not by ${name}.`);
  }
  const to = query.get('to');
  return { tags, ...(to === null ? {} : { to }) };
}

function readFaults(body: unknown): Faults {
  const result = Faults.safeParse(body);
  if (!result.success)
    throw badRequest(result.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; '));
  return result.data;
}

/** The pages' own forms. Another site's page may not press the buttons. */
function form({ store }: Mailbox, { path, header, body }: MailboxRequest): MailboxResponse {
  const site = header('sec-fetch-site') ?? 'same-origin';
  if (site !== 'same-origin' && site !== 'none')
    throw new SesError('AccessDeniedException', 'Forms are accepted from this mailbox only.', 403);
  if (path === '/messages/delete') store.deleteMessages();
  else if (path === '/faults') {
    const fields = new URLSearchParams(body);
    const kind = FAULT_KINDS.find((one) => one === fields.get('kind'));
    const written = fields.get('setting') ?? '';
    const setting = FaultSetting.safeParse(/^\d+$/.test(written) ? Number(written) : written);
    if (kind === undefined || !setting.success) throw badRequest('A fault switch needs a kind and a setting.');
    store.setFaults({ ...store.faults(), [kind]: setting.data });
  } else throw new SesError('NotFoundException', `There is no POST ${path}.`, 404);
  return { status: 303, headers: { location: '/' } };
}

function readPage(mailbox: Mailbox, { path, query }: MailboxRequest, first: string, id: string): MailboxResponse {
  const { store } = mailbox;
  if (path === '/mailbox.css') return { status: 200, type: 'text/css', body: STYLE_SHEET };
  if (path === '/mailbox.js') return { status: 200, type: 'text/javascript', body: SCRIPT };
  if (path === '/') {
    const to = query.get('to');
    if (to === null) return htmlPage(200, threadsPage(store.threads(MOST_LISTED), store.faults()));
    return htmlPage(200, threadPage(to, store.messages({ to, limit: MOST_LISTED }), store.faults()));
  }
  const message = first === 'messages' ? store.message(id) : undefined;
  if (message !== undefined && path === `/messages/${id}`)
    return htmlPage(200, messagePage(message, store.eventsOf(id), store.faults()));
  if (message?.html !== undefined && path === `/messages/${id}/html`)
    return {
      status: 200,
      type: 'text/html; charset=utf-8',
      body: framedDocument(message.html),
      headers: { 'content-security-policy': MESSAGE_POLICY },
    };
  return htmlPage(404, notFoundPage(store.faults()));
}

function htmlPage(status: number, markup: Markup): MailboxResponse {
  return {
    status,
    type: 'text/html; charset=utf-8',
    body: String(markup),
    headers: { 'content-security-policy': PAGE_POLICY },
  };
}

function json(content: unknown): MailboxResponse {
  return { status: 200, type: 'application/json', body: JSON.stringify(content) };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new SesError('SerializationException', String(error));
  }
}
