import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { copyOf, edit, errorsOf, lineOf, removeCopies } from '../../support/edited-policy.ts';
import { lawProfile, workCalendar } from '../../support/law.ts';

afterEach(removeCopies);

const ids = readdirSync('policy/laws').flatMap((name) => (name.endsWith('.yaml') ? [name.slice(0, -5)] : []));

describe('law profiles', () => {
  it('are all there', () => {
    expect(ids.sort()).toEqual(
      [
        'gdpr uk-gdpr ccpa us-va us-co lgpd pipl pipeda',
        'quebec pdpa-sg pipa-kr appi-jp dpdp-in app-au fadp-ch popia-za',
      ]
        .join(' ')
        .split(' ')
        .sort(),
    );
  });

  it.each(ids)('%s names a calendar there is, and says of each fact how well it is known', (id) => {
    const law = lawProfile(id);
    expect(workCalendar(law.calendar).id).toBe(law.calendar);
    const facts = [law.answer, law.start, law.rollOver, law.refusal, law.extension, law.acknowledgement];
    for (const fact of facts)
      if (fact) expect([fact.article.length > 0, fact.verification]).toEqual([true, expect.any(String)]);
    expect(law.refusal.mustName).toContain('reasons');
  });

  it('keep what was not checked apart from what was', () => {
    const marks = (id: string) => {
      const { answer, identityPause, records } = lawProfile(id);
      return [answer, identityPause, records].map((fact) => fact?.verification);
    };
    expect(marks('gdpr')).toEqual(['statute', 'unverified', undefined]);
    expect(marks('ccpa')).toEqual(['statute', undefined, 'unverified']);
    expect(marks('us-va')).toEqual(['unverified', undefined, undefined]);
    expect(marks('appi-jp')).toEqual(['secondary', undefined, undefined]);
  });

  it('say what follows a refusal and how long records stay, where the law does', () => {
    expect(lawProfile('ccpa').records).toMatchObject({ months: 24 });
    expect(lawProfile('pdpa-sg').preservation).toMatchObject({ days: 30 });
    expect(lawProfile('pipeda').preservation).not.toHaveProperty('days');
    expect(lawProfile('pipeda').refusal.silenceIsRefusal).toBe(true);
    expect(lawProfile('pipl').refusal.mustName).toContain('right_to_sue');
    expect(lawProfile('gdpr').refusal).toMatchObject({
      withinFirstPeriod: true,
      mustName: expect.arrayContaining(['court_remedy']),
    });
  });
});

describe('a mistake in a law profile is told with its line', () => {
  it.each([
    // The edit, the text on the line that is told, and the message from its start.
    [
      'within: { months: 1 }',
      'within: { months: 1, days: 30 }',
      'answer:',
      'answer.within: must give exactly one of months, days, working_days',
    ],
    ['within: { months: 1 }', 'within: { weeks: 4 }', 'answer:', 'unknown key "weeks"'],
    ['from: receipt', 'from: noon', 'start:', 'start.from: Invalid option'],
    ['to_working_day: true', 'to_working_day: often', 'to_working_day:', 'roll_over.to_working_day: Invalid input'],
    [
      '  by: { months: 2 }',
      '  until_date_told: true\n  by: { months: 2 }',
      'extension:',
      'extension: must give either by or until_date_told',
    ],
    ['Europe/Brussels', 'Europe/Atlantis', 'time_zone:', 'time_zone: must be an IANA time zone'],
    ['id: gdpr', 'id: gdpr2', 'id:', 'id must be "gdpr", as the file'],
    ['  grounds:', '  ground:', '  ground:', 'unknown key "ground"'],
    ['court_remedy]', 'apology]', 'apology', 'refusal.must_name.2: Invalid option'],
    ['verification: unverified', 'verification: hearsay', 'hearsay', 'identity_pause.verification: Invalid option'],
  ])('%s → %s', (from, to, at, says) => {
    const folder = copyOf('test/support/organisations/bakery');
    const file = join(folder, 'laws/gdpr.yaml');
    mkdirSync(join(folder, 'laws'));
    writeFileSync(file, readFileSync('policy/laws/gdpr.yaml'));
    edit(file, from, to);
    expect(errorsOf(folder)).toContainEqual(expect.stringContaining(`laws/gdpr.yaml:${lineOf(file, at)}: ${says}`));
  });
});
