import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectionUnderHold, heldRecordFinder, recordHeld } from '../../../functions/holds/held-records.ts';
import type { HoldScope, HoldState } from '../../../functions/holds/hold.ts';
import { matchHolds } from '../../../functions/holds/match-holds.ts';
import type { RequestState } from '../../../functions/requests/index.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('the policy does not compile');
const { dataMap } = compiled.value;
const timeZone = 'Europe/Dublin';

const bindingOf = (id: string) => {
  const found = dataMap.collections.find((collection) => collection.id === id);
  if (!found) throw new Error(`no collection ${id}`);
  return found;
};
const underHold = (id: string) => collectionUnderHold(bindingOf(id), dataMap, timeZone);
const orders = underHold('trade.orders');
const messages = underHold('trade.messages');
const members = underHold('members.members');

const hold = (...scopes: HoldScope[]): HoldState => ({
  matter: 'm',
  version: 1,
  lastHash: '',
  status: 'active',
  scopes,
  reviewOn: '2027-05-01',
  placedAt: '2026-11-02T09:00:00.000Z',
  placedBy: 'lena',
});
const anna = { subjectKey: 'anna', companies: ['C1'] };
const held = (scope: HoldScope, collection: typeof orders, record: Record<string, unknown>) =>
  recordHeld([hold(scope)], anna, collection, record);

describe('a record is held by', () => {
  const order = { order_id: 'O1', buyer_company_id: 'C1', seller_company_id: 'C2', ordered_at: '2025-06-01T10:00:00Z' };

  test.each<[string, HoldScope, boolean]>([
    ['its data subject', { subjectKey: 'anna' }, true],
    ['no other person', { subjectKey: 'bert' }, false],
    ['its store', { store: 'trade' }, true],
    ['no other store', { store: 'members' }, false],
    ['its collection', { collection: 'trade.orders' }, true],
    ['no other collection', { collection: 'trade.messages' }, false],
    ['a category of its fields', { category: 'transactions' }, true],
    ['no other category', { category: 'devices' }, false],
    ['the company that bought', { company: 'C1' }, true],
    ['the company that sold, whoever asks', { company: 'C2' }, true],
    ['no other company', { company: 'C3' }, false],
    ['a period it is in', { period: { from: '2025-06-01', to: '2025-06-01' } }, true],
    ['no period that ended before', { period: { to: '2025-05-31' } }, false],
    ['no period that starts later', { period: { from: '2025-06-02' } }, false],
    ['all parts together', { subjectKey: 'anna', company: 'C2', store: 'trade', period: { to: '2025-06-01' } }, true],
    ['nothing when one part does not fit', { subjectKey: 'anna', company: 'C2', period: { to: '2025-05-31' } }, false],
  ])('%s', (_, scope, expected) => {
    expect(held(scope, orders, order)).toBe(expected);
  });

  test('nothing that is released', () => {
    expect(recordHeld([{ ...hold({ subjectKey: 'anna' }), status: 'released' }], anna, orders, order)).toBe(false);
  });
});

describe('a company scope', () => {
  test('reads every field that numbers companies, by reference from wherever it leads', () => {
    expect(orders.companyFields).toEqual(['buyer_company_id', 'seller_company_id']);
    expect(members.companyFields).toEqual(['company_id']);
    expect(underHold('trade.companies').companyFields).toEqual(['company_id']);
    expect(underHold('archive.company_material').companyFields).toEqual(['company_id']);
    expect(messages.companyFields).toEqual([]);
  });

  test("goes by the subject's companies where the record names none", () => {
    expect(held({ company: 'C1' }, messages, { message_id: 'T1' })).toBe(true);
    expect(held({ company: 'C2' }, messages, { message_id: 'T1' })).toBe(false);
    expect(held({ company: 'C1' }, members, { member_id: 'M1', company_id: null })).toBe(true);
    expect(held({ company: 'C1' }, members, { member_id: 'M1', company_id: 'C2' })).toBe(false);
  });
});

