import { describe, expect, it } from 'vitest';
import { dailyDesk } from '../../../functions/deadlines/daily-desk.ts';
import type { HoldState } from '../../../functions/holds/index.ts';
import { queueOf, type RequestState } from '../../../functions/requests/index.ts';
import { aDataSubject, anAgent, Story, theWorkflow, untilReview } from '../../support/a-request.ts';
import { FakeOutboxStore } from '../../support/fake-outbox-store.ts';

const inReview = Story.of(...untilReview).known;
const hold = (matter: string, reviewOn: string, status: HoldState['status'] = 'active') =>
  ({ matter, reviewOn, status }) as HoldState;

function desk(states: readonly RequestState[] = [], holds: readonly HoldState[] = [], timeZone = 'Europe/Dublin') {
  const outbox = new FakeOutboxStore();
  let now = '';
  let pages = 0;
  const run = dailyDesk({
    requests: {
      queue: async (name, { limit, cursor = '0' }) => {
        pages++;
        const behind = states.filter((state) => queueOf(state) === name);
        const end = Number(cursor) + limit;
        return { requests: behind.slice(Number(cursor), end), ...(end < behind.length ? { cursor: String(end) } : {}) };
      },
    },
    outbox,
    holds: { register: async () => ({ version: 1, holds }) },
    timeZone,
    now: () => now,
  });
  const at = async (instant: string) => {
    now = instant;
    await run();
  };
  const mails = () => [...outbox.items.values()];
  return { at, outbox, mails, pages: () => pages };
}

const nothing = {
  open: 0,
  overdue: 0,
  dueSoon: 0,
  unassigned: 0,
  approvals: 0,
  failedSteps: 0,
  replies: 0,
  byHand: 0,
  byHandLate: 0,
};

describe('the daily digest', () => {
  it('is written once a day, in the morning of the office, also when there is nothing to say', async () => {
    const { at, mails } = desk();
    await at('2026-11-20T05:59:59.999Z');
    expect(mails()).toEqual([]);
    for (const hour of ['06', '07', '23']) await at(`2026-11-20T${hour}:00:00.000Z`);
    expect(mails()).toEqual([
      expect.objectContaining({
        requestId: 'desk-digest-2026-11-20',
        milestone: 'staff_digest',
        to: [{ role: 'agent' }, { role: 'approver' }, { role: 'privacy-officer' }],
        facts: { date: '2026-11-20', ...nothing, counted: 'all', failedMails: 0, holdsToReview: 0 },
      }),
    ]);
    await at('2026-11-21T06:00:00.000Z');
    expect(mails()).toHaveLength(2);
  });

  it('goes by the day of the office', async () => {
    const { at, mails } = desk([], [], 'Asia/Shanghai');
    await at('2026-11-19T22:00:00.000Z');
    expect(mails().map(({ requestId }) => requestId)).toEqual(['desk-digest-2026-11-20']);
  });

  it('counts what waits', async () => {
    const overdue = { ...inReview, replyBy: '2026-11-19' };
    const mine = Story.of(...untilReview, [{ type: 'assign', assignee: 'staff-1' }, anAgent]).known;
    const soon = { ...mine, replyBy: '2026-11-27' };
    const parked = Story.of(...untilReview, [{ type: 'approve' }, anAgent]);
    parked.give({ type: 'park', step: 'BuildPackage', error: 'Fault' }, theWorkflow);
    const refusal = { type: 'propose_refusal', reason: 'excessive', words: 'words-1' } as const;
    const proposed = Story.of(...untilReview, [refusal, anAgent]).known;
    const message = { type: 'receive_message', message: 'm', words: 'message-m' } as const;
    const withdrawn = Story.of(...untilReview, [{ type: 'withdraw' }, aDataSubject], [message, aDataSubject]).known;
    const answered = Story.of(...untilReview, [message, aDataSubject]).known;
    const { at, mails, outbox } = desk([overdue, soon, parked.known, proposed, answered, withdrawn]);
    outbox.put('request-9', { kind: 'mail', outboxId: '1-receipt', milestone: 'receipt' }, '2026-11-19T10:00:00.000Z');
    const ref = { requestId: 'request-9', kind: 'mail', outboxId: '1-receipt' } as const;
    await outbox.noteDelivery(ref, { delivery: 'bounced', messageId: 'ses-1', at: '2026-11-19T10:01:00.000Z' });
    await at('2026-11-20T06:00:00.000Z');
    expect(mails().at(-1)).toMatchObject({
      facts: {
        open: 5,
        overdue: 1,
        dueSoon: 1,
        unassigned: 4,
        approvals: 1,
        failedSteps: 1,
        failedMails: 1,
        replies: 2,
      },
    });
  });

  it('reads no more than five thousand requests, and says so', async () => {
    const { at, mails, pages } = desk(Array.from({ length: 5_100 }, () => inReview));
    await at('2026-11-20T06:00:00.000Z');
    expect(mails().at(-1)).toMatchObject({ facts: { open: 5_000, counted: 'some' } });
    // And one of replies to requests that are closed.
    expect(pages()).toBe(51);
    await at('2026-11-20T07:00:00.000Z');
    expect(pages()).toBe(51);
  });
});

describe('the review of a legal hold', () => {
  it('is asked for once, on its day', async () => {
    const holds = [hold('m-1', '2026-11-20'), hold('m-2', '2026-11-21'), hold('m-3', '2026-11-01', 'released')];
    const { at, mails } = desk([], holds);
    const asked = () =>
      mails().flatMap(({ requestId, kind, ...item }) =>
        'milestone' in item && item.milestone === 'staff_hold_review' ? [requestId] : [],
      );
    await at('2026-11-19T06:00:00.000Z');
    expect(asked()).toEqual([]);
    await at('2026-11-20T06:00:00.000Z');
    await at('2026-11-21T06:00:00.000Z');
    await at('2026-11-22T06:00:00.000Z');
    expect(asked()).toEqual(['desk-hold-m-1-2026-11-20', 'desk-hold-m-2-2026-11-21']);
    expect(mails().at(-1)).toMatchObject({ facts: { holdsToReview: 2 } });
  });
});
