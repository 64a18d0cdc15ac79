/** Drives an access request by HTTP: as the member's browser without scripts, the member's mailbox, and staff of the console. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { RedactionView } from '../../functions/console/review-views.ts';
import type { QueueView, RequestSummary, RequestView } from '../../functions/console/views.ts';
import type { Right } from '../../functions/requests/index.ts';
import { findCodesAndLinks } from '../mailbox/codes-and-links.ts';
import type { Message } from '../mailbox/message.ts';
import { type FieldValues, type FormBrowser, openFormBrowser, type Page, textOf } from './form-browser.ts';
import { signInAs } from './sign-in-as.ts';

/** Where the product runs: an embedded cloud in this process or in another. */
export interface Site {
  /** Of the member site and the console. */
  readonly url: string;
  readonly mailboxUrl: string;
  /** Carries requests to member site and console; by default over the network. */
  readonly fetch?: typeof fetch;
  /** How long to wait for what a machine does by itself, in milliseconds; by default a minute. */
  readonly patience?: number;
  /** Ends all waiting, with its reason. */
  readonly stop?: AbortSignal;
}

/** What a member types into the form. */
export interface Ask {
  readonly email: string;
  /** Default English. */
  readonly language?: 'en' | 'zh';
  /** Default a copy. */
  readonly rights?: readonly Right[];
  /** Default `member`. */
  readonly relation?: 'member' | 'former_member' | 'non_member';
  readonly name?: string;
  readonly agent?: { readonly name: string; readonly statement: string };
  /** Default all. */
  readonly categories?: readonly string[];
  /** What a complaint or question says. */
  readonly complaint?: { readonly words: string; readonly reference?: string };
  /** Of a correction: each by the parts of the form. */
  readonly corrections?: readonly Readonly<Record<string, string>>[];
  readonly listing?: { readonly listing: string; readonly extent: 'listing' | 'contact'; readonly evidence?: string };
  /** Plain ISO dates. */
  readonly period?: { readonly from?: string; readonly to?: string };
  /** What the pages ask that only some rights have, by field. */
  readonly details?: FieldValues;
  /** Sent with every request of the browser. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Member {
  readonly email: string;
  readonly language: 'en' | 'zh';
  readonly browser: FormBrowser;
  /** Codes mailed to the address before this request. */
  readonly earlierCodes: number;
  /** Opens a page of the member's language, such as `/status`. */
  open(path: string): Promise<Page>;
}

/** In milliseconds: two cores may be busy with other things. */
const usualPatience = 120_000;
/** How long until the next look: the longer it takes, the rarer, so that many who wait do not hold up what they wait for. */
const pauseAfter = (waited: number): number => Math.min(500, Math.max(50, waited / 8));

/** Fills in the form page by page up to "Check your answers", and gives that page. */
export async function fillIn(site: Site, ask: Ask): Promise<{ readonly member: Member; readonly page: Page }> {
  const {
    email,
    language = 'en',
    rights = ['access'],
    relation = 'member',
    name = '',
    agent,
    categories,
    period,
    complaint,
    details = {},
  } = ask;
  const member = await memberOf(site, email, language, ask.headers);
  const { browser } = member;
  const what = await member.open('/request');
  const who = await browser.send(what, '/request/what', { right: rights });
  const address = await browser.send(who, '/request/who', {
    relation,
    acting: agent ? 'someone_else' : 'myself',
    agent_name: agent?.name ?? '',
    agent_statement: agent?.statement ?? '',
  });
  let page = await browser.send(address, '/request/email', { email, name });
  const fields: FieldValues = {
    ...(categories ? { category: categories } : {}),
    ...dateFields('from', period?.from),
    ...dateFields('to', period?.to),
    ...(complaint ? { complaint: complaint.words, complaint_reference: complaint.reference ?? '' } : {}),
    ...Object.fromEntries(
      (ask.corrections ?? []).flatMap((parts, index) =>
        Object.entries(parts).map(([part, text]) => [`correction_${index + 1}_${part}`, text]),
      ),
    ),
    ...(ask.listing
      ? {
          listing: ask.listing.listing,
          listing_extent: ask.listing.extent,
          listing_evidence: ask.listing.evidence ?? '',
        }
      : {}),
    ...details,
  };
  for (let step = stepOf(page); step !== 'send'; step = stepOf(page)) {
    const sent = await browser.send(page, `/request/${step}`, fields);
    if (stepOf(sent) === step) throw unexpected('the next page', sent);
    page = sent;
  }
  return { member, page };
}

