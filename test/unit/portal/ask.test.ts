import { describe, expect, it } from 'vitest';
import { subjectItem } from '../../../functions/requests/index.ts';
import { aPortal, encode, ferronex, filledIn, formId, Visitor } from '../../support/a-portal.ts';

const nothing = { requests: 0, effects: 0, asks: 0, sessions: 0, limits: 0 };

function visit() {
  const portal = aPortal();
  return { portal, member: new Visitor(portal) };
}

const send = { ...filledIn, form_id: formId };

describe('asking for a copy of my data', () => {
  it('goes page by page, keeps every answer in the form, and writes nothing before it is sent', async () => {
    const { portal, member } = visit();
    await member.get('/en');
    expect(member.heading).toBe('Your privacy rights');
    expect(member.text).toContain('Within one month of the day you send your request');
    await member.get('/en/request');
    expect(member.heading).toBe('What do you want us to do?');
    await member.post('/en/request/what', { ...member.hidden, right: 'access' });
    expect(member.heading).toBe('Who are you?');
    await member.post('/en/request/who', { ...member.hidden, relation: 'member', acting: 'myself' });
    expect(member.heading).toBe('What is your email address?');
    await member.post('/en/request/email', { ...member.hidden, email: ' Mei.Chen@Example.org ', name: 'Mei Chen' });
    expect(member.heading).toBe('Which data do you want?');
    expect(member.body.match(/type="checkbox"[^>]*checked/g)).toHaveLength(ferronex.categories.length);
    await member.post('/en/request/data', {
      ...member.hidden,
      category: ['registration', 'devices'],
      from_day: '1',
      from_month: '02',
      from_year: '2025',
    });
    expect(member.heading).toBe('Check your answers');
    expect(member.text).toContain('mei.chen@example.org');
    expect(member.text).toContain('Registration details · Devices');
    expect(member.text).toContain('Since 1 February 2025');
    expect(portal.writes()).toEqual(nothing);

    await member.post('/en/request/send', member.hidden);
    expect(member.path).toBe('/en/code');
    expect(member.text).toContain('m…@example.org');
    const state = await portal.requests.load(portal.lastRequest());
    expect(state).toMatchObject({
      rights: ['access'],
      relation: 'member',
      onBehalf: false,
      language: 'en',
      categories: ['registration', 'devices'],
      period: { from: '2025-02-01' },
      replyBy: '2026-12-02',
      confirmBy: '2026-11-09T10:00:00.000Z',
      status: 'awaiting_confirmation',
    });
    expect(portal.requests.effects.map(({ effect }) => effect.kind === 'mail' && effect.milestone)).toEqual([
      'confirmation_code',
    ]);
    const subject = await portal.requests.readSealed(portal.lastRequest(), subjectItem);
    expect(subject?.reveal()).toEqual({ email: 'mei.chen@example.org', name: 'Mei Chen' });
    expect(JSON.stringify(state)).not.toContain('mei');
    expect(portal.lines.join()).not.toMatch(/mei|Mei|example\.org/);
  });

  it('makes one request of a form sent twice, also when sent at the same time', async () => {
    const { portal, member } = visit();
    const others = [member, new Visitor(portal), new Visitor(portal)];
    await Promise.all(others.map((visitor) => visitor.post('/en/request/send', send)));
    await member.post('/en/request/send', send);
    expect(portal.requests.count()).toBe(1);
    expect(portal.requests.effects).toHaveLength(1);
    const { reference } = (await portal.requests.load(portal.lastRequest())) ?? {};
    for (const visitor of others) expect(visitor.text).toContain(reference);
  });

  it('leads back to check after a change, and changes language in place with all that was typed', async () => {
    const { member } = visit();
    await member.post('/en/request/check', { ...send, change: 'who' });
    expect(member.heading).toBe('Who are you?');
    await member.post('/en/request/who', { ...member.hidden, relation: 'non_member', acting: 'myself' });
    expect(member.heading).toBe('Check your answers');
    expect(member.text).toContain('Not a member');
    await member.post('/zh/request/check', { ...member.hidden, show: 'check' });
    expect(member.heading).toBe('核对您的答案');
    expect(member.body).toContain('<html lang="zh-Hans">');
    expect(member.text).toContain('非会员');
    await member.post('/zh/request/email', { ...member.hidden, email: 'not yet', show: 'email' });
    expect(member.problems).toEqual([]);
    expect(member.body).toContain('value="not yet"');
  });

  it('keeps an agent’s own words, and writes only to the data subject', async () => {
    const { portal, member } = visit();
    const agent = {
      acting: 'someone_else',
      agent_name: 'Li Wei',
      agent_statement: 'I am her lawyer.\r\nli@law.example',
    };
    await member.post('/en/request/email', { ...filledIn, ...agent, email: '', form_id: formId });
    expect(member.heading).toBe('What is their email address?');
    await member.post('/en/request/send', { ...send, ...agent });
    expect(member.text).toContain('m…@example.org');
    const subject = await portal.requests.readSealed(portal.lastRequest(), subjectItem);
    expect(subject?.reveal()).toEqual({
      email: 'mei.chen@example.org',
      name: 'Mei Chen',
      agent: { name: 'Li Wei', statement: 'I am her lawyer.\nli@law.example' },
    });
    expect((await portal.requests.load(portal.lastRequest()))?.onBehalf).toBe(true);
  });
});

