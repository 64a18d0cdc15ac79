import { addDays, daysBetween } from '../shared/days.ts';
import type {
  AcknowledgementRule,
  ExtensionRule,
  LawProfile,
  PauseRule,
  RightClock,
  Span,
  WorkCalendar,
} from '../shared/law-profile.ts';
import type { Clock, ClockFacts } from './calculate-clock.ts';
import { addMonths, addSpan, isWorkingDay } from './calendar-days.ts';
import { type DeadlineRule, type DeadlineStep, type NoteStep, stepsUnder } from './clock-steps.ts';
import { endWithPauses, isPaused, mergePauses, type Pause } from './pauses.ts';

interface GrantedPause extends Pause {
  readonly rule: PauseRule;
  readonly why: 'identity_awaited' | 'clarification_awaited';
}

/** The dates of one right. */
export function countRight(law: LawProfile, calendar: WorkCalendar, facts: ClockFacts, right: string): Clock {
  const { steps, note } = stepsUnder(law);
  const { answer, extension, acknowledgement } = clockRules(law, right);
  const { received } = facts;
  const starts = startOf(law, facts, note);
  const acknowledge = () => acknowledgeBy(acknowledgement, received, calendar, note);
  if (!answer) {
    note('due', 'no_time_in_law', starts, acknowledgement ?? law.answer);
    return {
      received,
      starts,
      due: null,
      extendedDue: null,
      extensionNoticeBy: null,
      refuseBy: null,
      acknowledgeBy: acknowledge(),
      explanation: steps,
    };
  }

  const pauses = pausesOf(law, facts, right);
  const settle = (of: DeadlineStep['of'], end: string, these: readonly GrantedPause[], say: NoteStep = note) =>
    settleEnd({ law, calendar, of, starts, end, pauses: these, note: say });

  const { within, setByPolicy } = answer;
  const end = addSpan(starts, within, calendar);
  note('due', ruleOf(within), end, answer, { amount: amountOf(within), ...(setByPolicy ? { setByPolicy } : {}) });
  const due = settle('due', end, pauses);
  if ((facts.clarifications ?? []).length > 0 && !pauses.some(({ why }) => why === 'clarification_awaited'))
    note('due', 'clarification_pauses_nothing', due, answer);

  let extendedDue: string | null = null;
  let extensionNoticeBy: string | null = null;
  if (extension) {
    const extendedEnd = extendEnd(starts, end, within, extension, calendar, note);
    if (extendedEnd === undefined) note('extension', 'controller_names_date', due, extension);
    else extendedDue = settle('extension', extendedEnd, pauses);
    const movesNotice = pauses.filter(({ rule }) => rule.noticeToo);
    extensionNoticeBy =
      movesNotice.length === pauses.length ? due : settle('notice', end, movesNotice, () => undefined);
    note('notice', 'told_within_first_period', extensionNoticeBy, extension);
  }
  return {
    received,
    starts,
    due,
    extendedDue,
    extensionNoticeBy,
    refuseBy: law.refusal.withinFirstPeriod ? due : null,
    acknowledgeBy: acknowledge(),
    explanation: steps,
  };
}

/** The rules of a right: its own where the law has some, else the general ones. */
export function clockRules(law: LawProfile, right: string): Omit<RightClock, 'rights'> {
  return law.rights.find(({ rights }) => rights.includes(right)) ?? law;
}

function startOf(law: LawProfile, { received, identity }: ClockFacts, note: NoteStep): string {
  const { start, identityPause } = law;
  note('start', 'received', received, start);
  if (!identity || identityPause) return received;
  const asked = identity.asked !== undefined;
  if (start.from === 'receipt' || (start.from === 'requested_identity' && !asked)) {
    note('start', 'identity_moves_nothing', received, start);
    return received;
  }
  if (identity.received <= received) return received;
  note('start', 'identity_received', identity.received, start);
  return identity.received;
}

