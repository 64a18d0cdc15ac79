/**
 * `node policy/calendars/build.ts`: writes the public holidays of each calendar from the package date-holidays.
 *
 * Functions read the files this writes: importing date-holidays at run time would cost them 150 ms and more.
 * Its holiday data is CC BY-SA 3.0 (https://github.com/commenthol/date-holidays), drawn from the Wikipedia articles
 * its LICENSE names; the files written here are under the same licence and say so.
 */
import { writeFileSync } from 'node:fs';
import Holidays from 'date-holidays';

const FIRST_YEAR = 2015;
const LAST_YEAR = 2035;

interface Calendar {
  readonly id: string;
  readonly place: readonly [country: string, state?: string];
  readonly note?: string;
  /** Names (in English) the source marks as public that are no day off for everyone, and why. */
  readonly without?: { readonly names: readonly string[]; readonly reason: string };
}

const LUNAR = 'Days that follow the moon are as the source foresees them; the government announces them year by year.';

/** Member states of the European Union, whose public holidays move a date of Regulation 1182/71. */
const UNION = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' ');
const EEA_ONLY = ['IS', 'LI', 'NO'];
const PROVINCES = 'AB BC MB NB NL NS NT NU ON PE QC SK YT'.split(' ');

const CALENDARS: readonly Calendar[] = [
  ...[...UNION, ...EEA_ONLY].map((country) => ({ id: country.toLowerCase(), place: [country] as const })),
  { id: 'gb-eng', place: ['GB', 'ENG'] },
  { id: 'gb-wls', place: ['GB', 'WLS'] },
  { id: 'gb-sct', place: ['GB', 'SCT'] },
  { id: 'gb-nir', place: ['GB', 'NIR'] },
  { id: 'us', place: ['US'], note: 'Federal holidays, with the weekday on which one at a weekend is observed.' },
  { id: 'us-ca', place: ['US', 'CA'] },
  { id: 'us-co', place: ['US', 'CO'] },
  { id: 'us-va', place: ['US', 'VA'] },
  { id: 'ca', place: ['CA'], note: 'Days kept in every province and territory.' },
  ...PROVINCES.map((province) => ({ id: `ca-${province.toLowerCase()}`, place: ['CA', province] as const })),
  { id: 'br', place: ['BR'] },
  {
    id: 'cn',
    place: ['CN'],
    note: 'Statutory days only: the days moved around them by the yearly State Council notice are not in the source.',
    without: { names: ["Children's Day"], reason: 'a day off for children only' },
  },
  { id: 'sg', place: ['SG'], note: LUNAR },
  { id: 'kr', place: ['KR'], note: LUNAR },
  { id: 'jp', place: ['JP'] },
  { id: 'in', place: ['IN'], note: 'Days kept in the whole country; states and the central government keep more.' },
  { id: 'au', place: ['AU'], note: 'Days kept in the whole country; states and territories keep more.' },
  { id: 'ch', place: ['CH'], note: 'As the source gives them for the whole country; cantons differ.' },
  { id: 'za', place: ['ZA'] },
];

/** Kept in every member state: a date moved by these alone is never later than any of them would have it. */
const UNION_CALENDAR = {
  id: 'eu',
  title: 'Public holidays of every member state of the European Union',
  note: 'Only days that all member states keep. An office takes the calendar of its own country.',
};

/** The text of every calendar file, by file name. The same packages give the same bytes. */
export function calendarFiles(): ReadonlyMap<string, string> {
  const days = new Map(CALENDARS.map((calendar) => [calendar.id, holidaysOf(calendar)]));
  const files = CALENDARS.map(({ id, place, note, without }): [string, string] => [
    `${id}.json`,
    asJson({ id, title: `Public holidays, ${place.join('-')}`, note, without }, days.get(id) ?? new Map()),
  ]);
  const union = UNION.map((country) => days.get(country.toLowerCase()) ?? new Map<string, string>());
  const everywhere = [...(union[0] ?? [])].filter(([day]) => union.every((country) => country.has(day)));
  return new Map([...files, [`${UNION_CALENDAR.id}.json`, asJson(UNION_CALENDAR, new Map(everywhere))]]);
}

/** Name by ISO date. */
function holidaysOf({ place: [country, state], without }: Calendar): Map<string, string> {
  const source = state ? new Holidays(country, state) : new Holidays(country);
  const days = new Map<string, string>();
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++)
    for (const holiday of source.getHolidays(year, 'en')) {
      // Days that begin at noon are half days: offices open.
      if (holiday.type !== 'public' || !holiday.date.includes(' 00:00')) continue;
      if (without?.names.includes(holiday.name)) continue;
      for (const day of daysOf(holiday)) if (isCovered(day)) days.set(day, holiday.name);
    }
  return new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isCovered(day: string): boolean {
  const year = Number(day.slice(0, 4));
  return FIRST_YEAR <= year && year <= LAST_YEAR;
}

interface Head {
  readonly id: string;
  readonly title: string;
  readonly note?: string | undefined;
  readonly without?: Calendar['without'];
}

function asJson({ id, title, note, without }: Head, days: ReadonlyMap<string, string>): string {
  const head = {
    id,
    title: `${title}, ${FIRST_YEAR} to ${LAST_YEAR}`,
    attribution: 'date-holidays by commenthol and contributors, https://github.com/commenthol/date-holidays',
    licence: 'CC BY-SA 3.0',
    ...(note ? { note } : {}),
    ...(without ? { without } : {}),
    first_year: FIRST_YEAR,
    last_year: LAST_YEAR,
    weekend: [6, 7],
  };
  const rows = (lines: readonly string[]) => lines.map((line) => `    ${line}`).join(',\n');
  return `${JSON.stringify(head, null, 2).slice(0, -2)},
  "holidays": [
${rows([...days.keys()].map((day) => JSON.stringify(day)))}
  ],
  "names": {
${rows([...days].map(([day, name]) => `${JSON.stringify(day)}: ${JSON.stringify(name)}`))}
  }
}
`;
}

/** The dates a holiday covers, in its own place: its first date, then one for each further full day. */
function daysOf(holiday: { date: string; start: Date; end: Date }): string[] {
  const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`);
  const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000));
  return Array.from({ length }, (_, index) => new Date(first + index * 86_400_000).toISOString().slice(0, 10));
}

if (import.meta.main) {
  for (const [name, text] of calendarFiles()) writeFileSync(new URL(name, import.meta.url), text);
}
