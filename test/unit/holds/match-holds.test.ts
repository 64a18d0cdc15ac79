import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HoldScope, HoldState } from '../../../functions/holds/hold.ts';
import { companyFields, type HeldFacts, heldFacts, matchHolds } from '../../../functions/holds/match-holds.ts';
import type { RequestState } from '../../../functions/requests/index.ts';
import type { DataMap } from '../../../functions/shared/organisation.ts';

const hold = (matter: string, ...scopes: HoldScope[]): HoldState => ({
  matter,
  version: 1,
  lastHash: '',
  status: 'active',
  scopes,
  reviewOn: '2027-05-01',
  placedAt: '2026-11-02T09:00:00.000Z',
  placedBy: 'lena',
});

const facts: HeldFacts = {
  subjectKey: 'anna',
  companies: ['c-1'],
  collections: [
    { id: 'members.members', store: 'members', categories: ['registration'] },
    { id: 'trade.orders', store: 'trade', categories: ['transactions', 'company'] },
  ],
  period: { from: '2025-01-01', to: '2025-12-31' },
};
const both = ['members.members', 'trade.orders'];

describe('a hold covers', () => {
  test.each<[string, HoldScope, readonly string[] | undefined]>([
    ['the person it names', { subjectKey: 'anna' }, both],
    ['nobody else', { subjectKey: 'bert' }, undefined],
    ['people of the company it names', { company: 'c-1' }, both],
    ['no other company', { company: 'c-2' }, undefined],
    ['all of a store', { store: 'trade' }, ['trade.orders']],
    ['one collection', { collection: 'members.members' }, ['members.members']],
    ['a category wherever it is', { category: 'company' }, ['trade.orders']],
    ['a period that overlaps on its last day', { period: { to: '2025-01-01' } }, both],
    ['a period that overlaps on its first day', { period: { from: '2025-12-31' } }, both],
    ['no period that ended before', { period: { to: '2024-12-31' } }, undefined],
    ['no period that starts later', { period: { from: '2026-01-01' } }, undefined],
    ['only what every part of it fits', { subjectKey: 'anna', store: 'trade', category: 'registration' }, undefined],
    ['what every part of it fits', { company: 'c-1', store: 'trade', category: 'company' }, ['trade.orders']],
  ])('%s', (_, scope, collections) => {
    expect(matchHolds([hold('m', scope)], facts)).toEqual(collections ? [{ matter: 'm', collections }] : []);
  });

  test('nothing once it is released', () => {
    expect(matchHolds([{ ...hold('m', { subjectKey: 'anna' }), status: 'released' }], facts)).toEqual([]);
  });

  test('a person of whom nothing was found yet', () => {
    expect(matchHolds([hold('m', { subjectKey: 'anna' })], { ...facts, collections: [] })).toEqual([
      { matter: 'm', collections: [] },
    ]);
  });

  test('what any of its scopes covers: more scopes never cover less', () => {
    const scope: fc.Arbitrary<HoldScope> = fc.record(
      {
        subjectKey: fc.constantFrom('anna', 'bert'),
        company: fc.constantFrom('c-1', 'c-2'),
        store: fc.constantFrom('members', 'trade'),
        collection: fc.constantFrom('members.members', 'trade.orders'),
        category: fc.constantFrom('registration', 'company', 'usage'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(scope, { minLength: 1, maxLength: 4 }), scope, (scopes, more) => {
        const covered = (all: HoldScope[]) => matchHolds([hold('m', ...all)], facts)[0]?.collections ?? [];
        expect(covered([...scopes, more])).toEqual(expect.arrayContaining([...covered(scopes)]));
        const union = new Set(scopes.flatMap((one) => covered([one])));
        expect(new Set(covered(scopes))).toEqual(union);
      }),
    );
  });
});

const dataMap: DataMap = {
  stores: [],
  accountDirectory: { collection: 'members.members', identity: 'email' },
  companyCategory: 'user.organization',
  collections: [
    {
      id: 'members.members',
      store: 'members',
      location: 'members',
      title: {},
      primaryKey: ['member_id'],
      fields: [
        { name: 'member_id', category: 'registration', dataCategories: ['user.unique_id'] },
        { name: 'company_id', category: 'company', dataCategories: ['user.organization'] },
      ],
    },
    {
      id: 'trade.companies',
      store: 'trade',
      location: 'companies',
      title: {},
      primaryKey: ['company_id'],
      fields: [{ name: 'company_id', category: 'company', dataCategories: ['user.organization'] }],
    },
  ],
};
const state = { subjectKey: 'anna', categories: [], collections: {} } as unknown as RequestState;

describe('the facts of a request', () => {
  test('are everything before gathering, then what something was found in', () => {
    expect(heldFacts(state, dataMap, []).collections.map(({ id }) => id)).toEqual([
      'members.members',
      'trade.companies',
    ]);
    const gathered: RequestState = {
      ...state,
      collections: {
        'members.members': { outcome: 'failed', count: 0, gathering: 1 },
        'trade.companies': { outcome: 'nothing', count: 0, gathering: 1 },
      },
    };
    expect(heldFacts(gathered, dataMap, ['c-1'])).toEqual({
      subjectKey: 'anna',
      companies: ['c-1'],
      collections: [{ id: 'members.members', store: 'members', categories: ['registration', 'company'] }],
    });
  });

  test('are narrowed to the categories asked for', () => {
    const { collections } = heldFacts({ ...state, categories: ['company'] }, dataMap, []);
    expect(collections.map(({ categories }) => categories)).toEqual([['company'], ['company']]);
  });

  test('take companies from the collection that has them as primary key', () => {
    expect(companyFields(dataMap)).toEqual([{ collection: 'trade.companies', field: 'company_id' }]);
    const { companyCategory: _, ...ofPersons } = dataMap;
    expect(companyFields(ofPersons)).toEqual([]);
  });
});
