import type { Clarification, ClockPause, CountedDates, RequestState } from '../requests/index.ts';
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
  /** Months for which the record is kept once the request is closed. */
  readonly recordMonths: number;
  /** Only while a question to the member is open under a law that pauses the time for it. */
  readonly paused?: ClockPause;
}

/** What of a policy the dates of its requests follow from. */
export type ClockPolicy = Pick<Organisation, 'laws' | 'calendars' | 'retention'>;

/**
 * Every date of a request, from what is stored of it alone. A right for whose answer the law sets no time is answered
 * within the law's general time.
 *
 * @returns undefined when the policy no longer has the request's law or calendar
 */
export function clockOf(
  request: RequestClockFacts,
  { laws, calendars, retention }: ClockPolicy,
): RequestClock | undefined {
  const law = laws[request.law];
  const calendar = calendars[request.calendar];
  if (!law || !calendar) return undefined;
  const facts = factsOf(request);
  const own = calculateClock(law, calendar, facts);
  const clock = own.due === null ? withGeneralTime(own, calculateClock({ ...law, rights: [] }, calendar, facts)) : own;
  const due = clock.due ?? clock.starts;
  const { extension } = request;
  const replyBy = extension ? (extension.until ?? clock.extendedDue ?? due) : due;
  const paused = pauseNow(request, law, replyBy);
  return {
    ...clock,
    replyBy,
    recordMonths: recordMonths(law, retention.recordMonths),
    ...(paused ? { paused } : {}),
  };
}

/** A question that was asked when the time was over does not bring it back. */
function pauseNow(
  { clarifications = [], rights, timeZone }: RequestClockFacts,
  law: LawProfile,
  replyBy: string,
): ClockPause | undefined {
  const last = clarifications.at(-1);
  if (!last || last.endedAt !== undefined || dayInZone(last.askedAt, timeZone) > replyBy) return undefined;
  return pauseFor(law, rights, last.about);
}

/** The policy's months, or the law's if those are more. */
function recordMonths({ records }: LawProfile, ofPolicy: number): number {
  return Math.max(ofPolicy, records?.months ?? 0);
}

/** The dates of a request as they are stored with it. */
export function datesFrom({
  replyBy,
  recordMonths,
  extendedDue,
  extensionNoticeBy,
  acknowledgeBy,
  paused,
}: RequestClock): CountedDates {
  return {
    replyBy,
    recordMonths,
    ...(paused ? { paused } : {}),
    ...(extendedDue === null ? {} : { extendedReplyBy: extendedDue }),
    ...(extensionNoticeBy === null ? {} : { extensionNoticeBy }),
    ...(acknowledgeBy === null ? {} : { acknowledgeBy }),
  };
}

/** Counts the dates of requests under the laws of a policy; undefined as `clockOf`. */
export function dateCounter(organisation: ClockPolicy) {
  return (request: RequestClockFacts): CountedDates | undefined => {
    const clock = clockOf(request, organisation);
    return clock && datesFrom(clock);
  };
}

/** Whether the time for an answer stands still while the data subject is asked about one or the other. */
export function isPausedBy(law: LawProfile, rights: readonly string[], about: Clarification['about']): boolean {
  return pauseFor(law, rights, about) !== undefined;
}

/** The pause that the law grants for a question; undefined where it grants none. */
function pauseFor(law: LawProfile, rights: readonly string[], about: Clarification['about']): ClockPause | undefined {
  // The time has not even begun.
  if (about === 'identity' && law.start.from !== 'receipt') return { noticeToo: true };
  const rule = about === 'identity' ? law.identityPause : law.clarificationPause;
  if (!rule || !rights.every((right) => rule.rights === undefined || rule.rights.includes(right))) return undefined;
  return { noticeToo: rule.noticeToo };
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
