import { describe, expect, it } from 'vitest';
import { recordOf } from '../../../functions/discovery/attribute-values.dynamo.ts';
import { storeClient } from '../../../functions/discovery/store-client.dynamo.ts';

describe('a DynamoDB item as a record', () => {
  it('keeps every type of value as JSON', () => {
    const record = recordOf({
      text: { S: '' },
      number: { N: '-1.5' },
      yes: { BOOL: false },
      nothing: { NULL: true },
      list: { L: [{ S: 'a' }, { M: { inner: { N: '2' } } }] },
      texts: { SS: ['x', 'y'] },
      numbers: { NS: ['1', '2.25'] },
      bytes: { B: Uint8Array.of(0, 255) },
      manyBytes: { BS: [Uint8Array.of(1)] },
    });
    expect(record).toEqual({
      text: '',
      number: -1.5,
      yes: false,
      nothing: null,
      list: ['a', { inner: 2 }],
      texts: ['x', 'y'],
      numbers: [1, 2.25],
      bytes: 'AP8=',
      manyBytes: ['AQ=='],
    });
  });

  it('keeps numbers as text that a double would round', () => {
    const exact = '12345678901234567890.123456789012345678';
    expect(recordOf({ a: { N: exact }, b: { NS: ['9007199254740993'] } })).toEqual({
      a: exact,
      b: ['9007199254740993'],
    });
  });

  it('refuses a type it does not know instead of losing the value', () => {
    expect(() => recordOf({ new: { $unknown: ['V', 1] } })).toThrow(
      expect.objectContaining({ name: 'StoreRefusal', reason: 'record_unreadable' }),
    );
  });
});

it('a client for reading much prepares no answer for a log', () => {
  const client = storeClient({ region: 'eu-central-1' });
  expect(client.middlewareStack.identify().filter((name) => name.startsWith('logger'))).toEqual([]);
  client.destroy();
});
