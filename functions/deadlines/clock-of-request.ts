import type { ClockDates, RequestState } from '../requests/index.ts';
import { dayInZone } from '../shared/days.ts';
import type { LawProfile } from '../shared/law-profile.ts';
import type { Organisation } from '../shared/organisation.ts';
import { type Clock, type ClockFacts, calculateClock } from './calculate-clock.ts';

/** What is stored of a request that its dates follow from. */
export type RequestClockFacts = Pick<
  RequestState,
  'law' | 'calendar' | 'timeZone' | 'receivedAt' | 'rights' | 'clarifications' | 'extension'
>;

export interface RequestClock extends Clock {
  /** The day by which the answer is due: extended, if it was. */
  readonly replyBy: string;
}

/**
 * Every date of a request, from what is stored of it alone. A right for whose answer the law sets no time is answered
 * within the law's general time.
 *
 * @returns undefined when the policy no longer has the request's law or calendar
 */
export function clockOf(
  request: RequestClockFacts,
  { laws, calendars }: Pick<Organisation, 'laws' | 'calendars'>,
): RequestClock | undefined {
  const law = laws[request.law];
  const calendar = calendars[request.calendar];
  if (!law || !calendar) return undefined;
  const facts = factsOf(request);
  const own = calculateClock(law, calendar, facts);
  const clock = own.due === null ? withGeneralTime(own, calculateClock({ ...law, rights: [] }, calendar, facts)) : own;
  const due = clock.due ?? clock.starts;
  const { extension } = request;
  return { ...clock, replyBy: extension ? (extension.until ?? clock.extendedDue ?? due) : due };
}

/** The dates of a request as they are stored with it. */
export function datesFrom({ replyBy, extendedDue, extensionNoticeBy, acknowledgeBy }: RequestClock): ClockDates {
  return {
    replyBy,
    ...(extendedDue === null ? {} : { extendedReplyBy: extendedDue }),
    ...(extensionNoticeBy === null ? {} : { extensionNoticeBy }),
    ...(acknowledgeBy === null ? {} : { acknowledgeBy }),
  };
}

/** Counts the dates of requests under the laws of a policy; undefined as `clockOf`. */
export function dateCounter(organisation: Pick<Organisation, 'laws' | 'calendars'>) {
  return (request: RequestClockFacts): ClockDates | undefined => {
    const clock = clockOf(request, organisation);
    return clock && datesFrom(clock);
  };
}

/** Whether the time for an answer stands still while the data subject is asked about one or the other. */
export function isPausedBy(law: LawProfile, rights: readonly string[], about: 'request' | 'identity'): boolean {
  if (about === 'identity' && law.start.from !== 'receipt') return true;
  const rule = about === 'identity' ? law.identityPause : law.clarificationPause;
  return rule !== undefined && rights.every((right) => rule.rights === undefined || rule.rights.includes(right));
}

function factsOf({ receivedAt, timeZone, rights, clarifications = [] }: RequestClockFacts): ClockFacts {
  const day = (instant: string): string => dayInZone(instant, timeZone);
  const ended = clarifications.flatMap(({ about, askedAt, endedAt }) =>
    endedAt === undefined ? [] : [{ about, asked: day(askedAt), answered: day(endedAt) }],
  );
  const identity = ended.filter(({ about }) => about === 'identity');
  const [first, last] = [identity[0], identity.at(-1)];
  return {
    received: day(receivedAt),
    rights,
    clarifications: ended.filter(({ about }) => about === 'request'),
    ...(first && last ? { identity: { asked: first.asked, received: last.answered } } : {}),
  };
}

function withGeneralTime(own: Clock, general: Clock): Clock {
  return {
    ...general,
    acknowledgeBy: own.acknowledgeBy,
    explanation: [
      ...own.explanation.filter(({ of }) => of !== 'acknowledgement'),
      ...general.explanation.filter(({ of }) => of !== 'start' && of !== 'acknowledgement'),
      ...own.explanation.filter(({ of }) => of === 'acknowledgement'),
    ],
  };
}