/** The page of the form, by where it sends what was typed in. */
function stepOf(page: Page): string {
  const step = /<form id="answers"[^>]* action="\/\w+\/request\/(\w+)"/.exec(page.html)?.[1];
  if (!step) throw unexpected('a page of the form', page);
  return step;
}

async function memberOf(
  site: Site,
  email: string,
  language: 'en' | 'zh',
  headers?: Readonly<Record<string, string>>,
): Promise<Member> {
  const browser = openFormBrowser(site.url, headers, site.fetch);
  const earlierCodes = (await mailsTo(site, email, 'confirmation_code')).length;
  return { email, language, browser, earlierCodes, open: (path) => browser.open(`/${language}${path}`) };
}

function dateFields(which: 'from' | 'to', date: string | undefined): Record<string, string> {
  const [year, month, day] = date?.split('-') ?? [];
  if (!year || !month || !day) return {};
  return { [`${which}_day`]: day, [`${which}_month`]: month, [`${which}_year`]: year };
}

/** Fills in the form and sends it; the member is now asked for the code. */
export async function askForData(site: Site, ask: Ask): Promise<{ readonly member: Member; readonly page: Page }> {
  const { member, page } = await fillIn(site, ask);
  const code = await member.browser.send(page, '/request/send');
  if (code.status !== 200 || !code.url.pathname.endsWith('/code'))
    throw unexpected('a page that asks for a code', code);
  return { member, page: code };
}

export interface Confirmed {
  readonly member: Member;
  readonly reference: string;
  /** Plain ISO date. */
  readonly replyBy: string;
}

/** Types in the code that was mailed, and reads reference and date off the receipt. */
export async function confirm(site: Site, member: Member): Promise<Confirmed> {
  const code = await codeFor(site, member.email, 'confirmation_code', member.earlierCodes);
  const page = await enterCode(member, code);
  if (!page.url.pathname.endsWith('/received')) throw unexpected('the receipt', page);
  return { member, ...receiptOf(page) };
}

/** The whole of what a member does first: asks and confirms. */
export async function askAndConfirm(site: Site, ask: Ask): Promise<Confirmed> {
  const { member } = await askForData(site, ask);
  return confirm(site, member);
}

/** Sends the code page's form. */
export async function enterCode(member: Member, code: string): Promise<Page> {
  return member.browser.send(await member.open('/code'), '/code', { code });
}

function receiptOf(page: Page): { readonly reference: string; readonly replyBy: string } {
  const reference = /<dd class="reference">([^<]+)<\/dd>/.exec(page.html)?.[1];
  const replyBy = /<time datetime="(\d{4}-\d\d-\d\d)"/.exec(page.html)?.[1];
  if (!reference || !replyBy) throw unexpected('a receipt with reference and date', page);
  return { reference, replyBy };
}

/** Opens a request from another browser, by its reference and the code that is then mailed. */
export async function track(
  site: Site,
  { reference, email, language = 'en' }: { reference: string; email: string; language?: 'en' | 'zh' },
): Promise<{ readonly member: Member; readonly page: Page }> {
  const member = await memberOf(site, email, language);
  const { browser } = member;
  const already = (await mailsTo(site, email, 'tracking_code')).length;
  await browser.send(await member.open('/track'), '/track', { reference });
  const page = await enterCode(member, await codeFor(site, email, 'tracking_code', already));
  return { member, page };
}

export async function withdraw(member: Member): Promise<Page> {
  return member.browser.send(await member.open('/withdraw'), '/withdraw');
}

