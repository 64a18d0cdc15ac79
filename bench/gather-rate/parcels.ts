import type { CollectionBinding } from '../../functions/shared/organisation.ts';

/** What every store holds many of: eight fields, some 350 bytes as JSON. */
export interface Parcel {
  readonly parcel_id: string;
  readonly owner: string;
  readonly sent_at: string;
  readonly recipient: string;
  readonly address: string;
  readonly goods: string;
  readonly weight: number;
  readonly note: string;
}

export const owner = 'member-0001';
/** One line in so many of a log is the data subject's. */
export const linesPerOwn = 100;
const minute = 60_000;
const start = Date.UTC(2024, 0, 1);

/** The data subject's parcels, the same every time. */
export function* ownParcels(count: number): Iterable<Parcel> {
  for (let number = 0; number < count; number++) yield parcel(number, owner);
}

/** Lines of many members, as a log holds them. */
export function* parcelLog(count: number): Iterable<Parcel> {
  for (let number = 0; number < count; number++)
    yield parcel(number, number % linesPerOwn === 0 ? owner : `member-${1000 + (number % 997)}`);
}

function parcel(number: number, of: string): Parcel {
  return {
    parcel_id: `parcel-${String(number).padStart(8, '0')}`,
    owner: of,
    sent_at: new Date(start + number * minute).toISOString(),
    recipient: `Works ${number % 411}, Receiving, ${number % 7 === 0 ? '北方铁合金有限公司' : 'Nordic Alloys AB'}`,
    address: `Hafenstraße ${number % 97}, ${20_000 + (number % 999)} Hamburg`,
    goods: `Ferrosilicon ${60 + (number % 20)}, lumps 10 to ${50 + (number % 30)} mm, big bags on pallets`,
    weight: 100 + (number % 2400),
    note: `Call the gate ${number % 50} minutes before arrival; unloading between 07:00 and 15:30.`,
  };
}

const fields = ['parcel_id', 'owner', 'sent_at', 'recipient', 'address', 'goods', 'weight', 'note'] as const;

/** The collection as a data map describes it; `more` says how its store finds it. */
export function parcelCollection(store: string, more: Partial<CollectionBinding>): CollectionBinding {
  return {
    id: `${store}.parcels`,
    store,
    location: 'parcels',
    title: {},
    primaryKey: ['parcel_id'],
    fields: fields.map((name) => ({
      name,
      dataType: name === 'weight' ? 'integer' : 'string',
      ...(name === 'owner' ? { identity: 'member' } : {}),
    })),
    ...more,
  };
}
