import { describe, expect, it } from 'vitest';
import { erasurePreviewer } from '../../../functions/fulfilment/preview-erasure.ts';
import type { HoldState } from '../../../functions/holds/index.ts';
import type { CollectionBinding, DataMap, RightRule } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { anAsk, Story, untilReview } from '../../support/a-request.ts';

const orders: CollectionBinding = {
  id: 'trade.orders',
  store: 'trade',
  location: 'orders',
  title: {},
  primaryKey: ['order_id'],
  fields: [
    { name: 'order_id', category: 'transactions' },
    { name: 'contact', category: 'registration' },
    { name: 'total', category: 'transactions' },
  ],
};
const dataMap: DataMap = {
  stores: [],
  collections: [orders],
  accountDirectory: { collection: 'members.member', identity: 'email' },
};
const basis = { en: 'tax law' };
const until = { en: '6 years' };
const deletion: RightRule = {
  right: 'deletion',
  actions: { registration: { action: 'delete' }, transactions: { action: 'keep', basis, until } },
};
const records = [
  { order_id: 'o-1', contact: 'Anna', total: 5 },
  { order_id: 'o-2', contact: 'Anna', total: 7 },
  { order_id: 'o-3', contact: '', total: 9 },
];
const state = Story.of(
  [{ type: 'submit', ask: { ...anAsk, rights: ['deletion'], erasure: { waitingDays: 7 } } }, { kind: 'data_subject' }],
  ...untilReview.slice(1),
).known;

function preview(
  options: { rights?: readonly RightRule[]; held?: (id: unknown) => boolean; found?: typeof records } = {},
) {
  return erasurePreviewer({
    dataMap,
    rights: options.rights ?? [deletion],
    findings: {
      async *streamFindings() {
        for (const fields of options.found ?? records) yield [{ id: fields.order_id, fields }];
      },
    },
    identifiers: { of: async () => new Sensitive({ email: ['anna@example.org'] }) },
    holds: { register: async () => ({ version: 4, holds: [] as HoldState[] }) },
    heldRecords: async () => (_, record) => options.held?.(record.order_id) ?? false,
  });
}

describe('the dry run of a deletion', () => {
  it('counts what goes, what is reduced and what stays, with its basis and period', async () => {
    expect(await preview()(state, 'trade.orders')).toMatchObject({
      collection: 'trade.orders',
      records: 3,
      complete: true,
      deleted: 0,
      changed: 2,
      unchanged: 1,
      held: 0,
      gone: [{ category: 'registration', count: 2 }],
      kept: [{ category: 'transactions', count: 3, basis, until }],
    });
  });

  it('leaves alone what a hold covers', async () => {
    const counted = await preview({ held: (id) => id === 'o-1' })(state, 'trade.orders');
    expect(counted).toMatchObject({ changed: 1, held: 1, unchanged: 1 });
  });

  it('says so when there is more than it counts', async () => {
    const found = Array.from({ length: 50_001 }, (_, i) => ({ order_id: `o-${i}`, contact: '', total: i }));
    expect(await preview({ found })(state, 'trade.orders')).toMatchObject({ records: 50_000, complete: false });
    expect(await preview({ found: found.slice(1) })(state, 'trade.orders')).toMatchObject({ complete: true });
  });

  it('has nothing to say of what is unknown or was not found', async () => {
    expect(await preview()(state, 'moon.rocks')).toBeUndefined();
    const nothing = {
      ...state,
      collections: { 'trade.orders': { outcome: 'nothing', count: 0, gathering: 1 } },
    } as const;
    expect(await preview()(nothing, 'trade.orders')).toBeUndefined();
  });

  it('has nothing to say of a request that asks for single changes alone', async () => {
    const correction = { ...state, rights: ['correction'] } as const;
    expect(await preview()(correction, 'trade.orders')).toBeUndefined();
  });

  it('refuses a policy that has no rule for it', async () => {
    await expect(preview({ rights: [] })(state, 'trade.orders')).rejects.toMatchObject({ name: 'RightUnusable' });
  });
});
