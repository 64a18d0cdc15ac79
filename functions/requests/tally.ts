import { daysLeft } from '../shared/days.ts';
import { nextStep } from './next-step.ts';
import type { RequestState } from './request-state.ts';
import { workByHand } from './work-by-hand.ts';

/** How much is waiting, over open requests. A request can count several times. */
export interface Tally {
  readonly open: number;
  readonly overdue: number;
  /** Due within seven days, today included. */
  readonly dueSoon: number;
  readonly unassigned: number;
  /** Wait for a second person. */
  readonly approvals: number;
  /** Steps or sources that failed for good. */
  readonly failedSteps: number;
  /** Something the member wrote waits to be read. */
  readonly replies: number;
  /** Sources that a person has to look through or to erase in. */
  readonly byHand: number;
  /** Those whose day has passed. */
  readonly byHandLate: number;
}

const soonDays = 7;

export function tallyOf(requests: readonly RequestState[], now: string): Tally {
  const steps = requests.map((state) => ({
    state,
    // While the law pauses the time, nobody knows the day it ends.
    left: state.paused ? Number.POSITIVE_INFINITY : daysLeft(state.replyBy, now, state.timeZone),
    next: nextStep(state).next,
  }));
  const byHand = requests.flatMap((state) => workByHand(state).map(({ due }) => daysLeft(due, now, state.timeZone)));
  const count = (counts: (step: (typeof steps)[number]) => boolean): number => steps.filter(counts).length;
  return {
    open: requests.length,
    overdue: count(({ left }) => left < 0),
    dueSoon: count(({ left }) => left >= 0 && left <= soonDays),
    unassigned: count(({ state }) => state.assignee === undefined),
    approvals: count(({ next }) => next === 'approve_answer' || next === 'approve_refusal'),
    failedSteps: count(({ next }) => next === 'retry_parked' || next === 'retry_failed'),
    replies: count(({ state }) => state.repliedAt !== undefined),
    byHand: byHand.length,
    byHandLate: byHand.filter((left) => left < 0).length,
  };
}
