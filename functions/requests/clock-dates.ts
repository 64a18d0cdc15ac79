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
}

/** Counts a request's dates from what is known of it; undefined when the policy no longer has its law or calendar. */
export type CountDates = (state: RequestState) => ClockDates | undefined;

/** Events that dates follow from. */
const moving: ReadonlySet<RequestEvent['type']> = new Set([
  'LawCorrected',
  'DeadlineExtended',
  'ClarificationReceived',
  'ClarificationClosed',
]);

export function movesClock(events: readonly RequestEvent[]): boolean {
  return events.some(({ type }) => moving.has(type));
}

/** The dates as they are stored. */
function datesOf(state: RequestState): ClockDates {
  const { replyBy, extendedReplyBy, extensionNoticeBy, acknowledgeBy } = state;
  return withoutAbsent({ replyBy, extendedReplyBy, extensionNoticeBy, acknowledgeBy });
}

/** The event that puts other dates in place of those stored; none when they are the same. */
export function datesMoved(state: RequestState, dates: ClockDates): readonly RequestEvent[] {
  const stored = datesOf(state);
  const keys = ['replyBy', 'extendedReplyBy', 'extensionNoticeBy', 'acknowledgeBy'] as const;
  return keys.every((key) => stored[key] === dates[key]) ? [] : [{ type: 'DeadlineMoved', dates }];
}

function withoutAbsent({
  replyBy,
  ...others
}: { readonly replyBy: string } & {
  readonly [Key in Exclude<keyof ClockDates, 'replyBy'>]: string | undefined;
}): ClockDates {
  return {
    replyBy,
    ...Object.fromEntries(Object.entries(others).filter(([, date]) => date !== undefined)),
  };
}
