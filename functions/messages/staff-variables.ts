import { type MailFacts, nextStep, openQuestion, type RequestState } from '../requests/index.ts';
import { daysLeft, endOfDay, startOfDay } from '../shared/days.ts';
import type { Organisation } from '../shared/organisation.ts';
import type { MessageVariables } from './message-template.ts';

/** Names a template for staff may use. */
export const staffVariableNames = [
  'organisation',
  'reference',
  'requestId',
  'replyBy',
  'daysLeft',
  'daysOver',
  'nextStep',
  'waitingOn',
  'assigned',
  'noticeBy',
  'askedOn',
  'paused',
  'reviewOn',
  'date',
  'open',
  'overdue',
  'dueSoon',
  'unassigned',
  'approvals',
  'failedSteps',
  'byHand',
  'byHandLate',
  'failedMails',
  'replies',
  'holdsToReview',
  'counted',
] as const;

/** What templates can tell staff about a request. Nothing personal: whoever reads on signs in first. */
export function staffVariables(state: RequestState, organisation: Organisation, now: string): MessageVariables {
  const { next, waitingOn } = nextStep(state);
  const question = openQuestion(state);
  const left = daysLeft(state.replyBy, now, state.timeZone);
  return {
    organisation: organisation.name,
    reference: state.reference,
    requestId: state.id,
    replyBy: endOf(state.replyBy, state.timeZone),
    daysLeft: Math.max(0, left),
    daysOver: Math.max(0, -left),
    nextStep: next,
    waitingOn,
    assigned: state.assignee === undefined ? 'no' : 'yes',
    // Whether the time for the answer stands still: `yes` or `no`.
    paused: state.paused ? 'yes' : 'no',
    // The last day to announce an extension, and when the member was asked what is open.
    ...(state.extensionNoticeBy === undefined ? {} : { noticeBy: endOf(state.extensionNoticeBy, state.timeZone) }),
    ...(question ? { askedOn: new Date(question.askedAt) } : {}),
  };
}

/** What templates can tell staff of all requests together.  */
export function deskVariables(facts: MailFacts, organisation: Organisation): MessageVariables {
  const said = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
      ? noonOf(value, organisation.office.timeZone)
      : value,
  ]);
  return { organisation: organisation.name, ...Object.fromEntries(said) };
}

/** The last moment of a day. */
function endOf(date: string, timeZone: string): Date {
  return new Date(Date.parse(endOfDay(date, timeZone)) - 1);
}

function noonOf(date: string, timeZone: string): Date {
  return new Date(Date.parse(startOfDay(date, timeZone)) + 12 * 3_600_000);
}
