import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { copyOf, edit, errorsOf, lineOf, removeCopies } from '../../support/edited-policy.ts';

const overrides = '    overrides:\n';
const kept = 'basis: { en: Law., zh: 法律。 }, until: { en: Then., zh: 届时。 }';

afterEach(removeCopies);

describe('the deletion that FerroNex promises', () => {
  it('waits, wants two people, and covers every category', () => {
    const compiled = compileOrganisation('policy/ferronex');
    const deletion = compiled.ok && compiled.value.rights.find(({ right }) => right === 'deletion');
    expect(deletion).toMatchObject({ article: 'GDPR Art. 17', waitingDays: 7, secondApprover: true });
    const keys = compiled.ok && compiled.value.categories.map(({ key }) => key);
    expect(deletion && Object.keys(deletion.actions)).toEqual(keys);
  });
});

describe('what no store could carry out is told with its line', () => {
  it.each<[string, string, string]>([
    [
      'a hash in a column of numbers',
      `trade.consumption.amount: { action: hash, ${kept} }`,
      '"trade.consumption.amount" cannot become hash: its column holds float',
    ],
    [
      'an emptied field of a file',
      "archive.uploads.type: { action: 'null' }",
      '"archive.uploads.type" cannot become null: files can only be deleted or kept whole',
    ],
    [
      'a keyed hash of a primary key',
      `members.devices.device_id: { action: hmac, ${kept} }`,
      '"members.devices.device_id" cannot become hmac: it is part of the primary key',
    ],
  ])('%s', (_, override, message) => {
    const folder = copyOf('policy/ferronex');
    edit(join(folder, 'rights.yaml'), overrides, `${overrides}      ${override}\n`);
    const line = lineOf(join(folder, 'rights.yaml'), override);
    expect(errorsOf(folder)[0]).toBe(
      errorsOf(folder).find((error) => error.startsWith(`rights.yaml:${line}: ${message}`)),
    );
    expect(errorsOf(folder)[0]).toContain(message);
  });

  it('files that are kept in part', () => {
    const folder = copyOf('policy/ferronex');
    const override = `archive.uploads.size: { action: keep, ${kept} }`;
    edit(join(folder, 'rights.yaml'), overrides, `${overrides}      ${override}\n`);
    const line = lineOf(join(folder, 'rights.yaml'), override);
    expect(errorsOf(folder)).toEqual([
      `rights.yaml:${line}: files of "archive.uploads" can only be deleted or kept whole, and its fields differ: give it an override`,
    ]);
  });

  it('a number that kept records refer to', () => {
    const folder = copyOf('test/support/organisations/bakery');
    edit(join(folder, 'datasets/shop.yml'), 'field: customers.id', 'field: customers.email');
    // Customers stay now, for their allergies; their address is what orders refer to.
    const override = 'shop.customers.allergies: { action: keep, basis: { nl: Wet. }, until: { nl: Ooit. } }';
    edit(join(folder, 'rights.yaml'), 'shop.orders.customer: { action: "null" }', override);
    const file = join(folder, 'rights.yaml');
    expect(errorsOf(folder)).toEqual([
      `rights.yaml:${lineOf(file, 'klant: { action: delete }')}: "shop.customers.email" would go, and kept records refer to it by "shop.orders.customer": keep it, or empty that reference by an override`,
    ]);
  });

  it('numbers that stay without a reason', () => {
    const folder = copyOf('test/support/organisations/bakery');
    const file = join(folder, 'rights.yaml');
    edit(
      file,
      'shop.orders.customer: { action: "null" }',
      'shop.customers.allergies: { action: keep, basis: { nl: Wet. }, until: { nl: Ooit. } }',
    );
    expect(errorsOf(folder)).toEqual([]);
    edit(
      file,
      'key_fields:\n      basis: { nl: Zonder nummer is een bestelling niet terug te vinden. }\n      until: { nl: Zolang de bestelling bewaard wordt. }\n    ',
      '',
    );
    expect(errorsOf(folder)).toEqual([
      `rights.yaml:${lineOf(file, 'right: deletion')}: right "deletion" wants key_fields: "shop.customers.id" stays with records that are kept`,
    ]);
  });
});
