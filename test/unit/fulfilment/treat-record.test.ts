import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type StoredRecord, textsAt, valueAt } from '../../../functions/discovery/index.ts';
import { type OwnValues, readOwnValues } from '../../../functions/fulfilment/own-values.ts';
import { keptReferences } from '../../../functions/fulfilment/right-actions.ts';
import type { Treatment } from '../../../functions/fulfilment/store-eraser.ts';
import { explainTreatment, treat, treatmentsFor } from '../../../functions/fulfilment/treat-record.ts';
import type { ActionRule, CollectionBinding, DataMap, RightRule } from '../../../functions/shared/organisation.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('the policy does not compile');
const organisation = compiled.value;
const deletion = rightNamed('deletion');

function rightNamed(name: string): RightRule {
  const found = organisation.rights.find(({ right }) => right === name);
  if (!found) throw new Error(`the policy grants no ${name}`);
  return found;
}

const anna = {
  member_id: 'M3',
  email: 'anna@keller.example',
  name: 'Anna Keller',
  phone: '+49 1',
  company_id: 'C2',
  role: 'admin',
  language: 'en',
  marketing_email: false,
};

const ownOf = (record: StoredRecord = anna): Promise<OwnValues> =>
  readOwnValues(deletion, organisation.dataMap, { email: ['anna@keller.example'] }, async function* (collection) {
    if (collection === 'members.members') yield { fields: record };
  });

async function treated(
  collection: string,
  record: StoredRecord,
  options: { held?: boolean; categories?: string[] } = {},
) {
  const binding = organisation.dataMap.collections.find(({ id }) => id === collection);
  if (!binding) throw new Error(`no collection ${collection}`);
  const { categories = [], held = false } = options;
  const { dataMap } = organisation;
  return treat(
    record,
    treatmentsFor({ right: deletion, collection: binding, dataMap, own: await ownOf(), categories }),
    held,
  );
}

const empty = { to: 'null' } as const;
const change = (...names: string[]): Treatment => ({
  kind: 'change',
  fields: Object.fromEntries(names.map((name) => [name, empty])),
});

