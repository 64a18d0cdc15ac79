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

describe('reviewing a hold', () => {
  test('is renewed to a later day by who may place holds, while it stands', () => {
    const renew: HoldCommand = { type: 'renew_review', reviewOn: '2027-11-01' };
    const renewed = decideHold(placed(), renew, context);
    expect(renewed).toEqual({ ok: true, value: [{ type: 'HoldReviewRenewed', reviewOn: '2027-11-01' }] });
    const { state } = recordHoldEvents('m-1', placed(), renewed.ok ? renewed.value : [], context);
    expect(state).toMatchObject({ status: 'active', reviewOn: '2027-11-01', placedAt: now, version: 2 });
    expect(decideHold(state, renew, context)).toEqual({ ok: true, value: [] });
    expect(decideHold(placed(), { ...renew, reviewOn: '2026-11-02' }, context)).toEqual({
      ok: false,
      refusal: { code: 'review_not_ahead' },
    });
    expect(decideHold(placed(), renew, { now, actor: staff('agent') }).ok).toBe(false);
    expect(decideHold(undefined, renew, context)).toEqual({ ok: false, refusal: { code: 'not_found' } });
  });
});

describe('what the system preserves', () => {
  const preserve: HoldCommand = { ...place, preserves: { until: '2026-12-02' } } as HoldCommand;
  const system: Actor = { kind: 'system', part: 'preservation' };

  test('is placed and ended by nobody else', () => {
    expect(decideHold(undefined, preserve, context).ok).toBe(false);
    expect(decideHold(undefined, preserve, { now, actor: { kind: 'system', part: 'sweep' } }).ok).toBe(false);
    expect(decideHold(undefined, preserve, { now, actor: system }).ok).toBe(true);
    expect(decideHold(undefined, place, { now, actor: system }).ok).toBe(false);
    expect(decideHold(placed(), { type: 'end_preservation' }, context).ok).toBe(false);
    expect(decideHold(placed(), { type: 'end_preservation' }, { now, actor: system }).ok).toBe(false);
  });
});

describe('releasing a hold', () => {
  const second = { now, actor: { kind: 'staff', id: 'ines', roles: ['privacy-officer'] } as const };
  const carryOut = (state: HoldState | undefined, command: HoldCommand, by: typeof context | typeof second) => {
    const decision = decideHold(state, command, by);
    if (!decision.ok) throw new Error(decision.refusal.code);
    return recordHoldEvents('m-1', state, decision.value, by).state;
  };
  const proposed = () => carryOut(placed(), { type: 'propose_release' }, context);

  test('takes two: the hold stands until somebody else than who proposed it agrees', () => {
    expect(decideHold(placed(), { type: 'release' }, second)).toEqual({
      ok: false,
      refusal: { code: 'release_not_proposed' },
    });
    expect(proposed()).toMatchObject({ status: 'active', releaseProposed: { by: 'lena', at: now } });
    expect(decideHold(proposed(), { type: 'release' }, context)).toEqual({
      ok: false,
      refusal: { code: 'same_person' },
    });
    const released = carryOut(proposed(), { type: 'release' }, second);
    expect(released).toMatchObject({ status: 'released', releasedBy: 'ines', releasedAt: now, version: 3 });
    expect(released).not.toHaveProperty('releaseProposed');
    expect(decideHold(released, { type: 'release' }, second)).toEqual({ ok: true, value: [] });
    expect(decideHold(released, { type: 'propose_release' }, second)).toEqual({ ok: true, value: [] });
  });

  test('proposed twice is proposed once; declined, it can be proposed anew', () => {
    expect(decideHold(proposed(), { type: 'propose_release' }, second)).toEqual({ ok: true, value: [] });
    const declined = carryOut(proposed(), { type: 'decline_release' }, second);
    expect(declined?.status).toBe('active');
    expect(declined).not.toHaveProperty('releaseProposed');
    expect(decideHold(declined, { type: 'release' }, second).ok).toBe(false);
    expect(carryOut(declined, { type: 'propose_release' }, second)).toMatchObject({ releaseProposed: { by: 'ines' } });
  });

  test('of an unknown hold is not found', () => {
    for (const type of ['propose_release', 'release', 'decline_release'] as const)
      expect(decideHold(undefined, { type }, context)).toEqual({ ok: false, refusal: { code: 'not_found' } });
  });
});

test('whatever is commanded, the chain verifies, and any change to it is found', () => {
  const commands = fc.array(
    fc.record({
      role: fc.constantFrom(...staffRoles),
      by: fc.constantFrom('lena', 'ines'),
      command: fc.constantFrom<HoldCommand>(
        place,
        { type: 'propose_release' },
        { type: 'release' },
        { type: 'decline_release' },
        { ...place, reviewOn: '2027-06-01' } as HoldCommand,
      ),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(commands, fc.nat(), (list, pick) => {
      let state: HoldState | undefined;
      const history: RecordedHoldEvent[] = [];
      for (const { role, by, command } of list) {
        const at = { now, actor: { kind: 'staff', id: by, roles: [role] } as const };
        const decision = decideHold(state, command, at);
        if (!decision.ok) continue;
        const result = recordHoldEvents('m-1', state, decision.value, at);
        history.push(...result.recorded);
        state = result.state;
      }
      if (!state) return;
      expect(firstTamperedHoldEvent(history, state)).toBeUndefined();
      const who = (type: string) =>
        history.flatMap(({ event, actor }) => (event.type === type && actor.kind === 'staff' ? [actor.id] : []));
      const [releasedBy] = who('HoldReleased');
      if (releasedBy !== undefined) expect(who('HoldReleaseProposed').at(-1)).not.toBe(releasedBy);
      const index = pick % history.length;
      const changed = history.map((event, i) => (i === index ? { ...event, at: '2020-01-01T00:00:00.000Z' } : event));
      expect(firstTamperedHoldEvent(changed, state)).toBe(index + 1);
      expect(firstTamperedHoldEvent(history.slice(0, -1), state)).toBeDefined();
    }),
  );
});
