import type { HoldStore } from '../holds/index.ts';
import { keys, type OutboxStore, type RequestState, type RequestStore, tallyOf } from '../requests/index.ts';
import { dayInZone, startOfDay } from '../shared/days.ts';

export interface DailyDeskDependencies {
  readonly requests: Pick<RequestStore, 'queue'>;
  readonly outbox: Pick<OutboxStore, 'findMail' | 'announce' | 'failedMails'>;
  readonly holds: Pick<HoldStore, 'register'>;
  /** IANA zone of the office. */
  readonly timeZone: string;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

/** The digest of a day is written by the first sweep this long after the day began: at six, when no clock was changed. */
const digestAfterMs = 6 * 3_600_000;
const pageSize = 100;
/** Requests counted for a digest, those due first; a desk with more knows that it has too many. */
const mostRequests = 5_000;
const mostFailedMails = 1_000;

/**
 * Once per day of the office: tells of legal holds whose review date has come, and sends staff the digest, also when there is
 * nothing in it, so that its absence says something. Bounded: it costs the same however many requests there are.
 */
export function dailyDesk({ requests, outbox, holds, timeZone, now }: DailyDeskDependencies) {
  return async (): Promise<void> => {
    const at = now();
    const date = dayInZone(at, timeZone);
    if (Date.parse(at) < Date.parse(startOfDay(date, timeZone)) + digestAfterMs) return;
    const owner = keys.digestOwner(date);
    if (await outbox.findMail(owner, 'staff_digest')) return;

    const { holds: all } = await holds.register();
    const toReview = all.filter(({ status, reviewOn }) => status === 'active' && reviewOn <= date);
    for (const { matter, reviewOn } of toReview) {
      await outbox.announce(
        {
          owner: keys.holdOwner(`${matter}-${reviewOn}`),
          milestone: 'staff_hold_review',
          to: [{ role: 'legal' }, { role: 'privacy-officer' }],
          facts: { reviewOn },
        },
        at,
      );
    }

    const open = await requestsIn('open');
    const answered = await requestsIn('replies');
    const tally = tallyOf(open.requests, at);
    const failedMails = await outbox.failedMails(mostFailedMails);
    // Last: a run that was cut short before it does all of this again.
    await outbox.announce(
      {
        owner,
        milestone: 'staff_digest',
        to: [{ role: 'agent' }, { role: 'approver' }, { role: 'privacy-officer' }],
        facts: {
          date,
          ...tally,
          // Also to requests that are closed.
          replies: tally.replies + answered.requests.length,
          counted: open.more ? 'some' : 'all',
          failedMails: failedMails.length,
          holdsToReview: toReview.length,
        },
      },
      at,
    );
  };

  async function requestsIn(
    queue: 'open' | 'replies',
  ): Promise<{ readonly requests: readonly RequestState[]; readonly more: boolean }> {
    const found: RequestState[] = [];
    let cursor: string | undefined;
    do {
      const page = await requests.queue(queue, { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.requests);
      cursor = page.cursor;
    } while (cursor !== undefined && found.length < mostRequests);
    return { requests: found, more: cursor !== undefined };
  }
}
