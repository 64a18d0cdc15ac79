import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decideHold,
  firstTamperedHoldEvent,
  type HoldCommand,
  type HoldState,
  type RecordedHoldEvent,
  recordHoldEvents,
} from '../../../functions/holds/hold.ts';
import type { Actor, StaffRole } from '../../../functions/requests/index.ts';
import { staffRoles } from '../../../functions/requests/index.ts';

const staff = (...roles: StaffRole[]): Actor => ({ kind: 'staff', id: 'lena', roles });
const now = '2026-11-02T09:00:00.000Z';
const place: HoldCommand = { type: 'place', scopes: [{ collection: 'trade.orders' }], reviewOn: '2027-05-01' };
const context = { now, actor: staff('legal') };

function placed(): HoldState {
  const { state } = recordHoldEvents(
    'm-1',
    undefined,
    [{ type: 'HoldPlaced', scopes: place.type === 'place' ? place.scopes : [], reviewOn: '2027-05-01' }],
    context,
  );
  if (!state) throw new Error('no hold');
  return state;
}

describe('placing a hold', () => {
  test('needs legal or the privacy officer', () => {
    for (const role of staffRoles) {
      expect(decideHold(undefined, place, { now, actor: staff(role) }).ok).toBe(
        role === 'legal' || role === 'privacy-officer',
      );
    }
    expect(decideHold(undefined, place, { now, actor: { kind: 'system', part: 'holds' } }).ok).toBe(false);
    expect(decideHold(undefined, place, { now, actor: { kind: 'data_subject' } }).ok).toBe(false);
  });

  test.each([
    ['no scope', { scopes: [] }, 'scope_empty'],
    ['a scope that would cover everything', { scopes: [{ store: 'trade' }, {}] }, 'scope_empty'],
    [
      'a period that ends before it starts',
      { scopes: [{ period: { from: '2026-02-01', to: '2026-01-31' } }] },
      'period_reversed',
    ],
    ['a review that is not ahead', { reviewOn: '2026-11-02' }, 'review_not_ahead'],
  ])('is refused with %s', (_, change, code) => {
    expect(decideHold(undefined, { ...place, ...change } as HoldCommand, context)).toEqual({
      ok: false,
      refusal: { code },
    });
  });

  test('twice by the same person is one hold; with other content it is refused', () => {
    expect(decideHold(placed(), place, context)).toEqual({ ok: true, value: [] });
    expect(decideHold(placed(), { ...place, reviewOn: '2027-06-01' } as HoldCommand, context)).toEqual({
      ok: false,
      refusal: { code: 'matter_taken' },
    });
  });
});

describe('releasing a hold', () => {
  test('ends it once; again changes nothing; an unknown one is not found', () => {
    const decision = decideHold(placed(), { type: 'release' }, context);
    expect(decision).toEqual({ ok: true, value: [{ type: 'HoldReleased' }] });
    const { state } = recordHoldEvents('m-1', placed(), [{ type: 'HoldReleased' }], context);
    expect(state).toMatchObject({ status: 'released', releasedBy: 'lena', releasedAt: now, version: 2 });
    expect(decideHold(state, { type: 'release' }, context)).toEqual({ ok: true, value: [] });
    expect(decideHold(undefined, { type: 'release' }, context)).toEqual({ ok: false, refusal: { code: 'not_found' } });
  });
});

test('whatever is commanded, the chain verifies, and any change to it is found', () => {
  const commands = fc.array(
    fc.record({
      role: fc.constantFrom(...staffRoles),
      command: fc.constantFrom<HoldCommand>(place, { type: 'release' }, {
        ...place,
        reviewOn: '2027-06-01',
      } as HoldCommand),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(commands, fc.nat(), (list, pick) => {
      let state: HoldState | undefined;
      const history: RecordedHoldEvent[] = [];
      for (const { role, command } of list) {
        const at = { now, actor: staff(role) };
        const decision = decideHold(state, command, at);
        if (!decision.ok) continue;
        const result = recordHoldEvents('m-1', state, decision.value, at);
        history.push(...result.recorded);
        state = result.state;
      }
      if (!state) return;
      expect(firstTamperedHoldEvent(history, state)).toBeUndefined();
      const index = pick % history.length;
      const changed = history.map((event, i) => (i === index ? { ...event, at: '2020-01-01T00:00:00.000Z' } : event));
      expect(firstTamperedHoldEvent(changed, state)).toBe(index + 1);
      expect(firstTamperedHoldEvent(history.slice(0, -1), state)).toBeDefined();
    }),
  );
});
