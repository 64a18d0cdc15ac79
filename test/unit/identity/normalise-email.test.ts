import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskEmail, normaliseEmail } from '../../../functions/identity/normalise-email.ts';

describe('an address as it is compared', () => {
  it.each([
    [' Mei.Chen@Example.ORG ', 'mei.chen@example.org'],
    ['ｍｅｉ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'mei@example.org'],
    ['mei@例え.jp', 'mei@xn--r8jz45g.jp'],
    ['mei@example。org', 'mei@example.org'],
    ["o'brien+privacy@mail.example.co.uk", "o'brien+privacy@mail.example.co.uk"],
  ])('%s is %s', (typed, address) => {
    expect(normaliseEmail(typed)).toEqual({ ok: true, value: address });
  });

  it.each([
    '',
    'mei',
    '@example.org',
    'mei@',
    'mei@localhost',
    'mei chen@example.org',
    'mei@example.org\r\nBcc: all@example.org',
    'mei@example.org, other@example.org',
    '"mei"@example.org',
    'Mei <mei@example.org>',
    'mei@-example.org',
    'mei@[127.0.0.1]',
    'méi@example.org',
    `${'m'.repeat(65)}@example.org`,
    `mei@${'e'.repeat(64)}.org`,
  ])('%j is none', (typed) => {
    expect(normaliseEmail(typed).ok).toBe(false);
  });

  it('can carry nothing into a mail header, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (typed) => {
        const address = normaliseEmail(typed);
        if (!address.ok) return;
        expect(address.value).toMatch(/^[\x21-\x7e]+$/);
        expect(address.value).not.toMatch(/[,;:<>"()[\]\\]/);
        expect(normaliseEmail(address.value)).toEqual(address);
      }),
    );
  });

  it('shows to who typed it no more than a reminder', () => {
    expect(maskEmail('mei.chen@example.org')).toBe('m…@example.org');
  });
});
