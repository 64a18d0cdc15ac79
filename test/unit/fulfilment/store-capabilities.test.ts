import { describe, expect, test } from 'vitest';
import { obstacle } from '../../../functions/fulfilment/store-capabilities.ts';
import type { CollectionBinding, RightAction, StoreBinding } from '../../../functions/shared/organisation.ts';

const collection: CollectionBinding = {
  id: 's.things',
  store: 's',
  location: 'things',
  title: {},
  primaryKey: ['id'],
  indexes: { count: 'by-count', owner: 'by-owner' },
  fields: [],
};

describe('a store', () => {
  test.each<[StoreBinding['kind'], RightAction, string, string | undefined, string | undefined]>([
    ['dynamodb', 'delete', 'id', 'string', undefined],
    ['dynamodb', 'keep', 'id', 'string', undefined],
    ['dynamodb', 'null', 'id', 'string', 'it is part of the primary key'],
    ['postgres', 'hmac', 'id', undefined, 'it is part of the primary key'],
    ['s3', 'random', 'id', 'string', 'it is part of the primary key'],
    // The attribute goes, and with it the record from the index.
    ['dynamodb', 'null', 'owner', 'string', undefined],
    ['dynamodb', 'hash', 'owner', 'string', undefined],
    ['dynamodb', 'hash', 'count', 'integer', 'an index is keyed on it as integer'],
    ['dynamodb', 'hash', 'amount', 'integer', undefined],
    ['postgres', 'hash', 'amount', 'float', 'its column holds float'],
    ['postgres', 'hmac', 'amounts', 'integer[]', 'its column holds integer[]'],
    ['postgres', 'random', 'amount', 'integer', undefined],
    ['postgres', 'null', 'amount', 'integer', undefined],
    ['postgres', 'hash', 'names', 'string[]', undefined],
    ['s3', 'hash', 'amount', 'integer', undefined],
  ])('%s asked to %s %s (%s): %s', (kind, action, name, dataType, said) => {
    const told = obstacle(action, { name, ...(dataType ? { dataType } : {}) }, collection, kind);
    if (said === undefined) expect(told).toBeUndefined();
    else expect(told).toContain(said);
  });

  test('deletes or keeps files whole', () => {
    const files: CollectionBinding = { ...collection, format: 'object' };
    const told = (action: RightAction) => obstacle(action, { name: 'type' }, files, 's3');
    expect([told('delete'), told('keep')]).toEqual([undefined, undefined]);
    for (const action of ['null', 'hash', 'hmac', 'random'] as const) expect(told(action)).toContain('whole');
  });
});
