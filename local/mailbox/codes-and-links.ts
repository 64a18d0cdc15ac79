import type { Message } from './message.ts';

// ASCII only, so that Chinese text right behind a URL stays text; not ending in punctuation of the sentence.
const URL_PATTERN = /https?:\/\/[\w.~:/?#[\]@!$&()*+,;=%-]*[\w~/#@$&*+=%-]/g;
// Six digits in one run or two groups of three, not part of a longer number, a word, a URL or a date.
const CODE_PATTERN = /(?<![\w/.:#=&?-])(\d{6}|\d{3} \d{3})(?![\w/-]|[.:]\d)/g;

export interface TextPiece {
  readonly kind: 'text' | 'link' | 'code';
  readonly text: string;
}

/** Cuts plain text into what may be clicked, what may be copied, and the rest; the pieces joined are the text. */
export function splitText(text: string): TextPiece[] {
  const found = [
    ...[...text.matchAll(URL_PATTERN)].map(({ 0: match, index }) => ({ kind: 'link' as const, text: match, index })),
    ...[...text.matchAll(CODE_PATTERN)].map(({ 0: match, index }) => ({ kind: 'code' as const, text: match, index })),
  ].sort((a, b) => a.index - b.index);
  const pieces: TextPiece[] = [];
  let position = 0;
  for (const { kind, text: piece, index } of found) {
    if (index < position) continue;
    if (index > position) pieces.push({ kind: 'text', text: text.slice(position, index) });
    pieces.push({ kind, text: piece });
    position = index + piece.length;
  }
  if (position < text.length) pieces.push({ kind: 'text', text: text.slice(position) });
  return pieces;
}

/** Of the text, or where there is none, of the HTML with its tags taken off; each once, codes without their space. */
export function findCodesAndLinks(message: Pick<Message, 'text' | 'html'>): { codes: string[]; links: string[] } {
  const pieces = splitText(message.text ?? textOf(message.html ?? ''));
  const of = (kind: TextPiece['kind']) => pieces.filter((piece) => piece.kind === kind).map(({ text }) => text);
  const hrefs = [...(message.html ?? '').matchAll(/\shref\s*=\s*["'](https?:\/\/[^"']+)["']/gi)];
  return {
    codes: [...new Set(of('code').map((code) => code.replace(' ', '')))],
    links: [...new Set([...of('link'), ...hrefs.map(([, href = '']) => unescapeHtml(href))])],
  };
}

function textOf(html: string): string {
  return unescapeHtml(html.replace(/<(style|script|head)\b.*?<\/\1\s*>/gis, ' ').replace(/<[^>]*>/g, ' '));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

function unescapeHtml(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    return ENTITIES[name] ?? whole;
  });
}