/** A mail in the mailbox, with the milestone its outbox id names. */
export type Mail = Message & { readonly milestone: string; readonly requestId: string };

/** All mails to an address, oldest first; of one milestone, if named. */
export async function mailsTo(site: Site, email: string, milestone?: string): Promise<Mail[]> {
  const mails = await mailsTagged(site, new URLSearchParams({ to: email }));
  return mails.filter((mail) => milestone === undefined || mail.milestone === milestone);
}

/** All mails of a request, oldest first. */
export async function mailsOf(site: Site, requestId: string): Promise<Mail[]> {
  return mailsTagged(site, new URLSearchParams({ 'tag.request-id': requestId }));
}

async function mailsTagged(site: Site, filter: URLSearchParams): Promise<Mail[]> {
  const response = await fetch(`${site.mailboxUrl}/api/messages?${filter}`);
  if (!response.ok) throw new Error(`${response.status} from the mailbox: ${await response.text()}`);
  const newestFirst = (await response.json()) as Message[];
  return newestFirst.toReversed().map((message) => ({
    ...message,
    // `<event number>-<milestone>`, or `code-<instant>-<milestone>` for one asked for later.
    milestone: /[a-z_]+$/.exec(message.tags['outbox-id'] ?? '')?.[0] ?? '',
    requestId: message.tags['request-id'] ?? '',
  }));
}

/** Waits for the mail with a code, behind `already` earlier ones, and gives its six digits. */
export async function codeFor(site: Site, email: string, milestone: string, already = 0): Promise<string> {
  let mails: Mail[] = [];
  await waitUntil(site, `a mail ${milestone} to ${email} arrives`, async () => {
    mails = await mailsTo(site, email, milestone);
    return mails.length > already;
  });
  const newest = mails.at(-1);
  const [code] = newest ? findCodesAndLinks(newest).codes : [];
  if (code === undefined) throw new Error(`The mail ${milestone} to ${email} holds no code`);
  return code;
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** A member of staff with the console's API. */
export interface Staff {
  readonly id: string;
  readonly site: Site;
  call<Body = unknown>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer<Body>>;
  /** The request's view. */
  request(id: string): Promise<RequestView>;
  /** Gives a command with the version the request has now. */
  command(
    id: string,
    command: { readonly type: string; readonly [field: string]: unknown },
  ): Promise<Answer<RequestView>>;
  /** The request of a reference, from the queue. */
  find(reference: string, queue?: 'open' | 'closed'): Promise<RequestSummary | undefined>;
}

/** Signs in through the sign-in service as the console does. */
export async function signInStaff(site: Site, userId: string): Promise<Staff> {
  const send = site.fetch ?? fetch;
  const settings = await send(`${site.url}/api/staff/sign-in`);
  const { authority, clientId, scope } = (await settings.json()) as Record<'authority' | 'clientId' | 'scope', string>;
  const redirectUri = `${site.url}/staff/signed-in`;
  const { accessToken } = await signInAs({ issuer: authority, clientId, redirectUri, userId, scope });

  async function call<Body>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer<Body>> {
    const response = await send(`${site.url}/api/staff${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // A page, while the API itself is away.
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: (isJson ? await response.json() : await response.text()) as Body };
  }

  async function request(id: string): Promise<RequestView> {
    const { status, body } = await call<RequestView>('GET', `/requests/${id}`);
    if (status !== 200) throw new Error(`${status} for request ${id}: ${JSON.stringify(body)}`);
    return body;
  }

  return {
    id: userId,
    site,
    call,
    request,
    async command(id, command) {
      const { version } = await request(id);
      return call<RequestView>('POST', `/requests/${id}/commands`, { expectedVersion: version, ...command });
    },
    async find(reference, queue = 'open') {
      let cursor: string | undefined;
      do {
        const query = new URLSearchParams({ name: queue, ...(cursor === undefined ? {} : { cursor }) });
        const { body } = await call<QueueView>('GET', `/queue?${query}`);
        const found = body.requests.find((summary) => summary.reference === reference);
        if (found) return found;
        cursor = body.cursor;
      } while (cursor !== undefined);
      return undefined;
    },
  };
}

/** Waits until the request is in this status, and gives its view. */
export async function untilStatus(staff: Staff, id: string, status: RequestView['status']): Promise<RequestView> {
  return untilRequest(staff, id, `is ${status}`, (view) => {
    if (view.parked && status !== view.status) throw new Error(`parked: ${JSON.stringify(view.parked)}`);
    return view.status === status;
  });
}

/** Waits until the request is so, and gives its view. */
export async function untilRequest(
  staff: Staff,
  id: string,
  what: string,
  isSo: (view: RequestView) => boolean,
): Promise<RequestView> {
  let view: RequestView | undefined;
  await waitUntil(staff.site, `request ${id} ${what}`, async () => {
    view = await staff.request(id);
    return isSo(view);
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}; it is ${view?.status}`, { cause: error });
  });
  if (!view) throw new Error('never looked at');
  return view;
}

