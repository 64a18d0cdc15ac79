import type { LawProfile, WorkCalendar } from '../shared/law-profile.ts';
import type { DeadlineStep } from './clock-steps.ts';
import { countRight } from './count-right.ts';

/** What the dates of a request follow from. All are plain ISO dates in the office's time zone. */
export interface ClockFacts {
  readonly received: string;
  /** The rights asked for, at least one; each date is the earliest that any of them has. */
  readonly rights: readonly string[];
  /** Information on identity: when it was asked for, if it was, and when it came. */
  readonly identity?: { readonly asked?: string; readonly received: string };
  /** Questions to the data subject that were answered. */
  readonly clarifications?: readonly { readonly asked: string; readonly answered: string }[];
}

/** Plain ISO dates; each time ends with the end of its day. Null where the law has none. */
export interface Clock {
  readonly received: string;
  readonly starts: string;
  readonly due: string | null;
  /** When the answer would be due if the time were extended; null also where the law sets an extension no end. */
  readonly extendedDue: string | null;
  /** The last day to tell the data subject of an extension. */
  readonly extensionNoticeBy: string | null;
  readonly acknowledgeBy: string | null;
  /** The last day for a refusal, where an extension does not move it. */
  readonly refuseBy: string | null;
  readonly explanation: readonly DeadlineStep[];
}

/**
 * The dates of a request under a law, each with the steps that lead to it. Depends on nothing else: neither on today nor
 * on the zone of the machine.
 *
 * @throws RangeError without a right
 */
export function calculateClock(law: LawProfile, calendar: WorkCalendar, facts: ClockFacts): Clock {
  const clocks = facts.rights.map((right) => countRight(law, calendar, facts, right));
  const [first] = clocks;
  if (!first) throw new RangeError('a clock needs a right');
  if (clocks.length === 1) return first;
  const answered = clocks.filter(({ due }) => due !== null);
  // One answer for all: it can be extended only where each right can.
  const extendable = answered.every(({ extensionNoticeBy }) => extensionNoticeBy !== null);
  const due = earliest(clocks, 'due') ?? first;
  const extension = extendable ? earliest(answered, 'extendedDue') : undefined;
  const notice = extendable ? earliest(answered, 'extensionNoticeBy') : undefined;
  const acknowledgement = earliest(clocks, 'acknowledgeBy');
  const from: Readonly<Record<DeadlineStep['of'], Clock | undefined>> = {
    start: due,
    due,
    extension: extension ?? notice,
    notice,
    acknowledgement,
  };
  return {
    ...due,
    extendedDue: extension?.extendedDue ?? null,
    extensionNoticeBy: notice?.extensionNoticeBy ?? null,
    acknowledgeBy: acknowledgement?.acknowledgeBy ?? null,
    explanation: Object.entries(from).flatMap(([of, clock]) =>
      (clock?.explanation ?? []).filter((step) => step.of === of),
    ),
  };
}

/** The clock whose date of this kind comes first; undefined when none has one. */
function earliest(
  clocks: readonly Clock[],
  date: 'due' | 'extendedDue' | 'extensionNoticeBy' | 'acknowledgeBy',
): Clock | undefined {
  return clocks
    .filter((clock) => clock[date] !== null)
    .reduce<Clock | undefined>((a, b) => (a && (a[date] ?? '') <= (b[date] ?? '') ? a : b), undefined);
}