/** The pauses that the law grants for a right. */
function pausesOf(law: LawProfile, { identity, clarifications = [] }: ClockFacts, right: string): GrantedPause[] {
  const { identityPause, clarificationPause } = law;
  const covers = (rule: PauseRule): boolean => rule.rights === undefined || rule.rights.includes(right);
  const pauses: GrantedPause[] = [];
  if (identityPause && covers(identityPause) && identity?.asked !== undefined)
    pauses.push({ rule: identityPause, why: 'identity_awaited', from: identity.asked, to: identity.received });
  if (clarificationPause && covers(clarificationPause))
    for (const { asked, answered } of clarifications)
      pauses.push({ rule: clarificationPause, why: 'clarification_awaited', from: asked, to: answered });
  return pauses;
}

/** Where a time ends that would end on `end`: after its pauses, and on a working day where the law rolls. */
function settleEnd({
  law: { rollOver },
  calendar,
  of,
  starts,
  end,
  pauses,
  note,
}: {
  readonly law: LawProfile;
  readonly calendar: WorkCalendar;
  readonly of: DeadlineStep['of'];
  readonly starts: string;
  readonly end: string;
  readonly pauses: readonly GrantedPause[];
  readonly note: NoteStep;
}): string {
  const merged = mergePauses(pauses);
  let last = end;
  // Kind by kind, so that each step says how many days it adds; days paused for both reasons are added by the first.
  for (const [index, { why, rule }] of pauses.entries()) {
    if (pauses[index + 1]?.why === why) continue;
    const next = endWithPauses(starts, end, mergePauses(pauses.slice(0, index + 1)));
    if (next !== last) note(of, why, next, rule, { amount: daysBetween(last, next) });
    last = next;
  }
  if (rollOver.toWorkingDay) {
    const rolled = nextWorkingDay(last, calendar, merged);
    if (rolled !== last) note(of, 'rolled_to_working_day', rolled, rollOver);
    last = rolled;
  }
  if (calendar.lastYear !== undefined && last > `${calendar.lastYear}-12-31`)
    note(of, 'holidays_unknown', last, { ...rollOver, verification: 'unverified' });
  return last;
}

/** The date itself when it is a working day, else the first one after it; a paused day does not end a time either. */
function nextWorkingDay(date: string, calendar: WorkCalendar, merged: readonly Pause[] = []): string {
  let day = date;
  while (!isWorkingDay(day, calendar) || isPaused(day, merged)) day = addDays(day, 1);
  return day;
}

/** Where the extended time would end without pauses; undefined where the controller names the date. */
function extendEnd(
  starts: string,
  end: string,
  within: Span,
  extension: ExtensionRule,
  calendar: WorkCalendar,
  note: NoteStep,
): string | undefined {
  const { by, earlierOfTwoReadings } = extension;
  if (!by) return undefined;
  const fromEnd = addSpan(end, by, calendar);
  const inMonths = by.months !== undefined && within.months !== undefined;
  const fromStart = inMonths ? addMonths(starts, within.months + by.months) : fromEnd;
  note('extension', ruleOf(by), fromStart, extension, { amount: amountOf(by) });
  if (!earlierOfTwoReadings || fromEnd >= fromStart) return fromStart;
  note('extension', 'earlier_reading', fromEnd, extension);
  return fromEnd;
}

function acknowledgeBy(
  rule: AcknowledgementRule | undefined,
  received: string,
  calendar: WorkCalendar,
  note: NoteStep,
): string | null {
  if (!rule) return null;
  if (rule.since !== undefined && received < rule.since) {
    note('acknowledgement', 'not_yet_in_force', rule.since, rule);
    return null;
  }
  const end = addSpan(received, rule.within, calendar);
  note('acknowledgement', ruleOf(rule.within), end, rule, { amount: amountOf(rule.within) });
  const rolled = rule.rollsToWorkingDay ? nextWorkingDay(end, calendar) : end;
  if (rolled !== end) note('acknowledgement', 'rolled_to_working_day', rolled, rule);
  return rolled;
}

function ruleOf({ months, days }: Span): DeadlineRule {
  if (months !== undefined) return 'months_added';
  return days === undefined ? 'working_days_added' : 'days_added';
}

function amountOf({ months, days, workingDays }: Span): number {
  return months ?? days ?? workingDays ?? 0;
}
