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

  it('is not rendered with a variable missing', () => {
    expect(() => renderMail({ subject: '{code}', body: [] }, {}, options)).toThrow();
  });
});
