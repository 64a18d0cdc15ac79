/**
 * Whether a POST came from our own pages. Browsers say so themselves, in `Sec-Fetch-Site` (Fetch Metadata) or `Origin`
 * (Fetch), which a page of another site can't forge. A client that sends neither is no browser that another site could
 * misuse, and brings no cookie of one. Behind a distribution the host people see is `X-Forwarded-Host`, not `Host`.
 */
export function isSameOrigin(header: (name: string) => string | undefined): boolean {
  const site = header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = header('origin');
  if (origin === undefined) return true;
  const host = header('x-forwarded-host') ?? header('host');
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