describe('deletion at FerroNex', () => {
  test('empties the account but for its number and the choices, and keeps the address as a keyed hash', async () => {
    expect(await treated('members.members', anna)).toEqual({
      kind: 'change',
      fields: {
        email: { to: 'hmac' },
        name: empty,
        phone: empty,
        company_id: empty,
        role: empty,
        language: empty,
      },
    });
  });

  test('deletes devices, log lines, uploads', async () => {
    for (const [collection, record] of [
      ['members.devices', { device_id: 'D1', member_id: 'M3', idfa: 'A' }],
      ['archive.access_logs', { line_id: '1', device_id: 'D1', ip_address: '192.0.2.1' }],
      ['archive.uploads', { key: 'uploads/M3/a.pdf', member_id: 'M3', size: 3 }],
    ] as const)
      expect(await treated(collection, record)).toEqual({ kind: 'delete' });
  });

  test('keeps vouchers, payments and material of the company as they are', async () => {
    for (const [collection, record] of [
      ['members.vouchers', { voucher_id: 'V1', member_id: 'M3', amount: 5 }],
      ['trade.consumption', { consumption_id: 1, member_id: 'M3', amount: 5, payment_reference: 'PX1' }],
      ['archive.company_material', { key: 'company-material/C2/a.csv', company_id: 'C2', size: 3 }],
    ] as const)
      expect(await treated(collection, record)).toEqual({ kind: 'keep' });
  });

  test('takes names and document numbers out of authentications, and leaves the licence', async () => {
    const authentication = {
      member_id: 'M3',
      authentication_id: 'A2',
      kind: 'company',
      entity_name: 'Keller GmbH',
      licence_number: 'HRB 1',
      authorised_person: 'Anna Keller',
      authorised_person_id: '999999X',
      result: 'passed',
    };
    const expected = change('entity_name', 'authorised_person', 'authorised_person_id');
    expect(await treated('members.authentications', authentication)).toEqual(expected);
  });

  const company = {
    company_id: 'C2',
    name: 'Keller',
    licence_number: 'HRB 1',
    phone: '+49 2',
    contact_name: 'Anna Keller',
  };
  test.each<[string, StoredRecord, Treatment]>([
    ['hers, by address', { ...company, contact_email: 'Anna@Keller.example' }, change('contact_name', 'contact_email')],
    [
      'hers, by name at her company',
      { ...company, contact_email: 'sales@keller.example' },
      change('contact_name', 'contact_email'),
    ],
    ['a namesake elsewhere', { ...company, company_id: 'C9', contact_email: 'other@c9.example' }, { kind: 'keep' }],
    ['a colleague', { ...company, contact_name: 'Bert', contact_email: 'bert@keller.example' }, { kind: 'keep' }],
  ])('takes the contact out of the company if it is %s', async (_, record, expected) => {
    expect(await treated('trade.companies', record)).toEqual(expected);
  });

  const order = {
    order_id: 'O1',
    buyer_company_id: 'C2',
    seller_company_id: 'C1',
    total: 9,
    delivery_address: 'Kai 1',
  };
  test('takes her out of orders, not the colleague, the other side, company numbers and amounts', async () => {
    const bought = { ...order, buyer_contact: 'Anna Keller', seller_contact: 'Anna Keller' };
    expect(await treated('trade.orders', bought)).toEqual(change('delivery_address', 'buyer_contact'));
    const byColleague = { ...order, buyer_contact: 'Bert', seller_contact: 'Li Wei' };
    expect(await treated('trade.orders', byColleague)).toEqual({ kind: 'keep' });
  });

  test('deletes what she wrote, and takes her out of what others wrote to her', async () => {
    const message = { message_id: 'T1', sender_name: 'x', body: 'Hello', sent_at: '2026-01-01' };
    const sent = { ...message, sender_member_id: 'M3', recipient_member_id: 'M1' };
    expect(await treated('trade.messages', sent)).toEqual({ kind: 'delete' });
    const asVisitor = {
      ...message,
      sender_member_id: null,
      sender_email: 'ANNA@keller.example',
      recipient_member_id: 'M1',
    };
    expect(await treated('trade.messages', asVisitor)).toEqual({ kind: 'delete' });
    const received = { ...message, sender_member_id: 'M1', sender_email: 'li@c1.example', recipient_member_id: 'M3' };
    expect(await treated('trade.messages', received)).toEqual(change('recipient_member_id'));
  });

  test('leaves a listing, and in it whoever is not her', async () => {
    const listing = { listing_id: 'L1', company_id: 'C2', title: 'Beams', contact_phone: '+49 3' };
    expect(await treated('trade.listings', { ...listing, contact_email: 'anna@keller.example' })).toEqual(
      change('contact_phone', 'contact_email'),
    );
    expect(await treated('trade.listings', { ...listing, contact_email: 'bert@keller.example' })).toEqual({
      kind: 'keep',
    });
  });

  test('touches nothing that is held', async () => {
    expect(await treated('members.members', anna, { held: true })).toEqual({ kind: 'keep' });
    expect(await treated('members.devices', { device_id: 'D1' }, { held: true })).toEqual({ kind: 'keep' });
  });

  test('touches only the categories asked for', async () => {
    const record = { ...anna, registered_at: '2020-01-01' };
    expect(await treated('members.members', record, { categories: ['preferences'] })).toEqual(change('language'));
    const line = { line_id: '1', device_id: 'D', page: '/', user_agent: 'Safari' };
    expect(await treated('archive.access_logs', line, { categories: ['usage'] })).toEqual(change('page'));
    expect(await treated('archive.access_logs', line, { categories: ['usage', 'devices'] })).toEqual({
      kind: 'delete',
    });
    expect(await treated('members.devices', { device_id: 'D1', idfa: 'A' }, { categories: ['usage'] })).toEqual({
      kind: 'keep',
    });
  });

  test('says of each field what becomes of it and why', async () => {
    const vouchers = organisation.dataMap.collections.find(({ id }) => id === 'members.vouchers');
    if (!vouchers) throw new Error('no vouchers');
    const rule = treatmentsFor({
      right: deletion,
      collection: vouchers,
      dataMap: organisation.dataMap,
      own: new Map(),
      categories: [],
    });
    const { fields } = explainTreatment({ voucher_id: 'V1', member_id: 'M3', amount: 5, kind: '' }, rule, false);
    expect(
      fields.map(({ field, category, end, why, reason }) => [field.name, category, end, why, reason?.until.en]),
    ).toEqual([
      ['voucher_id', 'vouchers', 'kept', 'rule', '6 years after the end of the financial year.'],
      ['member_id', 'registration', 'kept', 'key', 'As long as the record they belong to.'],
      ['amount', 'vouchers', 'kept', 'rule', '6 years after the end of the financial year.'],
    ]);
  });
});

