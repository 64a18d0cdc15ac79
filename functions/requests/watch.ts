import { addDays, dayInZone, daysBetween, daysLeft, startOfDay } from '../shared/days.ts';
import { openQuestion } from './decide-clock.ts';
import type { RequestEvent } from './request-events.ts';
import { closedStatuses, type RequestState } from './request-state.ts';

/**
 * The watch over an open request: its due date, the time in which an extension can be announced, and questions that the member
 * leaves unanswered. Who is told, and when, follows from the state alone: a sweep that was missed, doubled or cut short
 * changes nothing in the end, and another date starts anew.
 */

/** Days before the due date on which staff are reminded. */
export const reminderDays = [7, 3, 1] as const;
export type ReminderDays = (typeof reminderDays)[number];

/** Days before the last day to announce an extension on which staff are told that it nears. */
const noticeDays = 5;
/** Days after a question on which the member is reminded of it, once. */
const memberReminderDays = 7;
/** Days after a question on which staff are told that it is unanswered, and from then on between two such mails. */
const unansweredDays = 14;
const unansweredAgainDays = 7;

/** Days before a request closes unconfirmed on which the member is reminded of it, once. */
const confirmationDays = 2;
const dayMs = 86_400_000;

/** What the watch has said about dates. */
export interface Watch {
  /** The due date it spoke of, a plain ISO date. */
  readonly due: string;
  /** The last reminder. */
  readonly reminded?: ReminderDays;
  /** Office day on which staff were last told that it is overdue. */
  readonly escalatedOn?: string;
  /** The last day to announce an extension it spoke of, a plain ISO date. */
  readonly noticeBy?: string;
}

/** What the watch has to say by now: of each matter at most one thing, the most urgent. */
export function watchEvents(state: RequestState, now: string): readonly RequestEvent[] {
  if (state.status === 'awaiting_confirmation') return confirmationEvents(state, now);
  if (!isWatched(state)) return [];
  return [
    ...dueEvents(state, now),
    ...noticeEvents(state, now),
    ...questionEvents(state, now),
    ...progressEvents(state, now),
  ];
}

/** The instant from which the watch has something to say, ISO in UTC; undefined when it never will. */
export function nextWatch(state: RequestState): string | undefined {
  if (state.status === 'awaiting_confirmation') return nextOfConfirmation(state);
  if (!isWatched(state)) return undefined;
  const days = [nextOfDue(state), nextOfNotice(state), nextToMember(state), nextToStaff(state), nextOfProgress(state)];
  const [first] = days.filter((day) => day !== undefined).toSorted();
  return first === undefined ? undefined : startOfDay(first, state.timeZone);
}

function dueEvents(state: RequestState, now: string): readonly RequestEvent[] {
  if (state.paused) return [];
  const { replyBy: due, timeZone } = state;
  const { reminded, escalatedOn } = saidOf(state);
  const left = daysLeft(due, now, timeZone);
  if (left < 0) {
    const on = dayInZone(now, timeZone);
    if (escalatedOn === undefined) return [{ type: 'DeadlineMissed', due, on }];
    return on < nextEscalation(state, escalatedOn) ? [] : [{ type: 'EscalationRepeated', due, on }];
  }
  // A reminder that was missed is not made up for: the next one says more.
  const days = reminderDays.findLast((threshold) => left <= threshold);
  return days === undefined || (reminded !== undefined && reminded <= days)
    ? []
    : [{ type: 'ReminderSent', due, days }];
}

/** The office day from which the due date gives something to say; undefined while nobody knows the date. */
function nextOfDue(state: RequestState): string | undefined {
  if (state.paused) return undefined;
  const { reminded, escalatedOn } = saidOf(state);
  if (escalatedOn !== undefined) return nextEscalation(state, escalatedOn);
  const days = reminderDays.find((threshold) => reminded === undefined || threshold < reminded);
  return addDays(state.replyBy, -(days ?? -1));
}

function noticeEvents(state: RequestState, now: string): readonly RequestEvent[] {
  const from = nextOfNotice(state);
  const { extensionNoticeBy: noticeBy, replyBy, timeZone } = state;
  const today = dayInZone(now, timeZone);
  if (from === undefined || noticeBy === undefined || today < from) return [];
  // Neither day may have gone by: `extend_deadline` asks for the same.
  const type = today > noticeBy || today > replyBy ? 'ExtensionWindowClosed' : 'ExtensionWindowClosing';
  return [{ type, noticeBy }];
}

