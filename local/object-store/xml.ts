import { S3Error } from './s3-error.ts';

export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent };

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** One S3 answer document. Arrays repeat their element, `undefined` leaves it out. */
export function renderXml(root: string, content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${render(content)}</${root}>`;
}

/** S3's error document carries no namespace. */
export function renderErrorXml(content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${render(content)}</Error>`;
}

function render(content: XmlContent): string {
  if (content === undefined) return '';
  if (typeof content !== 'object') return escapeXml(String(content));
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one: XmlContent) => [name, one] as const))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${render(value)}</${name}>`)
    .join('');
}

function escapeXml(text: string): string {
  // Control characters become references, as S3 writes them, so that a key is never changed on the way.
  return text.replace(/[&<>"'\p{Cc}]/gu, (character) => `&#${character.codePointAt(0)};`);
}

export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

const TOKEN = /<\?xml[^>]*\?>|<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;

/**
 * Reads the element-and-text documents S3 clients send. Comments, CDATA and document types never occur in them and are
 * refused, so no entity can be declared.
 */
export function parseXml(source: string): XmlElement {
  const malformed = new S3Error(400, 'MalformedXML', 'The XML you provided was not well-formed.');
  type Open = { name: string; text: string; children: XmlElement[] };
  const stack: Open[] = [{ name: '', text: '', children: [] }];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source);
    const open = stack.at(-1);
    if (token === null || open === undefined) throw malformed;
    const [whole, closing, name, , selfClosing] = token;
    if (name === undefined) {
      if (!whole.startsWith('<?')) open.text += unescapeXml(whole, malformed);
    } else if (closing === '/') {
      const parent = stack.at(-2);
      if (open.name !== name || parent === undefined) throw malformed;
      stack.pop();
      parent.children.push(open);
    } else if (selfClosing === '/') open.children.push({ name, text: '', children: [] });
    else stack.push({ name, text: '', children: [] });
  }
  const [document] = stack;
  const root = document?.children[0];
  if (stack.length !== 1 || document?.children.length !== 1 || root === undefined) throw malformed;
  return root;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string, malformed: S3Error): string {
  return text.replace(/&([^;]*);?/g, (_, reference: string) => {
    const numeric = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(reference);
    const codePoint = numeric && Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] ? 16 : 10);
    if (codePoint !== null && codePoint <= 0x10ffff) return String.fromCodePoint(codePoint);
    const named = Object.hasOwn(ENTITIES, reference) ? ENTITIES[reference] : undefined;
    if (named === undefined) throw malformed;
    return named;
  });
}