/** Small companies: records of `accounts` are found by email; `orders` and `notes` belong to them, `lines` to orders. */
const reason = { basis: { en: 'law' }, until: { en: 'then' } };
const field = (name: string, category: string, from?: { collection: string; field: string }) => ({
  name,
  category,
  ...(from ? { references: [{ ...from, direction: 'from' as const }] } : {}),
});
const collectionOf = (id: string, primaryKey: string, fields: CollectionBinding['fields']): CollectionBinding => ({
  id,
  store: 's',
  location: id,
  title: {},
  primaryKey: [primaryKey],
  fields,
});
const dataMap: DataMap = {
  stores: [{ id: 's', kind: 'dynamodb' }],
  accountDirectory: { collection: 's.accounts', identity: 'email' },
  collections: [
    collectionOf('s.accounts', 'id', [
      field('id', 'a'),
      { ...field('email', 'b'), identity: 'email' },
      field('name', 'a'),
      field('note', 'c'),
    ]),
    collectionOf('s.orders', 'number', [
      field('number', 'b'),
      field('account', 'a', { collection: 's.accounts', field: 'id' }),
      field('total', 'c'),
      field('contact', 'b'),
    ]),
    collectionOf('s.lines', 'key', [
      field('key', 'c'),
      field('order', 'b', { collection: 's.orders', field: 'number' }),
      field('text', 'a'),
      field('extra', 'b'),
    ]),
    collectionOf('s.notes', 'key', [
      field('key', 'd'),
      field('account', 'd', { collection: 's.accounts', field: 'id' }),
      field('text', 'd'),
    ]),
  ],
};
const actionOf: fc.Arbitrary<ActionRule> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ action: 'delete' } as const) },
  fc.constantFrom(
    { action: 'null' },
    { action: 'keep', ...reason },
    { action: 'hash', ...reason },
    { action: 'hmac', ...reason },
  ),
);
const overrideNames = [
  's.accounts',
  's.orders',
  's.orders.account',
  's.orders.contact',
  's.lines.order',
  's.notes.account',
];
const rightOf: fc.Arbitrary<RightRule> = fc.record({
  right: fc.constant('deletion'),
  actions: fc.record({ a: actionOf, b: actionOf, c: actionOf, d: actionOf }),
  keyFields: fc.constant(reason),
  overrides: fc.dictionary(
    fc.constantFrom(...overrideNames),
    fc.oneof(
      actionOf,
      // As the compiler demands, what happens otherwise never undoes what the condition decided.
      actionOf.map((action) => ({
        ...action,
        onlyIf: [{ account: 's.accounts.id' }],
        otherwise: { action: 'keep' as const, ...reason },
      })),
    ),
  ),
});
const anyValue = fc.constantFrom('x', 'y', '', null, undefined, `hmac:${'0'.repeat(64)}`, 7);
const collectionIn = fc.constantFrom(...dataMap.collections);
const recordIn = (collection: CollectionBinding): fc.Arbitrary<StoredRecord> =>
  fc.record(
    Object.fromEntries(
      collection.fields.map(({ name }) => [
        name,
        collection.primaryKey.includes(name) ? fc.constantFrom('k1', 'k2') : anyValue,
      ]),
    ),
  );
const caseOf = fc
  .record({ right: rightOf, collection: collectionIn, categories: fc.subarray(['a', 'b', 'c', 'd']) })
  .chain(({ collection, ...rest }) =>
    fc.record({ record: recordIn(collection) }).map(({ record }) => ({ ...rest, collection, record })),
  );
const own: OwnValues = new Map([['s.accounts.id', { values: new Set(['x']), ignoreCase: false }]]);

/** What a store would hold afterwards. */
function afterwards(record: StoredRecord, treatment: Treatment): StoredRecord {
  if (treatment.kind !== 'change') return record;
  const done = Object.entries(treatment.fields).map(([name, { to }]) => {
    if (to === 'null') return [name, null];
    return [name, `${to === 'hash' ? 'sha256' : 'hmac'}:${'a'.repeat(64)}`];
  });
  return { ...record, ...Object.fromEntries(done) };
}

const laws = { numRuns: 2000 };

