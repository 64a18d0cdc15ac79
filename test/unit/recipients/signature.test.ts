import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSigned, sign } from '../../../functions/recipients/signature.ts';

const now = '2026-11-20T10:00:00.000Z';
const seconds = Date.parse(now) / 1000;

describe('a signature', () => {
  it('holds for the same secret, body and time, and for nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string({ minLength: 1 }), (secret, body, other) => {
        const header = sign(secret, body, seconds);
        expect(isSigned(secret, body, header, now)).toBe(true);
        expect(isSigned(`${secret}${other}x`, body, header, now)).toBe(false);
        expect(isSigned(secret, body + other, header, now)).toBe(false);
        expect(isSigned(secret, body, header.replace(`t=${seconds}`, `t=${seconds + 1}`), now)).toBe(false);
      }),
    );
  });

  it('is of no use five minutes later, or earlier', () => {
    const header = sign('s', 'b', seconds);
    expect(isSigned('s', 'b', header, '2026-11-20T10:05:00.000Z')).toBe(true);
    expect(isSigned('s', 'b', header, '2026-11-20T10:05:01.000Z')).toBe(false);
    expect(isSigned('s', 'b', header, '2026-11-20T09:54:59.000Z')).toBe(false);
  });

  it.each([undefined, '', 'v1=00', `t=${seconds}`, `t=x,v1=${'0'.repeat(64)}`, `t=${seconds},v1=00`])(
    'that is none (%s) is none',
    (header) => {
      expect(isSigned('s', 'b', header, now)).toBe(false);
    },
  );
});