/** Accepts whatever is proposed to be left out of a copy. */
export async function acceptRedactions(staff: Staff, id: string): Promise<void> {
  const { collections, redactions } = await staff.request(id);
  if (!redactions?.undecided) return;
  for (const { id: collection } of collections.filter(({ outcome }) => outcome === 'found'))
    await acceptRedactionsIn(staff, id, collection);
}

/** Reads what is proposed to be left out of one source, and accepts it. */
export async function acceptRedactionsIn(staff: Staff, id: string, collection: string): Promise<void> {
  const path = `/requests/${id}/collections/${collection}/redactions`;
  const read = await staff.call<RedactionView>('GET', path);
  if (read.status !== 200) throw new Error(`${read.status} for ${path}: ${JSON.stringify(read.body)}`);
  if (!read.body.values.some(({ decision }) => decision === 'undecided')) return;
  const changed = await staff.call('POST', path, { type: 'accept_all', list: read.body.list });
  if (changed.status !== 200) throw new Error(`${changed.status} for ${path}: ${JSON.stringify(changed.body)}`);
}

/** Approves a request in review, with all redactions proposed, and waits until its package is there and the member was told. */
export async function approve(site: Site, staff: Staff, id: string): Promise<RequestView> {
  await acceptRedactions(staff, id);
  const { status, body } = await staff.command(id, { type: 'approve' });
  if (status !== 200) throw new Error(`${status} for approve: ${JSON.stringify(body)}`);
  const view = await untilStatus(staff, id, 'completed');
  await untilTold(site, id, 'access_ready');
  return view;
}

/** Waits until the mail of this milestone about the request is in the mailbox. */
export async function untilTold(site: Site, id: string, milestone: string): Promise<void> {
  await waitUntil(site, `the member is told: ${milestone}`, async () =>
    (await mailsOf(site, id)).some((mail) => mail.milestone === milestone),
  );
}

/** Places a legal hold; the matter's id. */
export async function placeHold(staff: Staff, scope: Readonly<Record<string, unknown>>, today: Date): Promise<string> {
  const matter = randomUUID();
  const reviewOn = new Date(today.getTime() + 90 * 86_400_000).toISOString().slice(0, 10);
  const words = { name: 'Supplier dispute', owner: 'Legal', reason: 'Claim expected' };
  const { status, body } = await staff.call('POST', '/holds', { matter, ...words, reviewOn, scopes: [scope] });
  if (status !== 201) throw new Error(`${status} for a hold: ${JSON.stringify(body)}`);
  return matter;
}

async function waitUntil(site: Site, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const { patience = usualPatience } = site;
  for (const start = performance.now(); ; ) {
    site.stop?.throwIfAborted();
    if (await isSo()) return;
    const waited = performance.now() - start;
    if (waited > patience) throw new Error(`Waited ${patience} ms in vain until ${what}`);
    await delay(pauseAfter(waited));
  }
}

function unexpected(wanted: string, page: Page): Error {
  return new Error(`Wanted ${wanted}, got ${page.status} ${page.url.pathname}: ${textOf(page.html).slice(0, 600)}`);
}
