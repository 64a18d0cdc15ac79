import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { limitCounter, networkPrefix } from '../../../functions/identity/limit.ts';
import { sessionKeeper, sessionTokenIn } from '../../../functions/identity/session.ts';
import { fakeLimitStore, fakeSessionStore } from '../../support/fake-identity-stores.ts';

const start = Date.parse('2026-11-02T10:00:00.000Z');
let at: number;
const now = () => new Date(at).toISOString();
beforeEach(() => {
  at = start;
});

describe('a session', () => {
  const session = { requestId: 'r-1', level: 'asked', entry: 'form', purpose: 'confirm' } as const;
  const fixture = () => {
    const sessions = fakeSessionStore();
    return { sessions, keeper: sessionKeeper({ sessions, now, randomBytes }) };
  };

  it('is found by its token for two hours, and its token is nowhere kept', async () => {
    const { sessions, keeper } = fixture();
    const token = await keeper.open(session);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(await keeper.find(token)).toMatchObject(session);
    expect(await sessions.find(token)).toBeUndefined();
    at = start + 2 * 3_600_000 - 1;
    expect(await keeper.find(token)).toMatchObject(session);
    at += 1;
    expect(await keeper.find(token)).toBeUndefined();
  });

  it('gets a new token when it is raised, and the old one ends', async () => {
    const { keeper } = fixture();
    const before = await keeper.open(session);
    const after = await keeper.open({ ...session, level: 'verified' }, before);
    expect(await keeper.find(before)).toBeUndefined();
    expect(await keeper.find(after)).toMatchObject({ level: 'verified' });
  });

  it.each(['', 'x', 'a'.repeat(43), '../../etc/passwd', 'a'.repeat(5000)])('is not found by %j', async (token) => {
    const { keeper } = fixture();
    await keeper.open(session);
    expect(await keeper.find(token)).toBeUndefined();
  });

  it('is read from the cookie header, unless two claim to be it', () => {
    expect(sessionTokenIn('a=b; __Host-request=abc; c=d')).toBe('abc');
    expect(sessionTokenIn('__Host-request=abc; __Host-request=def')).toBeUndefined();
    expect(sessionTokenIn('request=abc')).toBeUndefined();
    expect(sessionTokenIn(undefined)).toBeUndefined();
  });
});

describe('a limit', () => {
  it('is reached within the hour, and opens again with the next', async () => {
    const count = limitCounter({ limits: fakeLimitStore(), now });
    const limit = { perHour: 2, perDay: 3 };
    expect([await count('a', limit), await count('a', limit), await count('a', limit)]).toEqual([
      'within',
      'within',
      'reached',
    ]);
    expect(await count('b', limit)).toBe('within');
    at = start + 3_600_000;
    expect([await count('a', limit), await count('a', limit)]).toEqual(['within', 'reached']);
    at = start + 24 * 3_600_000;
    expect(await count('a', limit)).toBe('within');
  });

  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2ff:3:4:5:6', '2001:0db8:0001:0200::/56'],
    ['2001:db8::1', '2001:0db8:0000:0000::/56'],
    ['::1', '0000:0000:0000:0000::/56'],
    ['nonsense', 'unknown'],
  ])('counts %s as %s', (address, prefix) => {
    expect(networkPrefix(address)).toBe(prefix);
  });
});
