import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Finding, FindingsReader } from '../../../functions/discovery/index.ts';
import { packageBuilder } from '../../../functions/fulfilment/build-package.ts';
import { planPackage } from '../../../functions/fulfilment/package-contents.ts';
import { rowsShown } from '../../../functions/fulfilment/package-page.ts';
import { emptyList, type RedactionList } from '../../../functions/fulfilment/redaction-list.ts';
import type { RequestState } from '../../../functions/requests/index.ts';
import type { CollectionBinding, RightRule } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { anAgent, Story, untilReview } from '../../support/a-request.ts';
import { readZip } from '../../support/read-zip.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('policy/ferronex does not compile');
const organisation = compiled.value;
const access = organisation.rights.find(({ right }) => right === 'access') as RightRule;
const found = organisation.dataMap.collections
  .filter(({ fields }) => fields.some(({ category }) => category))
  .slice(0, 2);
const [first, second] = found as [CollectionBinding, CollectionBinding];
const nameOf = (collection: CollectionBinding): string =>
  collection.fields.find(({ category }) => category)?.name ?? '';

const approved: RequestState = {
  ...Story.of(...untilReview, [{ type: 'approve' }, anAgent]).known,
  collections: {
    [first.id]: { outcome: 'found', count: 3, gathering: 1 },
    [second.id]: { outcome: 'found', count: rowsShown + 50, gathering: 1 },
  },
};

function findingsOf(collection: string): Finding[] {
  if (collection === first.id) {
    return ['<script>alert(1)</script>', '=cmd()', '李伟 🙂'].map((value, i) => ({
      id: `f${i}`,
      fields: { [nameOf(first)]: value, secret_plumbing: 'x' },
    }));
  }
  return Array.from({ length: rowsShown + 50 }, (_, i) => ({
    id: `s${i}`,
    fields: { [nameOf(second)]: `row-${i}` },
  }));
}

async function build(state: RequestState, fault?: Error, list: RedactionList = emptyList) {
  let bytes = Buffer.alloc(0);
  const findings = {
    async *streamFindings(_id: string, collection: string) {
      yield findingsOf(collection);
      if (fault) throw fault;
    },
    openFile: async () => Readable.from(['file']),
  } as unknown as FindingsReader;
  const result = await packageBuilder({
    requests: { load: async () => state } as never,
    findings,
    identifiers: { of: async () => new Sensitive({ email: ['anna@keller.example'] }) },
    redactions: { read: async () => list },
    exports: {
      async putPackage(_requestId, _packageId, body) {
        bytes = await buffer(body);
        return bytes.length;
      },
      linkTo: async () => '',
    },
    organisation,
  })(state.id);
  return { result, files: readZip(bytes), bytes };
}

describe('the package', () => {
  it('has a readable page, and JSON and CSV for each collection found', async () => {
    const { files, result, bytes } = await build(approved);
    expect([...files.keys()].toSorted()).toEqual(
      ['index.html', ...found.flatMap(({ id }) => [`data/${id}.csv`, `data/${id}.json`])].toSorted(),
    );
    expect(result).toEqual({ packageId: '1', bytes: bytes.length });
    expect(JSON.parse(files.get(`data/${first.id}.json`) ?? '')).toHaveLength(3);
    expect(files.get(`data/${second.id}.csv`)?.trim().split('\r\n')).toHaveLength(rowsShown + 51);
  });

  it('shows data as text: nothing of it runs in a browser or a spreadsheet', async () => {
    const { files } = await build(approved);
    const page = files.get('index.html') ?? '';
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script');
    expect(files.get(`data/${first.id}.csv`)).toContain("'=cmd()");
    expect(page).toContain('李伟 🙂');
  });

  it('leaves out fields without a category, and categories not asked for', async () => {
    const { files } = await build(approved);
    expect([...files.values()].join('')).not.toContain('secret_plumbing');
    const category = first.fields.find((field) => field.category)?.category ?? '';
    const contents = planPackage(organisation, { ...approved, categories: [category] }, access);
    expect(new Set(contents.collections.flatMap(({ fields }) => fields.map((field) => field.category)))).toEqual(
      new Set([category]),
    );
  });

  it('tells purposes, recipients, retention, source, transfers, decisions, rights and routes of complaint, in the language of the request', async () => {
    for (const language of organisation.languages) {
      const { files } = await build({ ...approved, language });
      const page = files.get('index.html') ?? '';
      const { categories } = planPackage(organisation, { ...approved, language }, access);
      const said = categories.flatMap(({ rule }) => [rule.purposes, rule.retention, rule.source]);
      // Before its full stop a sentence may cite the law.
      for (const text of [...said, organisation.processing.transfers, organisation.processing.automatedDecisions])
        expect(page).toContain(text[language]?.slice(0, -1).replaceAll("'", '&#39;').replaceAll('"', '&quot;'));
      expect(page).toContain(`lang="${language}"`);
      expect(page).toContain(organisation.complaints.authorityUrl);
    }
  });

  it('cites the law of the request and names its authority, and no other', async () => {
    const redactions = { list: 'l', undecided: 0, kept: 0, redacted: { third_party: 2 } };
    const page = async (law: string, language: string) =>
      (await build({ ...approved, law, language, redactions })).files.get('index.html') ?? '';
    const irish = await page('gdpr', 'en');
    for (const said of [
      'restrict its use (Art. 16, 17 and 18 GDPR).',
      'without giving a reason (Art. 21 GDPR).',
      'the rights of others (Art. 15(4) GDPR). Where',
      'made by them alone (Art. 22 GDPR).',
      'Data Protection Commission',
    ])
      expect(irish).toContain(said);
    const chinese = await page('pipl', 'zh');
    for (const said of [
      '或限制其使用（Art. 44, 46 and 47 PIPL）。',
      '可随时反对用于广告，无需说明理由。',
      '向人民法院提起诉讼',
    ])
      expect(chinese).toContain(said);
    expect(chinese).not.toMatch(/GDPR|Data Protection Commission/);
  });

  it('shows the first rows and says where the rest is', async () => {
    const { files } = await build(approved);
    const page = files.get('index.html') ?? '';
    expect(page).toContain(`row-${rowsShown - 1}<`);
    expect(page).not.toContain(`row-${rowsShown}<`);
    expect(page).toContain(`data/${second.id}.csv`);
  });

  it('says so when nothing was found', async () => {
    const { files } = await build({
      ...approved,
      collections: { [first.id]: { outcome: 'nothing', count: 0, gathering: 1 } },
    });
    expect([...files.keys()]).toEqual(['index.html']);
  });

  it('the same request and findings give the same bytes', async () => {
    const [one, two] = [await build(approved), await build(approved)];
    expect(one.bytes.equals(two.bytes)).toBe(true);
  });

  it('is not built when a finding cannot be read, nor for a request that was not approved', async () => {
    await expect(build(approved, new Error('bucket is away'))).rejects.toThrow('bucket is away');
    await expect(build(Story.of(...untilReview).known)).rejects.toMatchObject({ name: 'NothingToBuild' });
  });
});
