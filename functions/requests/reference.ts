/** Letters and digits that can't be taken for one another on paper or the phone (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A reference for people, such as `PR-7K3M-9QXZ`: 40 random bits. `randomBytes` must give 8 bytes. */
export function makeReference(randomBytes: (size: number) => Uint8Array): string {
  const letters = [...randomBytes(8)].map((byte) => alphabet[byte % 32]).join('');
  return `PR-${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/**
 * The reference a person meant: case, spaces, dashes and look-alikes (O, I, L) are forgiven.
 * Undefined when it can't be one.
 */
export function readReference(typed: string): string | undefined {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-\u2013\u2014_.]/g, '')
    .replace(/^PR/, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (letters.length !== 8 || ![...letters].every((letter) => alphabet.includes(letter))) return undefined;
  return `PR-${letters.slice(0, 4)}-${letters.slice(4)}`;
}
