import { describe, expect, it } from 'vitest';
import { aPortal, filledIn, formId, type Portal, Visitor } from '../../support/a-portal.ts';

const minute = 60_000;
const send = { ...filledIn, form_id: formId };

async function sent(portal: Portal = aPortal(), language = 'en') {
  const member = new Visitor(portal);
  await member.post(`/${language}/request/send`, send);
  const state = await portal.requests.load(portal.lastRequest());
  return { portal, member, reference: state?.reference ?? '' };
}

async function confirmed(language = 'en') {
  const opened = await sent(aPortal(), language);
  await opened.member.post(`/${language}/code`, { code: await opened.portal.mailedCode('confirm') });
  return opened;
}

const statusOf = async (portal: Portal) => (await portal.requests.load(portal.lastRequest()))?.status;

describe('confirming', () => {
  it('takes the code as pasted, and shows reference, reply-by date and why', async () => {
    const { portal, member, reference } = await sent();
    const code = await portal.mailedCode('confirm');
    await member.post('/en/code', { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` });
    expect(member.path).toBe('/en/received');
    expect(member.heading).toBe('Request received');
    expect(member.text).toContain(reference);
    expect(member.text).toContain('2 December 2026');
    expect(member.text).toContain('We received your request on 2 November 2026');
    expect(await statusOf(portal)).toBe('verifying_identity');
  });

  it('says in Chinese what it says in English', async () => {
    const { member, reference } = await confirmed('zh');
    expect(member.heading).toBe('已收到申请');
    expect(member.text).toContain(reference);
    expect(member.text).toContain('2026年12月2日');
    expect(member.body).toContain('<html lang="zh-Hans">');
  });

  it('counts wrong codes down to a lock, and a new code opens', async () => {
    const { portal, member } = await sent();
    const code = await portal.mailedCode('confirm');
    const other = code === '111111' ? '222222' : '111111';
    const said: string[] = [];
    for (let i = 0; i < 5; i++) {
      await member.post('/en/code', { code: other });
      expect(member.status).toBe(422);
      said.push(...member.problems);
    }
    expect(said.map((text) => /\d times|once|no longer works/.exec(text)?.[0])).toEqual([
      '4 times',
      '3 times',
      '2 times',
      'once',
      'no longer works',
    ]);
    await member.post('/en/code', { code });
    expect(member.problems[0]).toContain('no longer works');
    await member.post('/en/code/resend', {});
    expect(member.text).toContain('You can ask for another in 60 seconds');
    portal.clock.at += minute;
    await member.post('/en/code/resend', {});
    expect(member.text).toContain('We have sent a new code');
    await member.post('/en/code', { code: await portal.mailedCode('confirm') });
    expect(member.path).toBe('/en/received');
  });

  it('refuses an expired code, an empty one and one given twice', async () => {
    const { portal, member } = await sent();
    const code = await portal.mailedCode('confirm');
    await member.post('/en/code', { code: '' });
    expect(member.problems).toEqual(['Enter the 6-digit code']);
    await member.post('/en/code', { code: '12a' });
    expect(member.problems).toEqual(['The code must have 6 digits']);
    await member.post('/en/code', { code: [code, code] });
    expect(member.status).toBe(422);
    portal.clock.at += 10 * minute;
    await member.post('/en/code', { code });
    expect(member.problems[0]).toContain('has expired');
    expect(await statusOf(portal)).toBe('awaiting_confirmation');
  });

  it('says so when the seven days are over', async () => {
    const { portal, member } = await sent();
    portal.clock.at += 90 * minute;
    const late = Date.parse('2026-11-09T10:00:00.001Z');
    const { clock } = portal;
    await member.post('/en/track', { reference: (await portal.requests.load(portal.lastRequest()))?.reference ?? '' });
    clock.at = late;
    await member.post('/en/track', { reference: (await portal.requests.load(portal.lastRequest()))?.reference ?? '' });
    await member.post('/en/code', { code: await portal.mailedCode('track') });
    expect(member.path).toBe('/en/status');
    expect(member.text).toContain('Closed: not verified');
  });

  it('starts again with kept answers when the address was wrong; the first request is withdrawn', async () => {
    const { portal, member } = await sent();
    const first = portal.lastRequest();
    await member.post('/en/code/change-email', {});
    expect(member.heading).toBe('What is your email address?');
    expect(member.body).toContain('value="mei.chen@example.org"');
    await member.post('/en/request/email', { ...member.hidden, email: 'mei@right.example', name: 'Mei Chen' });
    await member.post('/en/request/data', { ...member.hidden, category: [...filledIn.category] });
    await member.post('/en/request/send', member.hidden);
    expect(member.text).toContain('m…@right.example');
    expect(portal.lastRequest()).not.toBe(first);
    expect((await portal.requests.load(first))?.status).toBe('withdrawn');
    expect(await statusOf(portal)).toBe('awaiting_confirmation');
  });
});

describe('coming back with a reference', () => {
  it('opens the request on another device, after a code', async () => {
    const { portal, reference } = await confirmed();
    const phone = new Visitor(portal);
    await phone.post('/zh/track', { reference: reference.toLowerCase().replaceAll('-', ' ') });
    expect(phone.path).toBe('/zh/code');
    await phone.get('/zh/status');
    expect(phone.path).toBe('/zh/track?notice=ended');
    await phone.post('/zh/track', { reference });
    await phone.post('/zh/code', { code: await portal.mailedCode('track') });
    expect(phone.path).toBe('/zh/status');
    expect(phone.text).toContain(reference);
    expect(phone.text).toContain('正在核实身份');
  });

  it('confirms a request on another device', async () => {
    const { portal, reference } = await sent();
    portal.clock.at += minute;
    const phone = new Visitor(portal);
    await phone.post('/en/track', { reference });
    await phone.post('/en/code', { code: await portal.mailedCode('confirm') });
    expect(phone.path).toBe('/en/received');
    expect(await statusOf(portal)).toBe('verifying_identity');
  });

  it('can’t be told apart from a reference that does not exist: pages, limits, locks and writes', async () => {
    const trail = async (reference: string | undefined) => {
      const { portal, reference: real } = await confirmed();
      portal.clock.at += 5 * minute;
      const stranger = new Visitor(portal);
      const seen: unknown[] = [];
      const before = portal.writes();
      const note = () => {
        const writes = Object.entries(portal.writes()).map(([kind, count]) => [
          kind,
          count - before[kind as keyof typeof before],
        ]);
        seen.push([stranger.path, stranger.status, stranger.body, writes]);
      };
      await stranger.post('/en/track', { reference: reference ?? real });
      note();
      await stranger.post('/en/code/resend', {});
      note();
      for (let i = 0; i < 6; i++) {
        // The mail may or may not have gone out meanwhile; the real code is not among the guesses.
        await stranger.post('/en/code', { code: String(i).repeat(6) });
        note();
      }
      portal.clock.at += minute;
      await stranger.post('/en/code/resend', {});
      note();
      await stranger.get('/en/status');
      note();
      portal.clock.at += 11 * minute;
      await stranger.post('/en/code', { code: '123456' });
      note();
      return seen;
    };
    const unknown = await trail('PR-0000-0000');
    expect(await trail(undefined)).toEqual(unknown);
    expect(JSON.stringify(unknown)).not.toContain('example.org');
  });

  it('refuses what can’t be a reference', async () => {
    const { portal } = await sent();
    const before = portal.writes();
    const stranger = new Visitor(portal);
    await stranger.post('/en/track', { reference: '' });
    expect(stranger.problems).toEqual(['Enter your reference']);
    await stranger.post('/en/track', { reference: '<script>alert(1)</script>' });
    expect(stranger.status).toBe(422);
    expect(stranger.body).not.toContain('<script');
    expect(portal.writes()).toEqual(before);
  });
});

describe('known and unknown addresses', () => {
  it('see the same page and cause the same writes', async () => {
    const portal = aPortal();
    const ask = async (email: string, n: number) => {
      const member = new Visitor(portal);
      const before = portal.writes();
      await member.post('/en/request/send', { ...send, email, form_id: `${formId.slice(1)}${n}` });
      const written = Object.entries(portal.writes()).map(
        ([kind, count]) => count - before[kind as keyof typeof before],
      );
      const reference = (await portal.requests.load(portal.lastRequest()))?.reference ?? '';
      return { page: member.body.replaceAll(reference, 'PR'), written };
    };
    // No address is looked up before it is confirmed, so there is nothing that could differ.
    expect(await ask('mei@example.org', 1)).toEqual(await ask('max@example.org', 2));
  });
});

describe('a session', () => {
  it('that was tampered with is none', async () => {
    const { portal, member, reference } = await confirmed();
    await member.get('/en/status');
    expect(member.text).toContain(reference);
    const good = member.cookie ?? '';
    for (const cookie of [`${good}x`, good.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')), 'null', '%00', '']) {
      const stranger = new Visitor(portal);
      stranger.cookie = cookie;
      await stranger.get('/en/status');
      expect(stranger.path).toBe('/en/track?notice=ended');
      expect(stranger.text).not.toContain(reference);
    }
  });

  it('ends after two hours, and when it is left', async () => {
    const { portal, member } = await confirmed();
    const twin = new Visitor(portal);
    twin.cookie = member.cookie;
    await member.post('/en/leave', {});
    expect(member.text).toContain('You have left the request');
    expect(member.cookie).toBeUndefined();
    await twin.get('/en/status');
    expect(twin.path).toBe('/en/track?notice=ended');
    const again = await confirmed();
    again.portal.clock.at += 2 * 60 * minute;
    await again.member.get('/en/status');
    expect(again.member.path).toBe('/en/track?notice=ended');
  });

  it('gets a new token with the right code, in a cookie for this host alone', async () => {
    const { portal, member } = await sent();
    const before = member.cookie;
    const answer = await portal.app.request('/en/code', {
      method: 'POST',
      body: `code=${await portal.mailedCode('confirm')}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: `__Host-request=${before}` },
    });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).not.toContain(before);
    expect(cookie).toMatch(/^__Host-request=[\w-]{43}; Max-Age=7200; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('that only asked for a code opens no page of the request', async () => {
    const { portal, member } = await sent();
    for (const page of ['received', 'status', 'withdraw', 'data', 'outcome']) {
      await member.get(`/en/${page}`);
      expect(member.path).toBe('/en/track?notice=ended');
    }
    for (const page of ['withdraw', 'data/code']) {
      await member.post(`/en/${page}`, {});
      expect(member.path).toBe('/en/track?notice=ended');
    }
    expect(await statusOf(portal)).toBe('awaiting_confirmation');
  });
});