describe('a period counts days of the office, and a time it cannot place as inside', () => {
  const december: HoldScope = { period: { from: '2025-12-01', to: '2025-12-31' } };
  test.each<[unknown, boolean]>([
    ['2025-12-31', true],
    ['2026-01-01', false],
    ['2025-12-31T23:59:59Z', true],
    ['2026-01-01T00:00:00Z', false],
    ['2026-01-01T00:30:00+01:00', true],
    ['2026-01-01 00:30:00+01', true],
    ['2025-12-01T01:30:00+0200', false],
    // Without a zone it may be a day off either way.
    ['2026-01-01T12:00:00', true],
    ['2026-01-02 12:00:00.5', false],
    ['2025-11-30T12:00', true],
    ['2025-11-29T12:00', false],
    [undefined, true],
    [null, true],
    ['', true],
    ['soon', true],
    ['infinity', true],
    ['2025-77-99', true],
    ['2026-06-01T99:00:00Z', true],
    [1_600_000_000, true],
  ])('%s: %s', (ordered_at, expected) => {
    expect(held(december, orders, { order_id: 'O1', ordered_at })).toBe(expected);
  });

  test('summer time of the office', () => {
    const june: HoldScope = { period: { from: '2025-06-01' } };
    expect(held(june, orders, { ordered_at: '2025-05-31T22:59:59Z' })).toBe(false);
    expect(held(june, orders, { ordered_at: '2025-05-31T23:00:00Z' })).toBe(true);
  });

  test('a collection without times is inside', () => {
    expect(members.timeField).toBeUndefined();
    expect(held(december, members, { registered_at: '2020-01-01' })).toBe(true);
  });
});

const day = fc
  .integer({ min: 0, max: 800 })
  .map((days) => new Date(Date.UTC(2025, 0, 1 + days)).toISOString().slice(0, 10));
const scopeOf: fc.Arbitrary<HoldScope> = fc.record(
  {
    subjectKey: fc.constantFrom('anna', 'bert'),
    company: fc.constantFrom('C1', 'C2', 'C3'),
    store: fc.constantFrom('members', 'trade'),
    collection: fc.constantFrom('trade.orders', 'trade.messages', 'members.members'),
    category: fc.constantFrom('registration', 'transactions', 'communication', 'company'),
    period: fc
      .tuple(day, day)
      .map(([one, other]) => (one < other ? { from: one, to: other } : { from: other, to: one })),
  },
  { requiredKeys: [] },
);
const collectionOf = fc.constantFrom(orders, messages, members);
const company = fc.constantFrom('C1', 'C2', 'C3', null);
const recordOf = fc.record({
  buyer_company_id: company,
  seller_company_id: company,
  company_id: company,
  ordered_at: fc.oneof(day, fc.constant('?')),
  sent_at: fc.oneof(day, fc.constant('?')),
});

describe('laws', () => {
  test('a scope holds what each of its parts holds by itself, and nothing more', () => {
    fc.assert(
      fc.property(scopeOf, collectionOf, recordOf, (scope, collection, record) => {
        const parts = Object.entries(scope).map(([part, value]): HoldScope => ({ [part]: value }));
        const byParts = parts.every((part) => held(part, collection, record));
        expect(held(scope, collection, record)).toBe(byParts);
      }),
    );
  });

  test('more scopes and more holds never hold less', () => {
    fc.assert(
      fc.property(
        fc.array(scopeOf, { minLength: 1, maxLength: 4 }),
        collectionOf,
        recordOf,
        (scopes, collection, record) => {
          const one = scopes.some((scope) => held(scope, collection, record));
          expect(recordHeld([hold(...scopes)], anna, collection, record)).toBe(one);
          expect(
            recordHeld(
              scopes.map((scope) => hold(scope)),
              anna,
              collection,
              record,
            ),
          ).toBe(one);
        },
      ),
    );
  });

  test("what a request is told of holds more: a held record's collection is covered, if the company is the subject's", () => {
    fc.assert(
      fc.property(scopeOf, collectionOf, recordOf, (scope, collection, record) => {
        fc.pre(scope.company === undefined || anna.companies.includes(scope.company));
        fc.pre(held(scope, collection, record));
        const covered = matchHolds([hold(scope)], { ...anna, collections: [collection] });
        expect(covered).toEqual([{ matter: 'm', collections: [collection.id] }]);
      }),
    );
  });
});

describe('for a request', () => {
  const request = { id: 'r1', subjectKey: 'anna', timeZone } as unknown as RequestState;

  test('companies are read when a hold asks for one, and only then', async () => {
    const asked: string[] = [];
    const find = heldRecordFinder({
      dataMap,
      companiesOf: async (id) => {
        asked.push(id);
        return ['C1'];
      },
    });
    const byPerson = await find([hold({ subjectKey: 'anna', category: 'communication' })], request);
    expect(byPerson(bindingOf('trade.messages'), { message_id: 'T1' })).toBe(true);
    expect(byPerson(bindingOf('trade.orders'), { order_id: 'O1' })).toBe(false);
    const released: HoldState = { ...hold({ company: 'C1' }), status: 'released' };
    expect((await find([released], request))(bindingOf('trade.messages'), {})).toBe(false);
    expect(asked).toEqual([]);

    const byCompany = await find([hold({ company: 'C1' })], request);
    expect(byCompany(bindingOf('trade.messages'), { message_id: 'T1' })).toBe(true);
    expect(asked).toEqual(['r1']);
  });
});