describe('what is not right', () => {
  const wrong: [string, string, Record<string, string | string[]>, string[]][] = [
    ['what', 'nothing chosen', { right: [] }, ['Choose what you want us to do']],
    ['what', 'a right that isn’t there', { right: 'everything' }, ['Choose from what is in the list']],
    [
      'what',
      'one that isn’t there beside others',
      { right: ['access', '__proto__'] },
      ['Choose from what is in the list'],
    ],
    [
      'who',
      'no relation, and an agent without name or reason',
      { relation: '', acting: 'someone_else' },
      [
        'Choose what you are to us',
        'Enter your own name, because you act for someone else',
        'Say why you may act for them',
      ],
    ],
    ['who', 'a relation we don’t know', { relation: 'admin' }, ['Choose what you are to us']],
    ['email', 'no address', { email: '' }, ['Enter an email address']],
    [
      'email',
      'an address with a line break',
      { email: 'a@b.example\r\nBcc: c@d.example' },
      ['Enter an email address in the right form, like name@example.com'],
    ],
    ['email', 'two addresses', { email: ['a@b.example', 'c@d.example'] }, ['Answer this only once']],
    ['email', 'a name of 300 letters', { name: 'é'.repeat(300) }, ['The name must have 200 characters or fewer']],
    [
      'email',
      'a name that turns text around',
      { name: 'abc\u202Egnp.exe' },
      ['Take out the invisible control characters'],
    ],
    ['email', 'a name with a null', { name: 'a\0b' }, ['Take out the invisible control characters']],
    ['data', 'no category', { category: [] }, ['Choose at least one kind of data']],
    [
      'data',
      'a category that is not in the policy',
      { category: ['registration', 'everything'] },
      ['Choose from the kinds of data in the list'],
    ],
    [
      'data',
      'half a date',
      { from_day: '1', from_year: '2025' },
      ['The date from which you want data needs a day, a month and a year'],
    ],
    [
      'data',
      'dates that don’t exist',
      { from_day: '31', from_month: '2', from_year: '2025', to_day: '1', to_month: '13', to_year: '2025' },
      [
        'The date from which you want data must be a real date',
        'The date until which you want data must be a real date',
      ],
    ],
    [
      'data',
      'a period in the future',
      { from_day: '3', from_month: '11', from_year: '2026' },
      ['The date from which you want data must not be in the future'],
    ],
    [
      'data',
      'a period that ends before it begins',
      { from_day: '2', from_month: '3', from_year: '2025', to_day: '1', to_month: '3', to_year: '2025' },
      ['The date until which you want data must not be before the first date'],
    ],
  ];

  it.each(wrong)(
    'on %s: %s is said in words, with all answers kept and nothing written',
    async (step, _, fields, said) => {
      const { portal, member } = visit();
      await member.post(`/en/request/${step}`, { ...send, ...fields });
      expect(member.status).toBe(422);
      expect(member.problems).toEqual(said);
      expect(member.title).toMatch(/^Error: /);
      for (const text of said) expect(member.text.split(text).length - 1).toBe(2);
      expect(member.body).toMatch(/<div class="error-summary" role="alert" tabindex="-1" autofocus/);
      const kept = Object.entries({ ...send, ...fields }).flatMap(([name, value]) =>
        name === 'category' || typeof value === 'string' ? value : value.slice(0, 1),
      );
      for (const value of kept.filter(
        (value) => /^[\w@. -]+$/.test(value) && !/^(deletion|admin|everything)$/.test(value),
      ))
        expect(member.body).toContain(`"${value}"`);
      expect(portal.writes()).toEqual(nothing);
      // The same when the step is skipped and the form sent as it is.
      await member.post('/en/request/send', { ...send, ...fields });
      expect(member.problems).toEqual(said);
      expect(portal.writes()).toEqual(nothing);
    },
  );

  it('takes names in any script, with emoji, and shows them as text', async () => {
    const { portal, member } = visit();
    const name = '陈梅 😀 مريم <b>&"';
    await member.post('/en/request/check', { ...send, name, show: 'check' });
    expect(member.body).toContain('陈梅 😀 مريم &lt;b&gt;&amp;&quot;');
    expect(member.body).not.toContain('<b>');
    await member.post('/en/request/send', { ...send, name });
    expect((await portal.requests.readSealed(portal.lastRequest(), subjectItem))?.reveal()).toMatchObject({ name });
  });

  it('asks to send again what has no one-time id', async () => {
    const { portal, member } = visit();
    await member.post('/en/request/send', { ...send, form_id: 'short' });
    expect(member.status).toBe(422);
    expect(member.problems).toEqual(['Check your answers and send the request once more']);
    expect(portal.writes()).toEqual(nothing);
    await member.post('/en/request/send', member.hidden);
    expect(member.path).toBe('/en/code');
  });

  it('refuses bodies that no form of ours sends', async () => {
    const { portal, member } = visit();
    await member.post('/en/request/send', JSON.stringify(send), { 'content-type': 'application/json' });
    expect(member.status).toBe(415);
    await member.post('/en/request/send', 'x', { 'content-type': 'multipart/form-data; boundary=x' });
    expect(member.status).toBe(415);
    await member.post('/en/request/send', encode({ ...send, name: 'x'.repeat(10 * 1024 * 1024) }));
    expect(member.status).toBe(413);
    await member.post('/en/request/send', 'a=1&'.repeat(5000));
    expect(member.status).toBe(413);
    await member.post('/en/request/nowhere', send);
    expect(member.status).toBe(404);
    expect(portal.writes()).toEqual(nothing);
  });

  it.each([[{ 'sec-fetch-site': 'cross-site' }], [{ 'sec-fetch-site': 'same-site' }]])(
    'refuses a form of another site: %o',
    async (headers) => {
      const { portal, member } = visit();
      await member.post('/en/request/send', send, headers);
      expect(member.status).toBe(403);
      expect(portal.writes()).toEqual(nothing);
    },
  );
});

describe('limits', () => {
  it('stop one network and one address, and say so with the answers kept', async () => {
    const { portal, member } = visit();
    const from = (network: string) => ({ 'x-forwarded-for': `spoofed, ${network}, 130.176.0.1` });
    const id = (n: number) => `A${String(n).padStart(21, '0')}`;
    for (let n = 0; n < 10; n++)
      await member.post('/en/request/send', { ...send, form_id: id(n) }, from(`203.0.${n}.1`));
    expect(portal.requests.count()).toBe(10);
    await member.post('/en/request/send', { ...send, form_id: id(10) }, from('198.51.100.1'));
    expect(member.status).toBe(429);
    expect(member.body).toContain('value="Mei Chen"');
    expect(portal.requests.count()).toBe(10);
    for (let n = 0; n < 130; n++)
      await member.post(
        '/en/request/send',
        { ...send, email: `member-${n}@example.org`, form_id: id(100 + n) },
        from('192.0.2.7'),
      );
    expect(member.status).toBe(429);
    expect(portal.requests.count()).toBe(10 + 120);
  });
});
