import { html } from 'hono/html';

/** A listing as everybody may see it. */
export interface PublicListing {
  readonly listing_id: string;
  readonly company: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly contact_name: string | null;
  readonly contact_phone: string | null;
  readonly contact_email: string | null;
}

/** All listings there are for everybody. */
export function listingsPage(listings: readonly PublicListing[]): string {
  return page(
    'Steel market',
    html`<h1>Steel market</h1>
<p>${listings.length} listings.</p>
<ul>${listings.map(
      ({ listing_id, title, company }) =>
        html`<li><a href="/listings/${listing_id}">${title ?? listing_id}</a>, ${company ?? ''}</li>`,
    )}</ul>`,
  );
}

export function listingPage({ listing_id, company, title, description, ...contact }: PublicListing): string {
  const { contact_name, contact_phone, contact_email } = contact;
  const named = [contact_name, contact_phone, contact_email].filter((part) => part !== null && part !== '');
  return page(
    title ?? listing_id,
    html`<p><a href="/">All listings</a></p>
<h1>${title ?? listing_id}</h1>
<p>${description ?? ''}</p>
<dl>
<dt>Number</dt><dd>${listing_id}</dd>
<dt>Company</dt><dd>${company ?? ''}</dd>
<dt>Contact</dt><dd>${named.length > 0 ? named.join(', ') : 'none given'}</dd>
</dl>`,
  );
}

export function noListingPage(): string {
  return page(
    'No such listing',
    html`<h1>No such listing</h1><p>It was taken down, or never was.</p><p><a href="/">All listings</a></p>`,
  );
}

export function notNowPage(): string {
  return page('Not now', html`<h1>Not now</h1><p>The listings can’t be read at the moment. Try again.</p>`);
}

function page(title: string, content: ReturnType<typeof html>): string {
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; max-width: 44rem; margin: 0 auto; padding: 0 1rem 3rem; }
  .banner { background: #ffdd57; padding: .5rem 1rem; margin: 0 -1rem; font-weight: 600; }
  dt { font-weight: 600; margin-top: .75rem; } dd { margin: 0; overflow-wrap: anywhere; }
</style>
</head>
<body>
<header class="banner">Public pages of the made-up sample platform.</header>
<main>${content}</main>
</body>
</html>`);
}