describe('laws of treatment', () => {
  test('a held record is kept', () => {
    fc.assert(
      fc.property(caseOf, ({ right, collection, categories, record }) => {
        const rule = treatmentsFor({ right, collection, dataMap, own, categories });
        expect(treat(record, rule, true)).toEqual({ kind: 'keep' });
        const { fields } = explainTreatment(record, rule, true);
        expect(fields.filter(({ end }) => end !== 'held' && end !== 'kept')).toEqual([]);
      }),
      laws,
    );
  });

  test('a record of which everything is deleted goes whole, unless kept records refer to it', () => {
    fc.assert(
      fc.property(caseOf, ({ right: { overrides: _, ...right }, collection, record }) => {
        const used = new Set(collection.fields.map(({ category }) => category));
        const actions = Object.fromEntries(
          Object.entries(right.actions).map(([key, action]) => [
            key,
            used.has(key) ? { action: 'delete' as const } : action,
          ]),
        );
        const all = { ...right, actions };
        const treatment = treat(record, treatmentsFor({ right: all, collection, dataMap, own, categories: [] }), false);
        const referred = keptReferences(all, collection, dataMap, []).length > 0;
        expect(treatment.kind === 'delete').toBe(!referred);
      }),
      laws,
    );
  });

  test('a record that stays keeps its primary key, and what records of other collections that stay refer to', () => {
    fc.assert(
      fc.property(caseOf, fc.infiniteStream(anyValue), ({ right, collection, categories, record }, values) => {
        const treatment = treat(record, treatmentsFor({ right, collection, dataMap, own, categories }), false);
        if (treatment.kind === 'change')
          for (const name of collection.primaryKey) expect(treatment.fields).not.toHaveProperty(name);
        if (treatment.kind !== 'delete') return;
        // Whatever record of whatever collection refers to the one that goes: it goes too, or no longer refers to it.
        for (const child of dataMap.collections)
          for (const { name, references = [] } of child.fields) {
            const reference = references.find((one) => one.collection === collection.id);
            if (!reference) continue;
            const others = child.fields.map((one) => [one.name, values.next().value]);
            const referring = { ...Object.fromEntries(others), [name]: valueAt(record, reference.field) };
            for (const key of child.primaryKey) referring[key] = 'k9';
            const childRule = treatmentsFor({ right, collection: child, dataMap, own, categories });
            const fate = treat(referring, childRule, false);
            if (fate.kind === 'delete') continue;
            const left = textsAt(afterwards(referring, fate), name);
            expect(left).not.toContain(String(valueAt(record, reference.field)));
          }
      }),
      laws,
    );
  });

  test('treated again, nothing more happens', () => {
    fc.assert(
      fc.property(caseOf, ({ right, collection, categories, record }) => {
        const rule = treatmentsFor({ right, collection, dataMap, own, categories });
        const treatment = treat(record, rule, false);
        fc.pre(treatment.kind !== 'delete');
        expect(treat(afterwards(record, treatment), rule, false)).toEqual({ kind: 'keep' });
      }),
      laws,
    );
  });

  test('what is told of the fields is what happens to them', () => {
    fc.assert(
      fc.property(caseOf, ({ right, collection, categories, record }) => {
        const rule = treatmentsFor({ right, collection, dataMap, own, categories });
        const { treatment, fields } = explainTreatment(record, rule, false);
        expect(treatment).toEqual(treat(record, rule, false));
        for (const {
          field: { name },
          end,
        } of fields) {
          const to = treatment.kind === 'change' ? treatment.fields[name]?.to : undefined;
          if (treatment.kind === 'delete') expect(end).toBe('deleted');
          else expect(end).toBe(to === undefined ? 'kept' : to === 'null' ? 'emptied' : 'replaced');
        }
      }),
      laws,
    );
  });

  test('only what was asked for goes', () => {
    fc.assert(
      fc.property(caseOf, ({ right, collection, categories, record }) => {
        fc.pre(categories.length > 0);
        const { fields } = explainTreatment(
          record,
          treatmentsFor({ right, collection, dataMap, own, categories }),
          false,
        );
        const deciding = fields.filter(
          ({ end, field: { name } }) => end !== 'kept' && !collection.primaryKey.includes(name),
        );
        const isReference = (name: string) => collection.fields.some((one) => one.name === name && one.references);
        // A record goes whole with the number it belongs by, whichever category that is in.
        for (const {
          category,
          end,
          field: { name },
        } of deciding)
          if (end !== 'deleted' || !isReference(name)) expect(categories).toContain(category);
      }),
      laws,
    );
  });
});
