import { expect, it } from 'vitest';
import { bareAddress, decodeWords } from '../../../../local/mailbox/message.ts';

it('reads names as people do (RFC 2047)', () => {
  expect(decodeWords('=?UTF-8?B?UHJpdmFjeQ==?= <privacy@ferronex.example>')).toBe('Privacy <privacy@ferronex.example>');
  expect(decodeWords('=?utf-8?Q?Se=C3=A1n_Murphy?= <sean@example.com>')).toBe('Seán Murphy <sean@example.com>');
  expect(decodeWords('=?UTF-8?B?5p2O?= =?UTF-8?B?5Lyf?=')).toBe('李伟');
  expect(decodeWords('Ada <ada@example.com>')).toBe('Ada <ada@example.com>');
});

it('finds the address behind a name', () => {
  expect(bareAddress('Ada <ada@example.com>')).toBe('ada@example.com');
  expect(bareAddress('ada@example.com')).toBe('ada@example.com');
});
