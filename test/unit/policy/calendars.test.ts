import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarFiles } from '../../../policy/calendars/build.ts';

const folder = 'policy/calendars';
const ids = readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));

describe('calendars', () => {
  it('are what a rebuild would write', () => {
    const built = calendarFiles();
    expect([...built.keys()].sort()).toEqual(ids.map((id) => `${id}.json`).sort());
    for (const [name, text] of built) expect(readFileSync(`${folder}/${name}`, 'utf8') === text, name).toBe(true);
  }, 60_000);

  it.each(ids)('%s: every year from 2015 to 2035, in order, each day once, with its source', (id) => {
    const { holidays, attribution, licence, weekend } = read(id);
    expect(holidays).toEqual([...new Set(holidays)].sort());
    expect(new Set(holidays.map((day) => day.slice(0, 4))).size).toBe(21);
    expect([holidays[0]?.slice(0, 4), holidays.at(-1)?.slice(0, 4)]).toEqual(['2015', '2035']);
    expect([attribution, licence, weekend]).toEqual([expect.stringContaining('date-holidays'), 'CC BY-SA 3.0', [6, 7]]);
  });

  it('have the days that laws and government notices give', () => {
    const of = (id: string, year: number) => read(id).holidays.filter((day) => day.startsWith(String(year)));
    // Christmas 2027 is a Saturday: England and Wales have substitute days on Monday and Tuesday.
    expect(of('gb-eng', 2027)).toEqual(expect.arrayContaining(['2027-12-27', '2027-12-28']));
    expect(of('gb-eng', 2025)).toEqual(expect.arrayContaining(['2025-12-25', '2025-12-26']));
    // Ireland: Saint Brigid's day since 2023, on the first Monday of February.
    expect(of('ie', 2026)).toContain('2026-02-02');
    expect(of('ie', 2022)).not.toContain('2022-02-07');
    expect(of('de', 2026)).toContain('2026-10-03');
    expect(of('fr', 2026)).toContain('2026-07-14');
    // Scotland keeps 2 January, England does not.
    expect(of('gb-sct', 2026)).toContain('2026-01-02');
    expect(of('gb-eng', 2026)).not.toContain('2026-01-02');
    // Days of one year only: the jubilee, the funeral of Queen Elizabeth, the coronation.
    expect(of('gb-eng', 2022)).toEqual(expect.arrayContaining(['2022-06-02', '2022-06-03', '2022-09-19']));
    expect(of('gb-wls', 2023)).toContain('2023-05-08');
    // The twelfth of July is a Sunday in 2026; only Northern Ireland keeps it.
    expect(of('gb-nir', 2026)).toContain('2026-07-13');
    expect(of('gb-eng', 2026)).not.toContain('2026-07-13');
    // Federal: Independence Day on a Saturday is observed on Friday; Juneteenth is one since 2021.
    expect(of('us', 2026)).toEqual(expect.arrayContaining(['2026-07-03', '2026-06-19', '2026-11-11']));
    expect(of('us', 2020)).not.toContain('2020-06-19');
    // Québec keeps its national day, Ontario its own in August or February.
    expect(of('ca-qc', 2026)).toContain('2026-06-24');
    expect(of('ca-on', 2026)).toContain('2026-02-16');
    // What every member state of the Union keeps.
    expect(of('eu', 2026)).toEqual(['2026-01-01', '2026-12-25']);
    // China: children's day is none for offices.
    expect(of('cn', 2026)).toContain('2026-10-01');
    expect(of('cn', 2026)).not.toContain('2026-06-01');
  });
});

function read(id: string): { holidays: string[]; weekend: number[]; attribution: string; licence: string } {
  return JSON.parse(readFileSync(`policy/calendars/${id}.json`, 'utf8'));
}
