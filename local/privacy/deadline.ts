import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { addWorkingDays, type Clock, calculateClock } from '../../functions/deadlines/index.ts';
import type { LawProfile, WorkCalendar } from '../../functions/shared/law-profile.ts';
import { formatError, type PolicyError, readCalendar, readLaw } from '../../policy/compiler/index.ts';
import { type Command, CommandRefused } from './command.ts';
import { type DeadlineArguments, readDeadlineArguments } from './deadline-arguments.ts';
import { stepInWords } from './deadline-words.ts';

/** Laws and calendars that come with the product. */
const policyFolder = join(import.meta.dirname, '../../policy');

/** Prints the dates of a request under a law, or counts working days, as JSON with every step explained. */
export const deadline: Command = {
  summary: 'prints when a request must be answered under a law, and why',
  usage: [
    'npm run -s privacy -- deadline --law <law> --received <date> [--right <right>] [--calendar <calendar>]',
    '  [--time-zone <zone>] [--identity-requested <date> --identity-received <date>] [--pause <date>/<date>]...',
    '  [--extended]',
    'npm run -s privacy -- deadline --working-days <number> --calendar <calendar> --received <date>',
    '',
    'Days are written as 2025-11-25. Laws and calendars are the files of policy/laws and policy/calendars.',
  ].join('\n'),
  async run(args, { print }) {
    const asked = readDeadlineArguments(args);
    const law = asked.law === undefined ? undefined : lawOf(asked.law);
    const calendarId = asked.calendar ?? law?.calendar;
    if (calendarId === undefined) {
      throw new CommandRefused(
        asked.workingDays === undefined
          ? `Give --law: ${idsIn('laws')}.`
          : 'Give the --calendar to count working days on.',
      );
    }
    const calendar = calendarOf(calendarId);
    const { workingDays } = asked;
    if (workingDays !== undefined) print(asJson(countWorkingDays(asked, workingDays, calendar)));
    else if (law) print(asJson(datesUnder(law, calendar, asked)));
    else throw new CommandRefused(`Give --law: ${idsIn('laws')}.`);
    return 0;
  },
};

function datesUnder(law: LawProfile, calendar: WorkCalendar, asked: DeadlineArguments) {
  const { received, right, identity, pauses, extended, timeZone = law.timeZone } = asked;
  const clock = calculateClock(law, calendar, {
    received,
    rights: [right],
    clarifications: pauses.map(({ from, to }) => ({ asked: from, answered: to })),
    ...(identity ? { identity } : {}),
  });
  return printed(law.id, clock, [
    ...clock.explanation.map((step) => ({ text: stepInWords(step), ...step })),
    ...(extended ? [{ text: extensionInWords(clock) }] : []),
    ...(calendar.note ? [{ text: `Calendar ${calendar.id}: ${calendar.note}` }] : []),
    { text: `Each time ends with the end of its day in ${timeZone}.` },
  ]);
}

function extensionInWords({ extendedDue, extensionNoticeBy }: Clock): string {
  if (extendedDue !== null) return `Extended, the answer is due on ${extendedDue}.`;
  return extensionNoticeBy === null
    ? 'This law grants no extension: the answer stays due as it was.'
    : 'Extended, the answer is due on the date that the controller names.';
}

function countWorkingDays({ received }: DeadlineArguments, days: number, calendar: WorkCalendar) {
  const due = addWorkingDays(received, days, calendar);
  const none = { extendedDue: null, extensionNoticeBy: null, acknowledgeBy: null };
  return printed(null, { received, starts: received, due, ...none }, [
    { text: `Counted from the day after ${received}, without weekends and the holidays of calendar ${calendar.id}.` },
    ...(calendar.note ? [{ text: `Calendar ${calendar.id}: ${calendar.note}` }] : []),
  ]);
}

function printed(
  law: string | null,
  clock: Omit<Clock, 'refuseBy' | 'explanation'>,
  explanation: readonly { readonly text: string }[],
) {
  const { received, starts, due, extendedDue, extensionNoticeBy, acknowledgeBy } = clock;
  return { law, received, starts, due, extendedDue, extensionNoticeBy, acknowledgeBy, explanation };
}

function asJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function lawOf(id: string): LawProfile {
  return read('law', 'laws', id, readLaw);
}

function calendarOf(id: string): WorkCalendar {
  return read('calendar', 'calendars', id, readCalendar);
}

type Reader<Value> = (folder: string, id: string, unknown: () => void, errors: PolicyError[]) => Value | undefined;

function read<Value>(what: string, folder: 'laws' | 'calendars', id: string, reader: Reader<Value>): Value {
  if (!idsIn(folder).split(', ').includes(id))
    throw new CommandRefused(`--${what} ${id}: there is no such ${what}. There are: ${idsIn(folder)}.`);
  const errors: PolicyError[] = [];
  const value = reader(policyFolder, id, () => undefined, errors);
  if (value === undefined || errors.length > 0) throw new CommandRefused(errors.map(formatError).join('; '));
  return value;
}

/** The files of a folder of the policy, by their names. */
function idsIn(folder: 'laws' | 'calendars'): string {
  return readdirSync(join(policyFolder, folder))
    .map((name) => /^(.+)\.(?:yaml|json)$/.exec(name)?.[1] ?? '')
    .filter(Boolean)
    .join(', ');
}
