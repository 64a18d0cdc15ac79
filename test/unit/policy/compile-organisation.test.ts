import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { planWaves } from '../../../functions/discovery/data-map.ts';
import { loadOrganisation } from '../../../functions/shared/organisation.file.ts';
import { compileOrganisation, formatError, writeOrganisation } from '../../../policy/compiler/index.ts';
import { copyOf, edit, errorsOf, inReadingOrder, lineOf, removeCopies } from '../../support/edited-policy.ts';
import { mistakes } from './mistakes.ts';

const ferronex = 'policy/ferronex';
const bakery = 'test/support/organisations/bakery';
const folders: string[] = [];

afterEach(() => {
  removeCopies();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('the policy of FerroNex', () => {
  it('compiles, and reaches every collection', () => {
    const compiled = compileOrganisation(ferronex);
    if (!compiled.ok) throw new Error(compiled.refusal.map(formatError).join('\n'));
    const waves = planWaves(compiled.value.dataMap);
    expect(waves.ok && waves.value.map((wave) => wave.map(({ id }) => id))).toEqual([
      ['members.members'],
      [
        'archive.uploads',
        'members.devices',
        'members.vouchers',
        'members.authentications',
        'trade.companies',
        'trade.consumption',
        'trade.messages',
      ],
      ['archive.access_logs', 'archive.company_material', 'trade.orders', 'trade.listings'],
    ]);
  });

  it('puts every field under a category that a member can be told about', () => {
    const compiled = compileOrganisation(ferronex);
    const fields = compiled.ok ? compiled.value.dataMap.collections.flatMap((collection) => collection.fields) : [];
    expect(fields.length).toBeGreaterThan(80);
    expect(fields.filter(({ category, title }) => !category || !title)).toEqual([]);
  });
});

it('other people’s addresses are none of the data subject’s', () => {
  const folder = copyOf(ferronex);
  const file = join(folder, 'datasets/trade.store.yml');
  edit(file, '    title: { en: Messages', '    own_addresses: [sender_email]\n    title: { en: Messages');
  expect(errorsOf(folder)).toEqual([
    `datasets/trade.store.yml:${lineOf(file, 'own_addresses')}: "trade.messages.sender_email" names other people too (third-parties.yaml), so it is no address of the data subject`,
  ]);
});

describe('the policy of another company', () => {
  it('compiles from its own folder: other language, stores, categories, nested fields, references without direction', () => {
    const compiled = compileOrganisation(bakery);
    if (!compiled.ok) throw new Error(compiled.refusal.map(formatError).join('\n'));
    const { id, languages, calendars, dataMap } = compiled.value;
    expect([id, languages, Object.keys(calendars)]).toEqual(['zoet', ['nl'], ['nl']]);
    const [customers, orders] = dataMap.collections;
    expect(customers?.fields.map(({ name, category }) => [name, category])).toEqual([
      ['id', 'klant'],
      ['email', 'klant'],
      ['address.street', 'klant'],
      ['address.city', 'klant'],
      ['allergies', 'klant'],
      ['row_version', undefined],
    ]);
    expect(orders?.fields[1]).toMatchObject({
      category: 'koop',
      references: [{ collection: 'shop.customers', field: 'id', direction: 'from' }],
    });
  });

  it('is written as a file that functions load', () => {
    const outFile = join(mkdtempSync(join(tmpdir(), 'policy-')), 'organisation.json');
    folders.push(join(outFile, '..'));
    const written = writeOrganisation(bakery, outFile);
    expect(written.ok).toBe(true);
    const environment = { ORGANISATION_FILE: 'organisation.json', LAMBDA_TASK_ROOT: join(outFile, '..') };
    expect(loadOrganisation(environment)).toEqual(written.ok && written.value);
    expect(loadOrganisation(environment)).toBe(loadOrganisation(environment));
  });
});

describe('a mistake is told with its file and line', () => {
  it.each(mistakes)('$what', ({ file, from, to, told }) => {
    const folder = copyOf(bakery);
    edit(join(folder, file), from, to);
    const expected = told.map(({ at, says, file: other = file, further = 0 }) => {
      return `${other}:${lineOf(join(folder, other), at) + further}: ${says}`;
    });
    // In reading order, and no noise: one message for each place where the mistake shows.
    expect(errorsOf(folder)).toEqual(expected.sort(inReadingOrder).map((line) => expect.stringContaining(line)));
  });

  it('a field twice', () => {
    const folder = copyOf(bakery);
    edit(join(folder, 'datasets/shop.yml'), 'name: cake', 'name: number');
    const first = lineOf(join(folder, 'datasets/shop.yml'), 'name: number');
    const told = expect.stringContaining(
      `field "number" is already declared at ${join(folder, 'datasets/shop.yml')}:${first}`,
    );
    expect(errorsOf(folder)).toContainEqual(told);
  });

  it('broken YAML', () => {
    const folder = copyOf(bakery);
    edit(join(folder, 'rights.yaml'), 'rights:', 'rights: [');
    expect(errorsOf(folder)[0]).toMatch(/^rights\.yaml:2: /);
    expect(errorsOf(folder).every((error) => error.startsWith('rights.yaml:'))).toBe(true);
  });

  it('a missing file', () => {
    const folder = copyOf(bakery);
    rmSync(join(folder, 'messages/nl/receipt.yaml'));
    rmSync(join(folder, 'datasets/shop.store.yml'));
    expect(errorsOf(folder)).toEqual([
      'datasets/shop.store.yml:1: the file is missing',
      'messages/nl/receipt.yaml:1: the file is missing',
    ]);
    expect(errorsOf(join(folder, 'nothing-here'))).toContain('organisation.yaml:1: the file is missing');
  });

  it('several mistakes at once, in reading order, each once', () => {
    const folder = copyOf(bakery);
    edit(join(folder, 'organisation.yaml'), 'nl: Autoriteit Persoonsgegevens', "nl: ''");
    edit(join(folder, 'organisation.yaml'), 'calendar: nl', 'calendar: atlantis');
    edit(join(folder, 'categories.yaml'), '[bezorger]', '[nobody]');
    edit(join(folder, 'datasets/shop.yml'), 'user.allergy', 'user.alergy');
    const at = (file: string, text: string) => `${file}:${lineOf(join(folder, file), text)}`;
    expect(errorsOf(folder).map((error) => error.split(': ')[0])).toEqual([
      at('categories.yaml', '[nobody]'),
      at('datasets/shop.yml', 'user.alergy'),
      at('organisation.yaml', 'calendar: atlantis'),
      at('organisation.yaml', "authority: { nl: ''"),
    ]);
  });
});
