import { randomBytes, randomUUID } from 'node:crypto';
import { dateCounter, preservationCounter } from '../../functions/deadlines/index.ts';
import {
  type CodePurpose,
  codeAsker,
  codeChecker,
  codeDrawer,
  limitCounter,
  sessionKeeper,
} from '../../functions/identity/index.ts';
import { portalApp } from '../../functions/portal/app.tsx';
import { filesApp } from '../../functions/portal/files-app.tsx';
import {
  type Actor,
  type Command,
  commandHandler,
  type RequestStore,
  requestSubmitter,
} from '../../functions/requests/index.ts';
import { makeLogger } from '../../functions/shared/log.ts';
import type { Organisation } from '../../functions/shared/organisation.ts';
import { Sensitive } from '../../functions/shared/sensitive.ts';
import { compileOrganisation } from '../../policy/compiler/index.ts';
import { fakeCodeStore, fakeKeyedHash, fakeLimitStore, fakeSessionStore } from './fake-identity-stores.ts';
import { fakeRequestStore } from './fake-request-store.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('the policy of policy/ferronex does not compile');
export const ferronex: Organisation = compiled.value;

/** The member site over stores in memory, with a clock that a test moves and the codes a mailer would have sent. */
export function aPortal(options: { readonly requests?: RequestStore; readonly organisation?: Organisation } = {}) {
  const clock = { at: Date.parse('2026-11-02T10:00:00.000Z') };
  const now = () => new Date(clock.at).toISOString();
  const fake = fakeRequestStore();
  const requests = options.requests ?? fake;
  const codes = fakeCodeStore();
  const sessions = fakeSessionStore();
  const limits = fakeLimitStore();
  const lines: string[] = [];
  const organisation = options.organisation ?? ferronex;
  const handle = commandHandler({
    requests,
    now,
    countDates: dateCounter(organisation),
    countPreservation: preservationCounter(organisation),
  });
  const draw = codeDrawer({ codes, keyedHash: fakeKeyedHash, now, randomBytes });
  const files = new Map<string, Uint8Array>();
  const log = makeLogger({ name: 'portal', level: 'debug', write: (line) => lines.push(line) });
  const publicUrl = 'https://privacy.example';
  const sessionsKept = sessionKeeper({ sessions, now, randomBytes });
  const forms = filesApp({
    organisation,
    publicUrl,
    requests,
    handle,
    sessions: sessionsKept,
    now,
    randomBytes,
    log,
    attachments: { put: async (requestId, id, content) => void files.set(`${requestId}/${id}`, content.reveal()) },
  });
  const portal = portalApp({
    organisation,
    publicUrl,
    requests,
    submit: requestSubmitter({ requests, now, newId: randomUUID, randomBytes }),
    handle,
    askForCode: codeAsker({ codes, now }),
    checkCode: codeChecker({ codes, keyedHash: fakeKeyedHash, now }),
    sessions: sessionsKept,
    keyedHash: fakeKeyedHash,
    countLimit: limitCounter({ limits, now }),
    now,
    randomBytes,
    log,
  });
  /** As the API leads them: forms that bring files have a function of their own. */
  const app = {
    request: (path: string, init: RequestInit) =>
      (init.method === 'POST' && /^\/[^/]+\/(answer|messages)$/.test(path) ? forms : portal).request(path, init),
  };
  const lastRequest = (): string => fake.effects.at(-1)?.requestId ?? '';
  return {
    app,
    /** What members sent, by request and file. */
    files,
    clock,
    requests: fake,
    codes,
    sessions,
    limits,
    lines,
    lastRequest,
    /** Draws the code as the mailer does, and gives it as the member reads it. */
    mailedCode: async (purpose: CodePurpose, id = lastRequest()) => (await draw(id, purpose)).reveal(),
    give: async (command: Command, actor: Actor = { kind: 'system', part: 'test' }, words?: string) => {
      const sealed = words === undefined ? [] : [{ name: 'words', value: new Sensitive(words) }];
      const given = await handle({ requestId: lastRequest(), command, actor, sealed });
      if (!given.ok) throw new Error(`${command.type}: ${given.refusal.code}`);
    },
    /** How many items there are of every kind: what one answer wrote more than another would show here. */
    writes: () => ({
      requests: fake.count(),
      effects: fake.effects.length,
      asks: codes.asks.length,
      sessions: sessions.size(),
      limits: [...limits.used.values()].reduce((sum, count) => sum + count, 0),
    }),
  };
}

