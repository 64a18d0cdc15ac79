import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { composeMail, legalParts, sampleRequest } from '../../../functions/messages/index.ts';
import type { MemberMilestone, Right } from '../../../functions/requests/index.ts';
import type { MessageTemplate, Organisation } from '../../../functions/shared/organisation.ts';
import { compileOrganisation, formatError } from '../../../policy/compiler/index.ts';
import { copyOf, edit, removeCopies } from '../../support/edited-policy.ts';

afterAll(removeCopies);

/** FerroNex, with members in California too. */
const organisation = withCalifornia();
const laws = ['gdpr', 'uk-gdpr', 'ccpa', 'pipl'];
const siteUrl = 'https://privacy.example';

/** Mails that say something of the law. */
const lawful = (Object.entries(organisation.messages.en ?? {}) as [MemberMilestone, MessageTemplate][]).flatMap(
  ([milestone, template]) => (/\{(cite_|reason|court|basis|period)/.test(JSON.stringify(template)) ? [milestone] : []),
);
const asked: readonly Right[] = ['access', 'portability', 'deletion', 'correction', 'objection', 'restriction'];

function said(milestone: MemberMilestone, law: string, right: Right, language = 'en'): string {
  const mail = composeMail(sampleRequest(organisation, { right, law, language }), milestone, { organisation, siteUrl });
  if (!mail) throw new Error(`no mail ${milestone}`);
  return `${mail.subject}\n${mail.text}\n${mail.html}`;
}

/** Under one law, in every language. */
const everything = (law: string): readonly string[] =>
  lawful.flatMap((milestone) =>
    asked.flatMap((right) => organisation.languages.map((language) => said(milestone, law, right, language))),
  );

describe.each(laws)('mails under %s', (law) => {
  it('cite no other law', () => {
    const others = { gdpr: /(?<!UK )GDPR/, 'uk-gdpr': /UK GDPR/, ccpa: /11 CCR|Cal\. Civ\./, pipl: /PIPL/ };
    for (const mail of everything(law))
      for (const [other, pattern] of Object.entries(others)) if (other !== law) expect(mail).not.toMatch(pattern);
  });

  it('cite it for what it has a rule for, and say the rest without', () => {
    const cited = Object.values(organisation.laws[law]?.articles ?? {}).map((one) => one?.article ?? '');
    const all = everything(law).join('\n');
    expect(cited.filter((article) => all.includes(article)).length).toBeGreaterThan(2);
    expect(all).not.toMatch(/\(\)|（）|undefined|\{cite/);
  });

  it('name every legal part of a refusal', () => {
    const state = sampleRequest(organisation, { right: 'access', law, language: 'zh' });
    const parts = legalParts(state, 'refusal', { organisation, siteUrl });
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.filter((part) => !part.said)).toEqual([]);
  });
});

describe('the receipt', () => {
  it.each([
    ['gdpr', 'the law gives us one month from the day we received your request. If the last day falls on a weekend'],
    ['ccpa', 'the law gives us 45 days from the day we received your request.\n'],
    ['pipl', 'we set ourselves 15 working days from the day we received your request.\n'],
  ])('tells under %s the time that is counted with', (law, words) => {
    expect(said('receipt', law, 'access')).toContain(words);
  });

  it('tells it in Chinese', () => {
    expect(said('receipt', 'gdpr', 'access', 'zh')).toContain('法律规定的答复时间为 1 个月。');
    expect(said('receipt', 'pipl', 'access', 'zh')).toContain('我们承诺的答复时间为 15 个工作日。');
  });
});

describe('a refusal', () => {
  it.each([
    ['gdpr', 'repeats earlier ones (Art. 12(5) GDPR).'],
    ['uk-gdpr', 'repeats earlier ones (Art. 12(5) UK GDPR).'],
    ['ccpa', 'repeats earlier ones (Cal. Civ. Code § 1798.145(h)(3)).'],
    ['pipl', 'repeats earlier ones.'],
  ])('gives under %s the reason with its article', (law, words) => {
    expect(said('refusal', law, 'access')).toContain(words);
  });
});

describe('the answer to a deletion', () => {
  it.each([
    ['gdpr', '(Companies Act 2014, s. 285; Art. 17(3)(b) GDPR).'],
    ['ccpa', '(Companies Act 2014, s. 285; Cal. Civ. Code § 1798.105(d)(8)).'],
    ['pipl', '(Companies Act 2014, s. 285; Art. 47 PIPL).'],
  ])('gives under %s the ground of what is kept', (law, words) => {
    expect(said('deletion_done', law, 'deletion')).toContain(words);
  });

  it('writes brackets as Chinese does', () => {
    expect(said('deletion_done', 'pipl', 'deletion', 'zh')).toContain('《2014 年公司法》第 285 条；Art. 47 PIPL）。');
  });
});

function withCalifornia(): Organisation {
  const folder = copyOf('policy/ferronex');
  const law = [
    '  - law: ccpa',
    '    place: US-CA',
    '    name: { en: California, zh: 加利福尼亚州 }',
    '    complaints:',
    '      authority: { en: California Privacy Protection Agency, zh: California Privacy Protection Agency }',
    '      authority_url: https://cppa.ca.gov/',
    '      court: { en: You may also ask the Attorney General of California., zh: 您也可以向加州总检察长投诉。 }',
  ];
  edit(join(folder, 'organisation.yaml'), '\nlinks:\n', `\n${law.join('\n')}\n\nlinks:\n`);
  const compiled = compileOrganisation(folder);
  if (!compiled.ok) throw new Error(compiled.refusal.map(formatError).join('\n'));
  return compiled.value;
}
