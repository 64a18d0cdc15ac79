/**
 * Whether a POST came from our own pages. Browsers say so themselves, in `Sec-Fetch-Site` (Fetch Metadata) or `Origin`
 * (Fetch), which a page of another site can't forge. A client that sends neither is no browser that another site could
 * misuse, and brings no cookie of one.
 *
 * @param publicUrl address people see, where a distribution in front keeps the host from us
 */
export function isSameOrigin(header: (name: string) => string | undefined, publicUrl?: string): boolean {
  const site = header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = header('origin');
  if (origin === undefined) return true;
  const ours = [header('x-forwarded-host'), header('host'), hostOf(publicUrl)].map((host) => host?.toLowerCase());
  const theirs = hostOf(origin);
  return theirs !== undefined && ours.includes(theirs);
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
}