export type Portal = ReturnType<typeof aPortal>;

/** A browser without scripts: keeps the cookie, follows redirects, fills in forms by their fields. */
export class Visitor {
  readonly portal: Portal;
  cookie: string | undefined;
  path = '/';
  status = 0;
  body = '';
  headers = new Headers();

  constructor(portal: Portal) {
    this.portal = portal;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<this> {
    return this.#take(path, { headers });
  }

  async post(path: string, fields: Fields | string, headers: Record<string, string> = {}): Promise<this> {
    const body = typeof fields === 'string' ? fields : encode(fields);
    const type = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
    return this.#take(path, { method: 'POST', body, headers: { ...type, ...headers } });
  }

  /** A form with files, as browsers send it. */
  async send(path: string, fields: Fields, files: readonly File[] = []): Promise<this> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields))
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    for (const file of files) body.append('files', file);
    if (files.length === 0) body.append('files', new File([], ''));
    return this.#take(path, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } });
  }

  async #take(
    path: string,
    init: { method?: string; body?: string | FormData; headers: Record<string, string> },
  ): Promise<this> {
    const cookie = this.cookie === undefined ? {} : { cookie: `__Host-request=${this.cookie}` };
    const answer = await this.portal.app.request(path, { ...init, headers: { ...cookie, ...init.headers } });
    const set = answer.headers.getSetCookie().find((line) => line.startsWith('__Host-request='));
    if (set !== undefined) this.cookie = /^__Host-request=([^;]*)/.exec(set)?.[1] || undefined;
    const location = answer.headers.get('location');
    if (location !== null && [302, 303].includes(answer.status)) return this.get(location);
    this.path = path;
    this.status = answer.status;
    this.body = await answer.text();
    this.headers = answer.headers;
    return this;
  }

  get title(): string {
    return unescaped(/<title>([^<]*)<\/title>/.exec(this.body)?.[1] ?? '');
  }

  get heading(): string {
    return unescaped(/<h1>([^<]*)<\/h1>/.exec(this.body)?.[1] ?? '');
  }

  /** Texts of the error summary. */
  get problems(): string[] {
    const summary = /<div class="error-summary"[\s\S]*?<\/div>/.exec(this.body)?.[0] ?? '';
    return [...summary.matchAll(/<a href="#([^"]*)">([^<]*)<\/a>/g)].map(([, , text = '']) => unescaped(text));
  }

  /** The page as read aloud, without tags. */
  get text(): string {
    return unescaped(this.body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '));
  }

  /** Values of the form's hidden fields. */
  get hidden(): Fields {
    const fields: Record<string, string[]> = {};
    for (const [tag] of this.body.matchAll(/<input type="hidden"[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(tag)?.[1] ?? '';
      fields[name] = [...(fields[name] ?? []), unescaped(/value="([^"]*)"/.exec(tag)?.[1] ?? '')];
    }
    return fields;
  }
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export function encode(fields: Fields): string {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
  return body.toString();
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** A form filled in as most members would. */
export const filledIn = {
  right: 'access',
  relation: 'member',
  acting: 'myself',
  email: 'mei.chen@example.org',
  name: 'Mei Chen',
  category: ferronex.categories.map(({ key }) => key),
} as const;

export const formId = 'AAAAAAAAAAAAAAAAAAAAAA';
