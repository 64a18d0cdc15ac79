import type { RequestEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';

/** Dates of a request, plain ISO dates in its office's zone; each time ends with the end of its day. */
export interface ClockDates {
  readonly replyBy: string;
  /** When the answer would be due if the time were extended; absent where the law sets no end or grants none. */
  readonly extendedReplyBy?: string;
  /** The last day to tell the data subject of an extension; absent where the law grants none. */
  readonly extensionNoticeBy?: string;
  /** The last day to confirm receipt; absent where the law sets none. */
  readonly acknowledgeBy?: string;
  /** Months for which the record is kept once the request is closed: the policy's, or the law's if those are more. */
  readonly recordMonths: number;
}

/** The time stands still while the member's answer is awaited. */
export interface ClockPause {
  /** So does the time in which an extension must be announced. */
  readonly noticeToo: boolean;
}

/** A request's dates as things stand; `paused` while nobody can say on which day they will be. */
export interface CountedDates extends ClockDates {
  readonly paused?: ClockPause;
}

/** Counts a request's dates from what is known of it; undefined when the policy no longer has its law or calendar. */
export type CountDates = (state: RequestState) => CountedDates | undefined;

/** Events that dates follow from. */
const moving: ReadonlySet<RequestEvent['type']> = new Set([
  'LawCorrected',
  'DeadlineExtended',
  'ClarificationAsked',
  'ClarificationReceived',
  'ClarificationClosed',
]);

export function movesClock(events: readonly RequestEvent[]): boolean {
  return events.some(({ type }) => moving.has(type));
}

/** The dates as they are stored. */
function datesOf({ replyBy, extendedReplyBy, extensionNoticeBy, acknowledgeBy, recordMonths }: ClockDates): ClockDates {
  return withoutAbsent({ replyBy, extendedReplyBy, extensionNoticeBy, acknowledgeBy, recordMonths });
}

/** The events that put other dates, or a pause, in place of those stored; none when they are the same. */
export function datesMoved(state: RequestState, counted: CountedDates): readonly RequestEvent[] {
  const [stored, dates] = [datesOf(state), datesOf(counted)];
  const keys = ['replyBy', 'extendedReplyBy', 'extensionNoticeBy', 'acknowledgeBy', 'recordMonths'] as const;
  return [
    ...(keys.every((key) => stored[key] === dates[key]) ? [] : [{ type: 'DeadlineMoved', dates } as const]),
    ...pauseChanged(state.paused, counted.paused),
  ];
}

function pauseChanged(stored: ClockPause | undefined, paused: ClockPause | undefined): readonly RequestEvent[] {
  if (stored?.noticeToo === paused?.noticeToo) return [];
  return [paused ? { type: 'ClockPaused', ...paused } : { type: 'ClockResumed' }];
}

function withoutAbsent({
  replyBy,
  recordMonths,
  ...others
}: Pick<ClockDates, 'replyBy' | 'recordMonths'> & {
  readonly [Key in Exclude<keyof ClockDates, 'replyBy' | 'recordMonths'>]: string | undefined;
}): ClockDates {
  return {
    replyBy,
    recordMonths,
    ...Object.fromEntries(Object.entries(others).filter(([, date]) => date !== undefined)),
  };
}
