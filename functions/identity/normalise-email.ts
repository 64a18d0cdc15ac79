import { domainToASCII } from 'node:url';
import { accepted, type Result, refused } from '../shared/result.ts';

/** What HTML calls a valid address (https://html.spec.whatwg.org/#valid-e-mail-address), with a dot in the domain. */
const local = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const domain = /^(?=.{1,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * The form in which addresses are compared, hashed and written to: full-width letters made plain, lower case, the
 * domain in ASCII (IDNA). What is not a plain address, such as one with line breaks or quotes, is refused, so an
 * address can't smuggle anything into a mail header.
 */
export function normaliseEmail(typed: string): Result<string, { readonly code: 'not_an_address' }> {
  const no = refused({ code: 'not_an_address' } as const);
  const plain = typed.normalize('NFKC').trim();
  const at = plain.lastIndexOf('@');
  if (at < 1) return no;
  const localPart = plain.slice(0, at).toLowerCase();
  const host = domainToASCII(plain.slice(at + 1)).toLowerCase();
  if (!local.test(localPart) || !domain.test(host)) return no;
  const address = `${localPart}@${host}`;
  return address.length > 254 ? no : accepted(address);
}

/** An address as a page may show it to who typed it: `m…@example.org`. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}…${address.slice(at)}`;
}
