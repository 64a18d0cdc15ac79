import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCodesAndLinks, splitText } from '../../../../local/mailbox/codes-and-links.ts';

describe('codes and links in a message', () => {
  it.each([
    ['Your code is 123456.', ['123456'], []],
    ['验证码：123456，十分钟内有效', ['123456'], []],
    ['Code: 123 456', ['123456'], []],
    [
      'See https://privacy.example/track/123456?x=1#t=654321.',
      [],
      ['https://privacy.example/track/123456?x=1#t=654321'],
    ],
    ['(http://localhost:4400/a) and http://localhost:4400/a', [], ['http://localhost:4400/a']],
    ['请打开https://privacy.example/code#t=a-b。谢谢', [], ['https://privacy.example/code#t=a-b']],
    ['Reference REQ-123456, 2026-123456, 1234567, 12345', [], []],
    ['javascript:alert(1)', [], []],
  ])('%s', (text, codes, links) => {
    expect(findCodesAndLinks({ text })).toEqual({ codes, links });
  });

  it('come from the HTML where there is no text', () => {
    const html =
      '<style>a{color:#123456}</style><p>Code <b>654321</b></p><a href="https://a.example/?x=1&amp;y=2">go</a>';
    expect(findCodesAndLinks({ html })).toEqual({ codes: ['654321'], links: ['https://a.example/?x=1&y=2'] });
  });

  it('leave the text as it was', () => {
    const words = fc.constantFrom('123456', 'https://a.example/x', ' ', '\n', 'word', '.', '<b>', '123 456');
    fc.assert(
      fc.property(fc.array(words), (parts) => {
        const text = parts.join('');
        expect(
          splitText(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
