import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeAsker } from '../../../functions/identity/ask-for-code.ts';
import { codeChecker } from '../../../functions/identity/check-code.ts';
import { askAgain, askLimits, type CodeRecord, drawDigits, readCode } from '../../../functions/identity/code.ts';
import { codeDrawer } from '../../../functions/identity/draw-code.ts';
import { fakeCodeStore, fakeKeyedHash } from '../../support/fake-identity-stores.ts';

const start = Date.parse('2026-11-02T10:00:00.000Z');
const minute = 60_000;
let at: number;
const now = () => new Date(at).toISOString();
beforeEach(() => {
  at = start;
});

function fixture() {
  const codes = fakeCodeStore();
  let seed = 1;
  const byte = (): number => {
    seed = (seed * 75 + 74) % 65_537;
    return seed % 256;
  };
  const randomBytes = (size: number) => Uint8Array.from({ length: size }, byte);
  return {
    codes,
    ask: codeAsker({ codes, now }),
    draw: codeDrawer({ codes, keyedHash: fakeKeyedHash, now, randomBytes }),
    check: codeChecker({ codes, keyedHash: fakeKeyedHash, now }),
  };
}

const other = (digits: string): string => String((Number(digits) + 1) % 1_000_000).padStart(6, '0');

describe('a code', () => {
  it('opens once, typed or pasted', async () => {
    const { draw, check } = fixture();
    const digits = (await draw('r-1', 'confirm')).reveal();
    expect(digits).toMatch(/^\d{6}$/);
    expect(await check('r-1', 'confirm', ` ${digits.slice(0, 3)} ${digits.slice(3)}\n`)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await check('r-1', 'confirm', digits)).toEqual({ ok: false, refusal: { code: 'expired' } });
  });

  it('opens once even when sent twice at the same time', async () => {
    const { draw, check } = fixture();
    const digits = (await draw('r-1', 'confirm')).reveal();
    const answers = await Promise.all([1, 2, 3, 4].map(() => check('r-1', 'confirm', digits)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('can be sent again when what it is for crashed, and not once that is done', async () => {
    const { draw, check } = fixture();
    const digits = (await draw('r-1', 'confirm')).reveal();
    const crash = () => Promise.reject(new Error('crash'));
    await expect(check('r-1', 'confirm', digits, crash)).rejects.toThrow('crash');
    let done = 0;
    const act = async () => {
      done += 1;
    };
    expect((await check('r-1', 'confirm', other(digits), act)).ok).toBe(false);
    expect((await check('r-1', 'confirm', digits, act)).ok).toBe(true);
    expect((await check('r-1', 'confirm', digits, act)).ok).toBe(false);
    expect(done).toBe(1);
  });

  it('opens nothing but its own request and purpose', async () => {
    const { draw, check } = fixture();
    const digits = (await draw('r-1', 'track')).reveal();
    await draw('r-2', 'track');
    expect((await check('r-1', 'download', digits)).ok).toBe(false);
    expect((await check('r-3', 'track', digits)).ok).toBe(false);
    expect((await check('r-1', 'track', digits)).ok).toBe(true);
  });

  it('expires after ten minutes', async () => {
    const { draw, check } = fixture();
    const digits = (await draw('r-1', 'confirm')).reveal();
    at = start + 10 * minute;
    expect(await check('r-1', 'confirm', digits)).toEqual({ ok: false, refusal: { code: 'expired' } });
  });

  it('locks after five wrong tries, the right digits included', async () => {
    const { draw, check } = fixture();
    const digits = (await draw('r-1', 'confirm')).reveal();
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await check('r-1', 'confirm', other(digits)));
    expect(answers.map((answer) => !answer.ok && answer.refusal)).toEqual([
      { code: 'wrong', triesLeft: 4 },
      { code: 'wrong', triesLeft: 3 },
      { code: 'wrong', triesLeft: 2 },
      { code: 'wrong', triesLeft: 1 },
      { code: 'locked' },
    ]);
    expect(await check('r-1', 'confirm', digits)).toEqual({ ok: false, refusal: { code: 'locked' } });
  });

  it('costs no try when what was typed has not six digits', async () => {
    const { codes, draw, check } = fixture();
    await draw('r-1', 'confirm');
    for (const typed of ['', '12345', '1234567', 'abcdef', '12345x'])
      expect(await check('r-1', 'confirm', typed)).toEqual({ ok: false, refusal: { code: 'malformed' } });
    expect(await codes.read('r-1', 'confirm')).toMatchObject({ triesLeft: 5 });
  });

  it('is kept as a hash only', async () => {
    const { codes, draw } = fixture();
    const digits = (await draw('r-1', 'confirm')).reveal();
    expect(JSON.stringify(await codes.read('r-1', 'confirm'))).not.toContain(digits);
  });

  it('drawn again by the mailer replaces the one before and refills no tries', async () => {
    const { draw, check } = fixture();
    const first = (await draw('r-1', 'confirm')).reveal();
    for (let i = 0; i < 3; i++) await check('r-1', 'confirm', other(first));
    const second = (await draw('r-1', 'confirm')).reveal();
    expect(await check('r-1', 'confirm', first)).toEqual({ ok: false, refusal: { code: 'wrong', triesLeft: 1 } });
    expect((await check('r-1', 'confirm', second)).ok).toBe(true);
  });
});

describe('asking for a code again', () => {
  it('unlocks with a new code; the one before no longer works', async () => {
    const { ask, draw, check } = fixture();
    const first = (await draw('r-1', 'confirm')).reveal();
    for (let i = 0; i < 5; i++) await check('r-1', 'confirm', other(first));
    expect((await ask({ requestId: 'r-1', purpose: 'confirm' })).ok).toBe(true);
    expect(await check('r-1', 'confirm', first)).toEqual({ ok: false, refusal: { code: 'wrong', triesLeft: 4 } });
    const second = (await draw('r-1', 'confirm')).reveal();
    expect((await check('r-1', 'confirm', second)).ok).toBe(true);
  });

  it('is refused within a minute, also of the one the request itself asked for', async () => {
    const { codes, ask } = fixture();
    const wanted = { requestId: 'r-1', purpose: 'confirm' as const, earlier: [now()] };
    at = start + 15_000;
    expect(await ask(wanted)).toEqual({ ok: false, refusal: { code: 'too_often', waitSeconds: 45 } });
    at = start + minute;
    expect((await ask(wanted)).ok).toBe(true);
    expect(await ask(wanted)).toEqual({ ok: false, refusal: { code: 'too_often', waitSeconds: 60 } });
    expect(codes.asks.map(({ outboxId }) => outboxId)).toEqual([
      `code-${new Date(at).toISOString().replace(/\D/g, '')}-confirmation_code`,
    ]);
  });

  it('asks for a mail of its own after days, when the record of the earlier ones was cleaned up', async () => {
    const wanted = { requestId: 'r-1', purpose: 'track' as const };
    const [before, after] = [fixture(), fixture()];
    await before.ask(wanted);
    at = start + 3 * 24 * 60 * minute;
    await after.ask(wanted);
    expect(after.codes.asks[0]?.outboxId).not.toBe(before.codes.asks[0]?.outboxId);
  });

  it('asks for one mail when pressed many times at once', async () => {
    const { codes, ask } = fixture();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask({ requestId: 'r-1', purpose: 'track' })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(codes.asks).toHaveLength(1);
  });

  it('never gets more than the limits, however it is spread over time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 * minute }), { maxLength: 120 }), (gaps) => {
        let record: CodeRecord | undefined;
        let instant = start;
        const granted: number[] = [];
        for (const gap of gaps) {
          instant += gap;
          const asked = askAgain(record, new Date(instant).toISOString());
          if (!asked.ok) {
            expect(asked.refusal.waitSeconds).toBeGreaterThan(0);
            const later = new Date(instant + asked.refusal.waitSeconds * 1000).toISOString();
            expect(askAgain(record, later).ok).toBe(true);
            continue;
          }
          record = asked.value;
          granted.push(instant);
        }
        const within = (span: number, index: number) =>
          granted.filter((ask, other) => other <= index && (granted[index] ?? 0) - ask < span).length;
        for (const [index] of granted.entries()) {
          expect(within(askLimits.waitSeconds * 1000, index)).toBe(1);
          expect(within(60 * minute, index)).toBeLessThanOrEqual(askLimits.perHour);
          expect(within(24 * 60 * minute, index)).toBeLessThanOrEqual(askLimits.perDay);
        }
      }),
    );
  });
});

describe('the digits', () => {
  it('are as likely as any other: what would favour small ones is drawn again', () => {
    const draws = [Uint8Array.from([255, 255, 255, 255]), Uint8Array.from([0, 0, 0, 7])];
    expect(drawDigits(() => draws.shift() ?? new Uint8Array(4))).toBe('000007');
  });

  it('are read as people write them', () => {
    expect(readCode('１２３ ４５６')).toBe('123456');
    expect(readCode('12-34-56')).toBe('123456');
    expect(readCode('123 45')).toBeUndefined();
  });
});
