import { describe, expect, it } from 'vitest';
import { renderMail } from '../../../functions/messages/index.ts';

const options = {
  language: 'en',
  timeZone: 'Europe/Dublin',
  siteUrl: 'https://privacy.example',
  footer: 'Example <Ltd>',
};

describe('a mail', () => {
  it('says the same in HTML and in text', () => {
    const mail = renderMail(
      {
        subject: 'Due {replyBy, date, long}',
        body: [
          { paragraph: 'Valid for {codeMinutes, plural, one {# minute} other {# minutes}}.' },
          { code: '{code}' },
          { list: ['one', 'two'] },
          { link: { text: 'Track', path: '/{language}/track' } },
        ],
      },
      { replyBy: new Date('2026-12-02T23:59:59Z'), codeMinutes: 10, code: '123456', language: 'en' },
      options,
    );
    expect(mail.subject).toBe('Due 2 December 2026');
    expect(mail.text).toBe(
      'Valid for 10 minutes.\n\n    123456\n\n- one\n- two\n\nTrack:\nhttps://privacy.example/en/track\n\n--\nExample <Ltd>\n',
    );
    for (const part of [
      'Valid for 10 minutes.',
      '123456',
      '<li>two</li>',
      'href="https://privacy.example/en/track"',
      'Example &lt;Ltd&gt;',
    ])
      expect(mail.html).toContain(part);
  });

  it('escapes what a variable brings, and lets it end no header line', () => {
    const mail = renderMail(
      { subject: 'Hello {reference}', body: [{ paragraph: '{reference}' }] },
      { reference: '<img src=x>\r\nBcc: someone@example.com' },
      options,
    );
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.html).not.toContain('<img');
  });

  it('says dates in the zone of the office and the language of the request', () => {
    const template = { subject: '{replyBy, date, long}', body: [] };
    const replyBy = new Date('2026-12-02T23:30:00Z');
    expect(renderMail(template, { replyBy }, { ...options, language: 'zh', timeZone: 'Asia/Shanghai' }).subject).toBe(
      '2026年12月3日',
    );
  });

  it('has an item for each entry of a list, and nothing of a list that is empty', () => {
    const each = { each: 'kept', lead: 'We kept of {reference}:', item: '{category} <{basis}>' };
    const kept = [
      { category: 'Orders', basis: 'tax' },
      { category: 'Payments', basis: 'tax & trade' },
    ];
    const render = (entries: typeof kept) =>
      renderMail({ subject: 's', body: [each] }, { reference: 'PR-1' }, options, { kept: entries });
    expect(render(kept).text).toContain('We kept of PR-1:\n\n- Orders <tax>\n- Payments <tax & trade>\n');
    expect(render(kept).html).toContain('<li>Payments &lt;tax &amp; trade&gt;</li>');
    expect(render([]).text).toBe('--\nExample <Ltd>\n');
    expect(render([]).html).not.toContain('We kept');
  });

  it('leaves out what comes out empty', () => {
    const only = (said: string) => `{asked, select, deletion {${said}} other {}}`;
    const body = [{ paragraph: only('p') }, { list: [only('one'), 'two'] }, { list: [only('three')] }];
    expect(renderMail({ subject: 's', body }, { asked: 'access' }, options).text).toBe('- two\n\n--\nExample <Ltd>\n');
    expect(renderMail({ subject: 's', body }, { asked: 'deletion' }, options).text).toContain(
      'p\n\n- one\n- two\n\n- three',
    );
  });

  it('is not rendered with a list missing', () => {
    const body = [{ each: 'kept', lead: 'We kept:', item: '{category}' }];
    expect(() => renderMail({ subject: 's', body }, {}, options)).toThrow(
      expect.objectContaining({ name: 'ListMissing' }),
    );
  });

  it('is not rendered with a variable missing', () => {
    expect(() => renderMail({ subject: '{code}', body: [] }, {}, options)).toThrow();
  });
});
