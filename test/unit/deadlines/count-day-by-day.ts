import type { ClockFacts } from '../../../functions/deadlines/index.ts';
import type { LawProfile, PauseRule, Span, WorkCalendar } from '../../../functions/shared/law-profile.ts';

const dayMs = 86_400_000;

/**
 * The dates of a request, counted one day at a time on a plain calendar: shares no arithmetic with the product. A month is
 * found by walking until its number shows on the next month's page.
 */
export function countDayByDay(law: LawProfile, calendar: WorkCalendar, facts: ClockFacts) {
  const all = facts.rights.map((right) => countOne(law, calendar, facts, right));
  const first = (date: 'due' | 'extendedDue' | 'extensionNoticeBy') =>
    all
      .map((one) => one[date])
      .filter((one) => one !== null)
      .sort()[0] ?? null;
  const fixed = all.some(({ due, extensionNoticeBy }) => due && !extensionNoticeBy);
  return {
    due: first('due'),
    extendedDue: fixed ? null : first('extendedDue'),
    extensionNoticeBy: fixed ? null : first('extensionNoticeBy'),
    starts: all[0]?.starts,
  };
}

function countOne(law: LawProfile, calendar: WorkCalendar, facts: ClockFacts, right: string) {
  const own = law.rights.find((clock) => clock.rights.includes(right));
  const { answer, extension } = own ?? law;
  const { received, identity } = facts;
  const waited = identity && identity.received > received ? identity.received : received;
  const starts =
    law.identityPause || law.start.from === 'receipt' || (law.start.from === 'requested_identity' && !identity?.asked)
      ? received
      : waited;
  if (!answer) return { due: null, extendedDue: null, extensionNoticeBy: null, starts };

  const skipped = (onlyNotice: boolean): Set<string> => {
    const days = new Set<string>();
    const add = (rule: PauseRule | undefined, from: string | undefined, to: string | undefined) => {
      if (!rule || !from || !to || (rule.rights && !rule.rights.includes(right))) return;
      if (onlyNotice && !rule.noticeToo) return;
      for (let day = from; day <= to; day = next(day)) days.add(day);
    };
    add(law.identityPause, identity?.asked, identity?.received);
    for (const { asked, answered } of facts.clarifications ?? []) add(law.clarificationPause, asked, answered);
    return days;
  };
  const ends = (lasts: readonly Span[], paused: Set<string>): string => {
    // How many days the time has without pauses, then so many days that are not paused.
    let plain = starts;
    for (const span of lasts) plain = walk(plain, span, calendar);
    let left = 0;
    for (let day = starts; day < plain; day = next(day)) left++;
    let day = starts;
    while (left > 0) {
      day = next(day);
      if (!paused.has(day)) left--;
    }
    while (law.rollOver.toWorkingDay && (!works(day, calendar) || paused.has(day))) day = next(day);
    return day;
  };

  const due = ends([answer.within], skipped(false));
  if (!extension) return { due, extendedDue: null, extensionNoticeBy: null, starts };
  const extensionNoticeBy = ends([answer.within], skipped(true));
  if (!extension.by) return { due, extendedDue: null, extensionNoticeBy, starts };
  const total: Span =
    extension.by.months === undefined ? {} : { months: (answer.within.months ?? 0) + extension.by.months };
  const readings = [ends([answer.within, extension.by], skipped(false))];
  if (total.months !== undefined) readings.push(ends([total], skipped(false)));
  return { due, extendedDue: readings.sort()[0] ?? null, extensionNoticeBy, starts };
}

function walk(from: string, { months, days, workingDays }: Span, calendar: WorkCalendar): string {
  let day = from;
  for (let left = days ?? 0; left > 0; left--) day = next(day);
  for (let left = workingDays ?? 0; left > 0; ) {
    day = next(day);
    if (works(day, calendar)) left--;
  }
  if (months === undefined) return day;
  const pages = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + months;
  const page = `${Math.floor(pages / 12)}-${String((pages % 12) + 1).padStart(2, '0')}`;
  while (day.slice(0, 7) < page) day = next(day);
  while (day.slice(8) < from.slice(8) && next(day).startsWith(page)) day = next(day);
  return day;
}

const holidaysOf = new WeakMap<WorkCalendar, Set<string>>();

function works(day: string, calendar: WorkCalendar): boolean {
  const holidays = holidaysOf.get(calendar) ?? new Set(calendar.holidays);
  holidaysOf.set(calendar, holidays);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(day);
}

const following = new Map<string, string>();

function next(day: string): string {
  const known = following.get(day);
  if (known !== undefined) return known;
  const tomorrow = new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
  following.set(day, tomorrow);
  return tomorrow;
}
