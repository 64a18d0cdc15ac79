import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { keys } from '../../../functions/requests/index.ts';
import { eventually } from '../../support/eventually.ts';
import { openFormBrowser, type Page } from '../../support/form-browser.ts';
import {
  askAndConfirm,
  askForData,
  codeFor,
  enterCode,
  mailsTo,
  signInStaff,
  untilInReview,
} from '../../support/journey.ts';
import { storedItems } from '../../support/stored-items.ts';
import type { TestCloud } from '../../support/test-cloud.ts';

/** Who may learn what of whom. */
export function privacyCases(running: () => TestCloud): void {
  it('gives known and unknown addresses the same answers and the same mails', async () => {
    const cloud = running();
    const known = 'a.mare@keller-stahl.example';
    const unknown = 'a.nobody@keller-stahl.example';
    await addMember(cloud, { email: known, name: 'Anna Mare' });
    const [one, other] = [await walk(known), await walk(unknown)];
    expect(other.pages).toEqual(one.pages);
    expect(other.mails).toEqual(one.mails);

    async function walk(email: string) {
      const { member, page } = await askForData(cloud, { email });
      const code = await codeFor(cloud, email, 'confirmation_code');
      const wrong = await enterCode(member, code === '000000' ? '000001' : '000000');
      const receipt = await enterCode(member, code);
      await eventually('the receipt is mailed', async () => (await mailsTo(cloud, email)).length === 2, 30_000);
      const pages = [page, wrong, receipt].map(shape);
      const mails = (await mailsTo(cloud, email)).map(({ milestone, subject }) => [milestone, withoutOwn(subject)]);
      return { pages, mails };
    }
  });

  it('answers a reference that exists and one that does not alike, and mails only for the one that does', async () => {
    const cloud = running();
    const email = 'sean.murphy@murphy-metals.example';
    const { reference } = await askAndConfirm(cloud, { email });
    const before = (await mailsTo(cloud, email)).length;
    const [real, invented] = [await walk(reference), await walk('PR-0000-0000')];
    expect(invented).toEqual(real);
    await eventually('a code is mailed', async () => (await mailsTo(cloud, email)).length > before, 30_000);

    async function walk(typed: string) {
      const browser = openFormBrowser(cloud.url);
      const asked = await browser.send(await browser.open('/en/track'), '/track', { reference: typed });
      const resent = await browser.send(asked, '/code/resend');
      return [asked, resent].map(shape);
    }
  });

  it('shows a stranger who has a reference nothing, and lets them change nothing', async () => {
    const cloud = running();
    const email = 'tom.byrne@visitor.example';
    const { reference } = await askAndConfirm(cloud, { email, relation: 'non_member' });
    const agent = await signInStaff(cloud, 'agent');
    const { id, version } = await untilInReview(agent, reference);

    const stranger = openFormBrowser(cloud.url);
    const asked = await stranger.send(await stranger.open('/en/track'), '/track', { reference });
    expect(asked.html).not.toContain('@visitor.example');
    const code = await codeFor(cloud, email, 'tracking_code');
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (let guess = 1; guess <= 5; guess++) {
      expect((await stranger.send(await stranger.open('/en/code'), '/code', { code: wrong })).status).toBe(422);
    }
    // Locked: the right code is too late now.
    expect((await stranger.send(await stranger.open('/en/code'), '/code', { code })).status).toBe(422);

    for (const path of ['/status', '/received', '/data', '/outcome', '/withdraw']) {
      expect((await stranger.open(`/en${path}`)).url.pathname).toBe('/en/track');
    }
    for (const path of ['/en/withdraw', '/en/data/code', '/requests/download']) {
      const page = await stranger.post(path, 'code=123456&language=en', {
        'content-type': 'application/x-www-form-urlencoded',
      });
      expect([path, page.url.pathname]).toEqual([path, '/en/track']);
    }
    expect((await agent.request(id)).version).toBe(version);
  });

  it('opens with a session only the request it was made for', async () => {
    const cloud = running();
    const mine = await askAndConfirm(cloud, {
      email: 'liu.yang@visitor.example',
      relation: 'non_member',
      language: 'zh',
    });
    const other = await askAndConfirm(cloud, { email: 'tom.byrne@visitor.example', relation: 'non_member' });
    const status = await mine.member.open('/status');
    expect(status.html).toContain(mine.reference);
    expect(status.html).not.toContain(other.reference);
    // Asking for another reference gives up the session; without its code the browser has neither.
    await mine.member.browser.send(await mine.member.open('/track'), '/track', { reference: other.reference });
    expect((await mine.member.open('/status')).url.pathname).toBe('/zh/track');
  });

  it('changes nothing when a mail scanner opens every link', async () => {
    const cloud = running();
    const email = 'scanned@elsewhere.example';
    await askForData(cloud, { email, relation: 'non_member' });
    await codeFor(cloud, email, 'confirmation_code');
    const [mail] = await mailsTo(cloud, email);
    const links = [...`${mail?.text} ${mail?.html}`.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([link]) => link);
    const own = links.filter((link) => link.startsWith(cloud.url));
    expect(own.length).toBeGreaterThan(0);
    const items = storedItems(cloud);
    await eventually(
      'the mail is settled',
      async () => {
        const { mails } = await items.request(mail?.requestId ?? '');
        return mails.every(({ delivery }) => delivery === 'delivered');
      },
      30_000,
    );
    // Requests of other cases may still be under way.
    const kept = async () =>
      (await items.all()).filter(({ pk }) => !pk.startsWith('REQ#') || pk === keys.requestPk(mail?.requestId ?? ''));
    const before = await kept();
    for (const link of own) {
      expect((await fetch(link)).status).toBe(200);
      await fetch(link, { method: 'HEAD' });
    }
    expect(await kept()).toEqual(before);
    items.close();
  });
}

/** Another member in the sample platform's account directory. */
export async function addMember(
  cloud: TestCloud,
  member: { readonly email: string; readonly name: string; readonly [field: string]: unknown },
): Promise<void> {
  const { PutCommand } = await import('@aws-sdk/lib-dynamodb');
  const items = storedItems(cloud);
  const Item = { member_id: `M-${randomUUID().slice(0, 8)}`, language: 'en', status: 'active', ...member };
  await items.client.send(new PutCommand({ TableName: cloud.resources['SamplePlatform/Table-members'], Item }));
  items.close();
}

/** What of a page another person could compare: without reference, date, form id and cookie values. */
function shape(page: Page) {
  const names = [...page.headers].filter(
    ([name]) => !['date', 'content-length', 'x-amzn-requestid', 'apigw-requestid'].includes(name),
  );
  return {
    status: page.status,
    path: page.url.pathname + page.url.search,
    headers: Object.fromEntries(
      names.map(([name, value]) => [
        name,
        name === 'set-cookie' ? value.replace(/=[\w-]{43}/, '=…') : withoutOwn(value),
      ]),
    ),
    html: withoutOwn(page.html),
  };
}

function withoutOwn(text: string): string {
  return text.replaceAll(/PR-[0-9A-Z]{4}-[0-9A-Z]{4}/g, 'PR-…').replaceAll(/value="[\w-]{22}"/g, 'value="…"');
}
