/** A page as a browser without scripts has it. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Set when the answer leads to another site, which is not followed. */
  readonly leadsTo?: URL;
}

/** Values of a form's fields; one that is undefined is left out. */
export type FieldValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A browser without scripts for one site: keeps cookies, follows redirects within the site, sends the forms of its pages. */
export interface FormBrowser {
  readonly cookies: Map<string, string>;
  open(path: string): Promise<Page>;
  /** Sends the page's form with this action (its end is enough): what the fields hold, with `values` in place of theirs. */
  send(page: Page, action: string, values?: FieldValues): Promise<Page>;
  /** Sends a body as it is: for what no browser sends. */
  post(path: string, body: string | Uint8Array<ArrayBuffer>, headers?: Readonly<Record<string, string>>): Promise<Page>;
}

/**
 * @param headers sent with every request
 * @param send carries requests to the site; by default over the network
 */
export function openFormBrowser(
  origin: string,
  headers: Readonly<Record<string, string>> = {},
  send: typeof fetch = fetch,
): FormBrowser {
  const cookies = new Map<string, string>();

  async function fetchPage(address: URL, init: RequestInit): Promise<Page> {
    let url = address;
    let request = init;
    for (let hops = 0; hops < 10; hops++) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await send(url, {
        ...request,
        redirect: 'manual',
        headers: { ...headers, ...(cookie ? { cookie } : {}), ...(request.headers as Record<string, string>) },
      });
      keep(response.headers.getSetCookie());
      const html = await response.text();
      const page = { url, status: response.status, headers: response.headers, html };
      const location = response.headers.get('location');
      if (!location) return page;
      const next = new URL(location, url);
      if (next.origin !== url.origin) return { ...page, leadsTo: next };
      url = next;
      request = {};
    }
    throw new Error(`Too many redirects, the last to ${url}`);
  }

  function keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/;\s*max-age=0\b/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  return {
    cookies,
    open: (path) => fetchPage(new URL(path, origin), {}),
    send(page, action, values = {}) {
      const form = formOf(page.html, action);
      const fields = new URLSearchParams();
      const own = form.fields.filter(({ name }) => !(name in values));
      for (const { name, value } of own) fields.append(name, value);
      for (const [name, value] of Object.entries(values)) {
        for (const one of value === undefined ? [] : [value].flat()) fields.append(name, one);
      }
      return fetchPage(new URL(form.action, page.url), { method: 'POST', body: fields });
    },
    post: (path, body, own = {}) => fetchPage(new URL(path, origin), { method: 'POST', body, headers: { ...own } }),
  };
}

export interface PageForm {
  readonly action: string;
  /** What would be sent without touching it: hidden and text fields, and what is chosen. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** The form of a page whose action ends so. Throws when the page has none. */
export function formOf(html: string, action: string): PageForm {
  for (const [, attributes = '', content = ''] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
    const own = attribute(attributes, 'action') ?? '';
    if (own.endsWith(action)) return { action: own, fields: fieldsIn(content) };
  }
  throw new Error(`No form with action ${action} on the page:\n${textOf(html)}`);
}

function fieldsIn(html: string): PageForm['fields'] {
  const controls = html.matchAll(/<input\b([^>]*)>|<textarea\b([^>]*)>(.*?)<\/textarea>/gs);
  return [...controls].flatMap(([, input, textArea, text]) => {
    const attributes = input ?? textArea ?? '';
    const name = attribute(attributes, 'name');
    if (name === undefined) return [];
    const choice = /\btype="(radio|checkbox)"/.test(attributes);
    if (choice && !/\schecked\b/.test(attributes)) return [];
    return [{ name, value: text === undefined ? (attribute(attributes, 'value') ?? '') : unescapeHtml(text) }];
  });
}

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(` ${attributes}`)?.[1];
  return found === undefined ? undefined : unescapeHtml(found);
}

/** What a page says, without its tags. */
export function textOf(html: string): string {
  const body = html.replace(/<(style|script|head)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ' ');
  return unescapeHtml(body).replaceAll(/\s+/g, ' ').trim();
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function unescapeHtml(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    return entities[name] ?? whole;
  });
}
