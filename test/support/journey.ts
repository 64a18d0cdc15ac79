/** What a member and staff do by HTTP, beyond what the demo requests need of them. */
import type { RequestView } from '../../functions/console/views.ts';
import {
  codeFor,
  type Member,
  mailsTo,
  type Site,
  type Staff,
  untilStatus,
} from '../../local/demo-requests/journey.ts';

import { formOf } from './form-browser.ts';

export * from '../../local/demo-requests/journey.ts';

/** Asks for a fresh code, types it in, and gives the link that the answer leads to. */
export async function linkToPackage(site: Site, member: Member): Promise<URL> {
  const already = (await mailsTo(site, member.email, 'download_code')).length;
  const asked = await member.browser.send(await member.open('/data'), '/data/code');
  const code = await codeFor(site, member.email, 'download_code', already);
  const released = await member.browser.send(asked, '/requests/download', { code });
  if (!released.leadsTo) throw new Error(`${released.status} instead of a link to the package`);
  return released.leadsTo;
}

/** The package as the browser downloads it. */
export async function downloadPackage(site: Site, member: Member): Promise<Buffer> {
  const response = await fetch(await linkToPackage(site, member));
  if (response.status !== 200) throw new Error(`${response.status} instead of the package`);
  return Buffer.from(await response.arrayBuffer());
}

/** Writes to staff from the page of a request, with files. */
export async function writeMessage({ browser, open }: Member, message: string, files: readonly File[]): Promise<void> {
  const page = await open('/messages');
  const form = new FormData();
  for (const { name, value } of formOf(page.html, '/messages').fields)
    if (name !== 'files') form.append(name, name === 'message' ? message : value);
  for (const file of files) form.append('files', file);
  // Only a response tells how its parts are divided.
  const sent = new Response(form);
  const body = new Uint8Array(await sent.arrayBuffer());
  const answer = await browser.post(page.url.pathname, body, {
    'content-type': sent.headers.get('content-type') ?? '',
  });
  if (answer.status !== 200) throw new Error(`${answer.status} instead of the message`);
}

/** Waits until staff find the reference in the queue, and the request is in review. */
export async function untilInReview(staff: Staff, reference: string): Promise<RequestView> {
  const summary = await staff.find(reference);
  if (!summary) throw new Error(`Staff do not find ${reference} in the queue`);
  return untilStatus(staff, summary.id, 'in_review');
}
