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
  /** Names (in English) the source marks as public that are no day off for everyone, and why. */
  readonly note?: string;
  readonly without?: { readonly names: readonly string[]; readonly reason: string };
}

const CALENDARS: readonly Calendar[] = [
  { id: 'ie', place: ['IE'] },
  { id: 'de', place: ['DE'] },
  { id: 'fr', place: ['FR'] },
  { id: 'nl', place: ['NL'] },
  { id: 'gb-eng', place: ['GB', 'ENG'] },
  { id: 'gb-sct', place: ['GB', 'SCT'] },
  { id: 'gb-nir', place: ['GB', 'NIR'] },
  {
    id: 'cn',
    place: ['CN'],
    note: 'Statutory days only: the days moved around them by the yearly State Council notice are not in the source.',
    without: { names: ["Children's Day"], reason: 'a day off for children only' },
  },
  { id: 'us', place: ['US'] },
  { id: 'ca', place: ['CA'] },
];

for (const calendar of CALENDARS) {
  const [country, state] = calendar.place;
  const source = state ? new Holidays(country, state) : new Holidays(country);
  const days = new Map<string, string>();
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++)
    for (const holiday of source.getHolidays(year, 'en')) {
      // Days that begin at noon are half days: offices open.
      if (holiday.type !== 'public' || !holiday.date.includes(' 00:00')) continue;
      if (calendar.without?.names.includes(holiday.name)) continue;
      for (const day of daysOf(holiday)) days.set(day, holiday.name);
    }
  const sorted = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = {
    id: calendar.id,
    title: `Public holidays, ${calendar.place.join('-')}, ${FIRST_YEAR} to ${LAST_YEAR}`,
    attribution: 'date-holidays by commenthol and contributors, https://github.com/commenthol/date-holidays',
    licence: 'CC BY-SA 3.0',
    ...(calendar.note ? { note: calendar.note } : {}),
    ...(calendar.without ? { without: calendar.without } : {}),
    weekend: [6, 7],
  };
  const rows = (lines: readonly string[]) => lines.map((line) => `    ${line}`).join(',\n');
  const json = `${JSON.stringify(head, null, 2).slice(0, -2)},
  "holidays": [
${rows(sorted.map(([day]) => JSON.stringify(day)))}
  ],
  "names": {
${rows(sorted.map(([day, name]) => `${JSON.stringify(day)}: ${JSON.stringify(name)}`))}
  }
}
`;
  writeFileSync(new URL(`${calendar.id}.json`, import.meta.url), json);
  process.stdout.write(`${calendar.id}: ${sorted.length} days\n`);
}

/** The dates a holiday covers, in its own place: its first date, then one for each further full day. */
function daysOf(holiday: { date: string; start: Date; end: Date }): string[] {
  const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`);
  const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000));
  return Array.from({ length }, (_, index) => new Date(first + index * 86_400_000).toISOString().slice(0, 10));
}
