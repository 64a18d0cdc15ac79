import { parseArgs } from 'node:util';
import { rights } from '../../functions/requests/request-state.ts';
import { dayInZone } from '../../functions/shared/days.ts';
import { CommandRefused } from './command.ts';

/** What was typed after `deadline`, checked as far as that goes without laws and calendars. Dates are plain ISO dates. */
export interface DeadlineArguments {
  readonly law?: string;
  readonly calendar?: string;
  readonly timeZone?: string;
  readonly received: string;
  readonly right: string;
  readonly workingDays?: number;
  readonly identity?: { readonly asked?: string; readonly received: string };
  readonly pauses: readonly { readonly from: string; readonly to: string }[];
  readonly extended: boolean;
}

/** Rights that laws have and the pages do not offer under this name. */
const rightsOfLaws = [
  'portability',
  'correction',
  'restriction',
  'objection',
  'consent_withdrawal',
  'account_cancellation',
  'listing_takedown',
  'opt_out',
  'limit',
  'complaint',
  'appeal',
];
const knownRights: ReadonlySet<string> = new Set([...rights, ...rightsOfLaws]);

/** The years whose holidays are known. */
const firstYear = 2015;
const lastYear = 2035;
const maxWorkingDays = 5000;

/** @throws CommandRefused for what cannot be meant */
export function readDeadlineArguments(args: readonly string[]): DeadlineArguments {
  const values = parsed(args);
  const timeZone = values['time-zone'];
  if (timeZone !== undefined && !isTimeZone(timeZone)) refuse(`--time-zone ${timeZone}: there is no such time zone.`);
  if (values.received === undefined) refuse('Give the day of receipt: --received 2025-11-25.');
  const received = date('--received', values.received);
  const right = (values.right ?? 'access').replaceAll('-', '_');
  if (!knownRights.has(right)) refuse(`--right ${values.right}: there is no such right.`);
  const identity = identityOf(values['identity-requested'], values['identity-received'], received);
  const workingDays = values['working-days'];
  return {
    received,
    right,
    pauses: (values.pause ?? []).map((text) => pause(text, received)),
    extended: values.extended ?? false,
    ...(values.law === undefined ? {} : { law: values.law }),
    ...(values.calendar === undefined ? {} : { calendar: values.calendar }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(workingDays === undefined ? {} : { workingDays: wholeNumber('--working-days', workingDays) }),
    ...(identity ? { identity } : {}),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        law: { type: 'string' },
        received: { type: 'string' },
        calendar: { type: 'string' },
        'time-zone': { type: 'string' },
        right: { type: 'string' },
        extended: { type: 'boolean' },
        'identity-requested': { type: 'string' },
        'identity-received': { type: 'string' },
        pause: { type: 'string', multiple: true },
        'working-days': { type: 'string' },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse(error.message.split(/[\n.]/, 1)[0] ?? 'These arguments cannot be read');
  }
}

function date(name: string, text: string): string {
  const written = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // A day that a month does not have is read as one of the next month.
  if (Number.isNaN(written) || dayInZone(new Date(written).toISOString(), 'UTC') !== text)
    refuse(`${name} ${text}: there is no such day; days are written as 2025-11-25.`);
  const year = Number(text.slice(0, 4));
  if (year < firstYear || year > lastYear)
    refuse(`${name} ${text}: holidays are known from ${firstYear} to ${lastYear}.`);
  return text;
}

function pause(text: string, received: string): { readonly from: string; readonly to: string } {
  const [first, second, more] = text.split('/');
  if (!first || !second || more !== undefined)
    refuse(`--pause ${text}: a pause is two days, as in 2025-12-01/2025-12-08.`);
  const [from, to] = [date('--pause', first), date('--pause', second)];
  if (to < from) refuse(`--pause ${text}: a pause cannot end before it begins.`);
  if (from < received) refuse(`--pause ${text}: a pause cannot begin before the request was received.`);
  return { from, to };
}

function identityOf(
  requested: string | undefined,
  came: string | undefined,
  received: string,
): DeadlineArguments['identity'] {
  if (came === undefined) {
    if (requested !== undefined) refuse('--identity-requested needs --identity-received: without it no time runs yet.');
    return undefined;
  }
  const proof = date('--identity-received', came);
  if (requested === undefined) return { received: proof };
  const asked = date('--identity-requested', requested);
  if (asked < received) refuse('--identity-requested cannot be before the request was received.');
  if (proof < asked) refuse('--identity-received cannot be before --identity-requested.');
  return { asked, received: proof };
}

function wholeNumber(name: string, text: string): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= 0 && value <= maxWorkingDays)) refuse(`${name} ${text}: give a whole number up to ${maxWorkingDays}.`);
  return value;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function refuse(sentence: string): never {
  throw new CommandRefused(sentence);
}
