import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  entrancesOf,
  leadingFields,
  planWaves,
  upstreamOf,
  withDownstream,
} from '../../../functions/discovery/data-map.ts';
import type { CollectionBinding, DataMap, FieldBinding } from '../../../functions/shared/organisation.ts';

const identity: FieldBinding = { name: 'email', identity: 'email' };

describe('reading order', () => {
  it('starts at identities and follows references, wave by wave', () => {
    const dataMap = mapOf(
      collection('logs', from('device_id', 'devices', 'device_id')),
      collection('devices', { name: 'device_id' }, from('member_id', 'members', 'member_id')),
      collection('members', identity, { name: 'member_id' }),
    );
    expect(wavesOf(dataMap)).toEqual([['members'], ['devices'], ['logs']]);
  });

  it('reads a collection once, after both of two paths that lead to it', () => {
    const dataMap = mapOf(
      collection('members', identity, { name: 'member_id' }, { name: 'company_id' }),
      collection('companies', from('company_id', 'members', 'company_id')),
      collection('listings', from('company_id', 'companies', 'company_id'), from('member_id', 'members', 'member_id'), {
        name: 'contact',
        identity: 'email',
      }),
    );
    expect(wavesOf(dataMap)).toEqual([['members'], ['companies'], ['listings']]);
    const [, , listings] = dataMap.collections;
    expect(listings && entrancesOf(listings, dataMap)).toEqual([
      { field: 'company_id', from: { collection: 'companies', field: 'company_id' } },
      { field: 'member_id', from: { collection: 'members', field: 'member_id' } },
      { field: 'contact', identity: 'email' },
    ]);
    expect(upstreamOf('listings', dataMap)).toEqual(['companies', 'members']);
    expect(leadingFields('members', dataMap).sort()).toEqual(['company_id', 'member_id']);
  });

  it('reads a reference in the direction it states', () => {
    const to: FieldBinding = { name: 'order_id', references: [{ collection: 'orders', field: 'id', direction: 'to' }] };
    const dataMap = mapOf(collection('members', identity, to), collection('orders', { name: 'id' }));
    expect(wavesOf(dataMap)).toEqual([['members'], ['orders']]);
  });

  it('names collections no identity leads to', () => {
    const dataMap = mapOf(
      collection('members', identity),
      collection('island', { name: 'id' }),
      collection('beach', from('id', 'island', 'id')),
    );
    expect(planWaves(dataMap)).toEqual({
      ok: false,
      refusal: [
        { kind: 'unreachable', collection: 'island' },
        { kind: 'unreachable', collection: 'beach' },
      ],
    });
  });

  it('names the collections of a cycle, and not those that merely hang on it', () => {
    const dataMap = mapOf(
      collection('members', identity, from('id', 'orders', 'member_id')),
      collection('orders', from('member_id', 'members', 'id')),
      collection('after', from('order_id', 'orders', 'id')),
    );
    expect(planWaves(dataMap)).toEqual({
      ok: false,
      refusal: [{ kind: 'cycle', collections: ['orders', 'members', 'orders'] }],
    });
  });

  it('knows a collection that refers to itself as a cycle', () => {
    const dataMap = mapOf(collection('members', identity, from('parent', 'members', 'id')));
    expect(planWaves(dataMap)).toMatchObject({ refusal: [{ kind: 'cycle', collections: ['members', 'members'] }] });
  });

  it('plans any map without rings so that each collection comes once, after all that lead to it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 }),
        (size, pairs) => {
          // Edges only from lower to higher numbers cannot form a ring; whoever has none is entered by identity.
          const edges = pairs.map(([a, b]) => [a % size, b % size] as const).filter(([a, b]) => a < b);
          const dataMap = mapOf(
            ...Array.from({ length: size }, (_, at) => {
              const sources = edges
                .filter(([, to]) => to === at)
                .map(([source], index) => from(`f${index}`, `c${source}`, 'id'));
              return collection(
                `c${at}`,
                { name: 'id', ...(sources.length === 0 ? { identity: 'email' } : {}) },
                ...sources,
              );
            }),
          );
          const waves = wavesOf(dataMap);
          expect(waves.flat().sort()).toEqual(dataMap.collections.map(({ id }) => id).sort());
          const position = new Map(waves.flatMap((wave, index) => wave.map((id) => [id, index] as const)));
          for (const [source, target] of edges)
            expect(position.get(`c${source}`)).toBeLessThan(position.get(`c${target}`) ?? -1);
        },
      ),
    );
  });

  it('finds everything reached through a collection', () => {
    const dataMap = mapOf(
      collection('a', identity),
      collection('b', from('x', 'a', 'x')),
      collection('c', from('x', 'b', 'x')),
      collection('d', from('x', 'a', 'x')),
    );
    expect([...withDownstream(['b'], dataMap)]).toEqual(['b', 'c']);
  });
});

function wavesOf(dataMap: DataMap): string[][] {
  const planned = planWaves(dataMap);
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusal));
  return planned.value.map((wave) => wave.map(({ id }) => id));
}

function mapOf(...collections: CollectionBinding[]): DataMap {
  return { stores: [], collections, accountDirectory: { collection: 'members', identity: 'email' } };
}

function collection(id: string, ...fields: FieldBinding[]): CollectionBinding {
  return { id, store: 's', location: id, title: {}, primaryKey: ['id'], fields };
}

function from(name: string, source: string, field: string): FieldBinding {
  return { name, references: [{ collection: source, field, direction: 'from' }] };
}
