import { beforeEach, expect, it } from 'vitest';
import { findingDigest, findingIdOf } from '../../../functions/discovery/index.ts';
import type { StoredRecord } from '../../../functions/discovery/store-connector.ts';
import { changeCarrier } from '../../../functions/fulfilment/carry-out-changes.ts';
import { recordKeyHash } from '../../../functions/fulfilment/record-keys.ts';
import type { DecidedChange, RequestState } from '../../../functions/requests/index.ts';
import type { CollectionBinding } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { fakeErasureClaims } from '../../support/fake-erasure-claims.ts';
import type { EraserUnderTest } from './store-eraser.contract.ts';

const identifiers = { owner: ['mine'] };
type Stored = string | number | boolean | null;

/** Corrections in a store: into the one record that is meant, and never over a value that staff did not see. */
export function singleChangesContract(storeUnderTest: () => EraserUnderTest): void {
  let store: EraserUnderTest;
  let parcels: CollectionBinding;
  beforeEach(() => {
    store = storeUnderTest();
    const fields = store.parcels.fields.map((field) =>
      field.name === 'owner' ? { ...field, identity: 'owner' } : field,
    );
    parcels = { ...store.parcels, fields };
  });

  /** Decided on what the record is now; `meanwhile` happens before it is carried out. */
  async function correct(
    field: string,
    value: Stored,
    { owner = 'mine', meanwhile = async () => undefined }: { owner?: string; meanwhile?: () => Promise<unknown> } = {},
  ) {
    const seen = await parcelNow(owner);
    const decided: DecidedChange = {
      finding: findingIdOf(findingDigest('request-1', parcels, seen)),
      writes: { [field]: { value, ifNow: seen[field] ?? null } },
    };
    await meanwhile();
    const state = {
      id: 'request-1',
      version: 9,
      status: 'fulfilling',
      rights: ['correction'],
      collections: {},
      changes: [
        {
          id: 'c1',
          right: 'correction',
          decision: 'accepted',
          collection: parcels.id,
          fields: [field],
          sealed: 'c1-1',
        },
      ],
      erasing: { from: '', startedAt: '', collections: { [parcels.id]: { outcome: 'waiting' } } },
    } as unknown as RequestState;
    const holds = { register: async () => ({ version: 0, holds: [] }) };
    const carry = changeCarrier({
      dataMap: { stores: [], collections: [parcels], accountDirectory: { collection: parcels.id, identity: 'owner' } },
      eraser: store.eraser,
      findings: {
        async *readReferences() {
          yield* [];
        },
      },
      requests: { readSealed: async () => new Sensitive(decided) },
      holds,
      heldRecords: async () => () => false,
      claims: fakeErasureClaims({ holds, requests: { load: async () => state } }),
      now: () => '2026-11-20T10:00:00.000Z',
    });
    const carried = await carry(state, parcels, { identifiers, keyOf: recordKeyHash('secret') });
    if (carried === 'not_erasing') throw new Error(carried);
    return { outcome: carried.outcomes.c1?.outcome, instead: carried.sealed[0]?.value.reveal() };
  }

  /** The parcel number 1 of an owner, as searching shows it. */
  async function parcelNow(owner: string): Promise<StoredRecord> {
    const criteria = [{ field: 'owner', values: [owner] }];
    for await (const { records } of store.eraser.locate({ collection: parcels, criteria }, { pageSize: 100 }))
      for (const { record } of records) if (String(record.number) === '1') return record;
    throw new Error(`no parcel of ${owner}`);
  }

  it('writes a single change of any type into the record that is meant', async () => {
    const before = await parcelNow('mine');
    for (const [field, value] of [
      ['phone', '+353 1 555 0100'],
      ['weight', 20.5],
      ['insured', false],
    ] as const) {
      expect(await correct(field, value)).toMatchObject({ outcome: 'done' });
      expect(String((await parcelNow('mine'))[field])).toBe(String(value));
    }
    expect(await parcelNow('mine')).toEqual({ ...before, ...(await parcelNow('mine')) });
    expect(await correct('phone', '+353 1 555 0100')).toMatchObject({ outcome: 'done' });
  });

  it('does not write a single change over a value that changed meanwhile, and says what is there', async () => {
    const { phone: _, ...rest } = await parcelNow('mine');
    const meanwhile = () => store.put(store.parcels, [{ ...rest, phone: '+49 30 1' }]);
    const { outcome, instead } = await correct('phone', '+353 1 555 0100', { meanwhile });
    expect(outcome).toBe('stale');
    expect(instead).toEqual({ gone: false, values: { phone: '+49 30 1' } });
    expect((await parcelNow('mine')).phone).toBe('+49 30 1');
  });

  it('does not bring a record back for a single change, nor touch one of somebody else', async () => {
    const record = await parcelNow('mine');
    const gone = await correct('phone', '1', { meanwhile: () => store.remove(store.parcels, record) });
    expect(gone).toEqual({ outcome: 'stale', instead: { gone: true, values: {} } });
    const before = await parcelNow('other');
    expect(await correct('phone', '1', { owner: 'other' })).toMatchObject({ outcome: 'stale' });
    expect(await parcelNow('other')).toEqual(before);
  });
}
