import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsOf, type RequestState } from '../../../functions/requests/index.ts';
import { aDataSubject, anAgent, anAsk, Story, untilReview } from '../../support/a-request.ts';

/** Everything a request's life adds, over all its writes. */
function counted(story: Story): Record<string, number> {
  const total: Record<string, number> = {};
  const states = [undefined, ...story.events.map((_, index) => story.stateBefore(index)).slice(1), story.known];
  for (const [index, after] of states.entries()) {
    if (index === 0 || !after) continue;
    for (const [name, number] of Object.entries(countsOf(states[index - 1], after)?.add ?? {}))
      total[name] = (total[name] ?? 0) + number;
  }
  return total;
}

describe('what a request adds to the counts', () => {
  it('is nothing before the address is confirmed, and nothing if it never is', () => {
    const story = Story.of([{ type: 'submit', ask: anAsk }, aDataSubject]);
    expect(countsOf(undefined, story.known)).toBeUndefined();
    const late = { ...story.known, status: 'closed_unverified', closedAt: story.known.changedAt } as RequestState;
    expect(countsOf(story.known, late)).toBeUndefined();
  });

  it('is one received when it is confirmed, under each right', () => {
    const rights = ['access', 'deletion'] as const;
    const ask = { ...anAsk, rights, erasure: { waitingDays: 7 } };
    const story = Story.of([{ type: 'submit', ask }, aDataSubject], [{ type: 'confirm_email' }, aDataSubject]);
    expect(counted(story)).toEqual({ received: 1, 'received:access': 1, 'received:deletion': 1 });
  });

  it('is one closed with its days, its steps and whether it was in time', () => {
    const story = Story.of(...untilReview).give({ type: 'approve' }, anAgent);
    const { known } = story;
    const at = '2026-12-24T10:00:00.000Z';
    const done = {
      ...known,
      status: 'completed',
      receivedAt: '2026-11-30T23:30:00.000Z',
      replyBy: '2026-12-31',
      timeZone: 'Europe/Dublin',
      changedAt: at,
      closedAt: at,
      secondsIn: { in_review: 7200, gathering_data: 60 },
    } as RequestState;
    expect(countsOf(known, done)).toEqual({
      day: '2026-12-24',
      add: {
        'closed:completed': 1,
        'closed:access:completed': 1,
        'step:in_review': 1,
        'seconds:in_review': 7200,
        'step:gathering_data': 1,
        'seconds:gathering_data': 60,
        'days:24': 1,
        'days:access:24': 1,
        'allowed:31': 1,
        on_time: 1,
      },
    });
    const late = { ...done, replyBy: '2026-12-23' };
    expect(countsOf(known, late)?.add).not.toHaveProperty('on_time');
    // Opened again by a hold that ended, it closes a second time, which is no second request.
    expect(countsOf({ ...done, status: 'fulfilling' }, { ...done, status: 'partly_completed' })).toBeUndefined();
  });

  it('says of a withdrawn request that it closed, and of no answer', () => {
    const story = Story.of(...untilReview).give({ type: 'withdraw' }, aDataSubject);
    const total = counted(story);
    expect(total['closed:withdrawn']).toBe(1);
    expect(Object.keys(total).filter((name) => name.startsWith('days:'))).toEqual([]);
  });

  it('is one extended, however often the request changes afterwards', () => {
    const { known } = Story.of(...untilReview);
    const extended = { ...known, extension: { by: 'ida', at: known.changedAt, reason: 'complex', words: 'w' } };
    expect(countsOf(known, extended)?.add).toEqual({ extended: 1, 'extended:access': 1 });
    expect(countsOf(extended, { ...extended, assignee: 'ida' })).toBeUndefined();
  });

  it('counts the day of the office, whatever day it is elsewhere', () => {
    fc.assert(
      fc.property(fc.constantFrom('Europe/Dublin', 'Asia/Shanghai', 'America/Los_Angeles'), (timeZone) => {
        const { known } = Story.of(
          [{ type: 'submit', ask: { ...anAsk, timeZone } }, aDataSubject],
          [{ type: 'confirm_email' }, aDataSubject],
        );
        const before = { ...known, confirmedAt: undefined } as unknown as RequestState;
        const after = { ...known, changedAt: '2026-12-31T20:00:00.000Z' };
        expect(countsOf(before, after)?.day).toBe(timeZone === 'Asia/Shanghai' ? '2027-01-01' : '2026-12-31');
      }),
    );
  });
});
