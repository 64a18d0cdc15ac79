import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFormBrowser, textOf } from '../../support/form-browser.ts';
import { signInStaff } from '../../support/journey.ts';
import { type StoredItems, storedItems } from '../../support/stored-items.ts';
import { startTestCloud, type TestCloud } from '../../support/test-cloud.ts';

let cloud: TestCloud;
let items: StoredItems;
beforeAll(async () => {
  cloud = await startTestCloud();
  items = storedItems(cloud);
}, 180_000);
afterAll(async () => {
  items?.close();
  await cloud?.close();
});

const formType = { 'content-type': 'application/x-www-form-urlencoded' };

/** A whole form, as the last page sends it. */
function aForm(changes: Readonly<Record<string, string | readonly string[] | undefined>> = {}): string {
  const form = new URLSearchParams();
  const fields = {
    right: 'access',
    relation: 'non_member',
    acting: 'myself',
    email: `bad-input-${randomBytes(4).toString('hex')}@visitor.example`,
    category: ['registration'],
    form_id: randomBytes(16).toString('base64url'),
    ...changes,
  };
  for (const [name, value] of Object.entries(fields))
    for (const one of value === undefined ? [] : [value].flat()) form.append(name, one);
  return form.toString();
}

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = formType) =>
  openFormBrowser(cloud.url).post('/en/request/send', body, headers);

/** Requests, their events and references: mails and codes of earlier ones may still be on their way. */
async function requestsWritten(): Promise<number> {
  return (await items.all()).filter(({ pk, sk }) => pk.startsWith('REF#') || sk === 'STATE' || sk.startsWith('EVENT#'))
    .length;
}

describe('a form that is not right', () => {
  it.each([
    ['nothing in it', () => '', 422],
    ['no address', () => aForm({ email: undefined }), 422],
    ['an address that is none', () => aForm({ email: 'not an address' }), 422],
    ['two addresses', () => aForm({ email: ['a@b.example', 'c@d.example'] }), 422],
    ['a right that does not exist', () => aForm({ right: 'everything' }), 422],
    ['a category that does not exist', () => aForm({ category: ['secrets'] }), 422],
    ['a name of 10,000 characters', () => aForm({ name: 'x'.repeat(10_000) }), 422],
    ['a day that does not exist', () => aForm({ from_day: '31', from_month: '2', from_year: '2026' }), 422],
  ])('with %s is shown again with what is wrong, and nothing is written', async (_what, form, status) => {
    const before = await requestsWritten();
    const page = await post(form());
    expect(page.status).toBe(status);
    expect(page.html).toMatch(/<title>Error:/);
    expect(await requestsWritten()).toBe(before);
  });

  it('keeps the answers', async () => {
    const page = await post(aForm({ email: 'nearly@right', name: 'Ada Lovelace' }));
    expect(page.status).toBe(422);
    expect(page.html).toContain('nearly@right');
    expect(page.html).toContain('Ada Lovelace');
  });
});

describe('a body that is no form', () => {
  it.each([
    ['JSON', '{"right":"access"}', { 'content-type': 'application/json' }, 415],
    ['no content type', 'right=access', { 'content-type': '' }, 415],
    ['more than a form can have', `right=${'x'.repeat(200_000)}`, formType, 413],
    ['10 MB and a byte', 'x'.repeat(10 * 1024 * 1024 + 1), formType, 413],
  ])('%s is refused, and nothing is written', async (_what, body, headers, status) => {
    const before = await requestsWritten();
    expect((await post(body, headers)).status).toBe(status);
    expect(await requestsWritten()).toBe(before);
  });
});

describe('what people really write', () => {
  it.each([
    ['emoji', 'Zoë 🙂 Müller'],
    ['right to left', 'ليلى حدّاد'],
    ['Chinese', '李伟'],
    ['markup', '<script>alert(1)</script>'],
  ])('%s in a name is accepted', async (_what, name) => {
    const page = await post(aForm({ name }));
    expect([page.status, page.url.pathname]).toEqual([200, '/en/code']);
    expect(page.html).not.toContain('<script');
  });
});

describe('what was tampered with or sent twice', () => {
  it('the same form sent again is the same request', async () => {
    const form = aForm();
    await post(form);
    const before = await requestsWritten();
    const again = await post(form);
    expect([again.status, again.url.pathname]).toEqual([200, '/en/code']);
    expect(await requestsWritten()).toBe(before);
  });

  it.each(['x', 'A'.repeat(43), '../../etc', ''])('the cookie %j opens nothing', async (cookie) => {
    const browser = openFormBrowser(cloud.url);
    browser.cookies.set('__Host-request', cookie);
    for (const path of ['/en/status', '/en/received', '/en/data']) {
      const page = await browser.open(path);
      expect(page.url.pathname).toBe('/en/track');
    }
  });

  it('a reference that cannot be one, and one that does not exist, say the same as any other', async () => {
    for (const reference of ['PR-0000-0000', 'pr 0000 0000']) {
      const page = await openFormBrowser(cloud.url).post(
        '/en/track',
        new URLSearchParams({ reference }).toString(),
        formType,
      );
      expect([page.status, page.url.pathname]).toEqual([200, '/en/code']);
    }
    const nonsense = await openFormBrowser(cloud.url).post('/en/track', 'reference=%27%20OR%201=1', formType);
    expect(nonsense.status).toBe(422);
    expect(textOf(nonsense.html)).not.toContain('SQL');
  });

  it('another site cannot send our forms', async () => {
    const before = await requestsWritten();
    const page = await post(aForm(), { ...formType, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
    expect(page.status).toBe(403);
    expect(await requestsWritten()).toBe(before);
  });

  it('a task token nobody gave out resumes nothing', async () => {
    const answer = await fetch(cloud.stepFunctionsUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AWSStepFunctions.SendTaskSuccess' },
      body: JSON.stringify({ taskToken: 'made-up', output: '{}' }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('InvalidToken');
  });

  it('the staff API takes no token but its own, and no command it does not know', async () => {
    const bare = await fetch(`${cloud.url}/api/staff/queue?name=open`);
    expect(bare.status).toBe(401);
    const forged = await fetch(`${cloud.url}/api/staff/queue?name=open`, {
      headers: { authorization: 'Bearer e30.e30.x' },
    });
    expect(forged.status).toBe(401);
    const agent = await signInStaff(cloud, 'agent');
    const unknown = await agent.call('POST', '/requests/00000000-0000-0000-0000-000000000000/commands', {
      type: 'erase',
    });
    expect(unknown.status).toBeGreaterThanOrEqual(400);
    expect(unknown.status).toBeLessThan(500);
  });
});