/** The office day from which the end of the time for an extension is told; undefined when none can be given, or it was told. */
function nextOfNotice({ extension, extensionNoticeBy, paused, watch }: RequestState): string | undefined {
  if (extension || extensionNoticeBy === undefined || paused?.noticeToo) return undefined;
  return watch?.noticeBy === extensionNoticeBy ? undefined : addDays(extensionNoticeBy, -noticeDays);
}

function questionEvents(state: RequestState, now: string): readonly RequestEvent[] {
  const asked = openQuestion(state)?.askedAt;
  if (asked === undefined) return [];
  const on = dayInZone(now, state.timeZone);
  const isDue = (day: string | undefined): boolean => day !== undefined && day <= on;
  return [
    ...(isDue(nextToMember(state)) ? [{ type: 'ClarificationReminded', asked } as const] : []),
    ...(isDue(nextToStaff(state)) ? [{ type: 'ClarificationUnanswered', asked, on } as const] : []),
  ];
}

/** The office day on which the member is reminded of a question. */
function nextToMember(state: RequestState): string | undefined {
  const question = openQuestion(state);
  if (!question || question.remindedAt !== undefined) return undefined;
  return addDays(dayInZone(question.askedAt, state.timeZone), memberReminderDays);
}

/** The office day on which staff are told, or told again, that a question is unanswered. */
function nextToStaff(state: RequestState): string | undefined {
  const question = openQuestion(state);
  if (!question) return undefined;
  const { askedAt, staffToldOn } = question;
  if (staffToldOn !== undefined) return addDays(staffToldOn, unansweredAgainDays);
  return addDays(dayInZone(askedAt, state.timeZone), unansweredDays);
}

function confirmationEvents(state: RequestState, now: string): readonly RequestEvent[] {
  const from = nextOfConfirmation(state);
  return from !== undefined && from <= now && now <= state.confirmBy ? [{ type: 'ConfirmationReminded' }] : [];
}

/** The instant from which a member is reminded to confirm; undefined when they were, or the time for it is too short. */
function nextOfConfirmation({ confirmBy, receivedAt, confirmationRemindedAt }: RequestState): string | undefined {
  const from = new Date(Date.parse(confirmBy) - confirmationDays * dayMs).toISOString();
  const soonest = new Date(Date.parse(receivedAt) + dayMs).toISOString();
  return confirmationRemindedAt !== undefined || from < soonest ? undefined : from;
}

function progressEvents(state: RequestState, now: string): readonly RequestEvent[] {
  const { progressDays = [], receivedAt, timeZone } = state;
  const from = nextOfProgress(state);
  const today = dayInZone(now, timeZone);
  if (from === undefined || today < from || today > state.replyBy) return [];
  // One that was missed is not made up for.
  const since = daysBetween(dayInZone(receivedAt, timeZone), today);
  const days = progressDays.findLast((threshold) => threshold <= since);
  return days === undefined ? [] : [{ type: 'ProgressTold', days }];
}

/**
 * The office day on which the member is told that the request goes on; undefined while it waits for the member or for the day
 * of a deletion, who know, and once the answer is overdue.
 */
function nextOfProgress(state: RequestState): string | undefined {
  const { progressDays = [], progressTold = 0, receivedAt, replyBy, timeZone, paused, waitingFor } = state;
  if (paused || openQuestion(state) || waitingFor === 'waiting_period') return undefined;
  const next = progressDays.find((threshold) => threshold > progressTold);
  if (next === undefined) return undefined;
  const day = addDays(dayInZone(receivedAt, timeZone), next);
  return day > replyBy || saidOf(state).escalatedOn !== undefined ? undefined : day;
}

/** The first office day on which staff are told again: the next one, but not the day on which somebody acted or the day after. */
function nextEscalation({ actedAt, timeZone }: RequestState, escalatedOn: string): string {
  const days = [addDays(escalatedOn, 1), ...(actedAt === undefined ? [] : [addDays(dayInZone(actedAt, timeZone), 2)])];
  return days.toSorted().at(-1) ?? escalatedOn;
}

/** What was held back and goes on after its hold was answered in time; no period runs for the rest. */
function isWatched({ status, erasing, lifting }: RequestState): boolean {
  if (lifting?.startedAt) return false;
  return status !== 'awaiting_confirmation' && !closedStatuses.has(status) && erasing?.finishedAt === undefined;
}

function saidOf({ watch, replyBy }: RequestState): Omit<Watch, 'due'> {
  return watch?.due === replyBy ? watch : {};
}
