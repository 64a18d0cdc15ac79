import type { AttachmentType } from '../requests/index.ts';

/** Files in one message or answer, and bytes of all of them: what a function can be sent is 6 MB in base64. */
export const mostFiles = 3;
export const mostFileBytes = 4_000_000;

const extensions: Readonly<Record<AttachmentType, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'text/plain': ['txt'],
  'text/csv': ['csv'],
};

const signatures: readonly (readonly [AttachmentType, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
];

/**
 * What a file is, by its first bytes, whatever it is called: PDF, PNG, JPEG, or text in UTF-8. Undefined for anything else:
 * archives and office files can hold what nobody sees before it is opened.
 */
export function attachmentType(content: Uint8Array, name: string): AttachmentType | undefined {
  if (content.length === 0) return undefined;
  const signed = signatures.find(([, bytes]) => bytes.every((byte, at) => content[at] === byte));
  if (signed) return signed[0];
  if (!isText(content)) return undefined;
  return /\.csv$/i.test(name.trim()) ? 'text/csv' : 'text/plain';
}

/** UTF-8 without control characters other than those of lines. */
function isText(content: Uint8Array): boolean {
  if (content.some((byte) => byte === 0x7f || (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte)))) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

const mostOfName = 100;

/**
 * A file's name as it is shown: without folders, controls and direction overrides, of at most 100 characters, and with an
 * ending that says what it is.
 */
export function attachmentName(typed: string, type: AttachmentType): string {
  const last = typed.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}<>:"|?*]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const [first = 'txt'] = extensions[type];
  const ending = /\.([^.]*)$/.exec(clean)?.[1]?.toLowerCase();
  const known = ending !== undefined && extensions[type].includes(ending);
  const base = (known ? clean.slice(0, -(ending.length + 1)) : clean).replace(/^\.+/, '').trim();
  return `${[...(base || 'file')].slice(0, mostOfName - 5).join('')}.${known ? ending : first}`;
}

/** The ending of a file of this type, for a name that says nothing of what is in it. */
export function extensionOf(type: AttachmentType): string {
  return extensions[type][0] ?? 'bin';
}
