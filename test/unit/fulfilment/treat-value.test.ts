import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf, withChanges } from '../../../functions/fulfilment/change-record.ts';
import type { FieldTreatment } from '../../../functions/fulfilment/store-eraser.ts';
import { treatValue } from '../../../functions/fulfilment/treat-value.ts';
import { valueSources } from '../../../functions/fulfilment/value-sources.ts';

const sources = valueSources(async (text) => createHash('sha256').update(`key ${text}`).digest('hex'));
const treat = (value: unknown, to: FieldTreatment['to'], place = 'here') =>
  treatValue(value, to === 'value' ? { to, value: 'given' } : { to }, place, sources);

const shaped = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.bigInt(),
  fc.boolean(),
  fc.uuid(),
  fc.emailAddress(),
  fc.ipV4(),
  fc.ipV6(),
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
    .map((date) => date.toISOString().slice(0, 10)),
  fc.stringMatching(/^\+\d{2} \(0\)\d{3}[ /-]\d{4,8}$/),
  fc.stringMatching(/^-?\d{1,20}(\.\d{1,4})?$/),
  fc.uint8Array({ maxLength: 40 }),
);

describe('treating a value', () => {
  it('gives the same for its own result, of any shape', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(shaped, fc.array(shaped), fc.dictionary(fc.string(), shaped)),
        fc.constantFrom<FieldTreatment['to']>('null', 'hash', 'hmac', 'random', 'value'),
        async (value, to) => {
          const treated = await treat(value, to);
          expect(await treat(treated, to)).toEqual(treated);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps nothing of a value in a random one: only the shape counts, and the place', async () => {
    expect(await treat('Ada Lovelace, 10 12', 'random')).toBe(await treat('Bob Babbages, 99 88', 'random'));
    expect(await treat('Ada Lovelace', 'random')).not.toBe(await treat('Ada Lovelace', 'random', 'there'));
    expect(await treat(['0171 1', '0171 1'], 'random')).not.toEqual([
      await treat('0171 1', 'random'),
      await treat('0171 1', 'random'),
    ]);
  });

  it.each([
    ['+49 171 2345678', /^\+\d\d \d{3} \d{7}$/],
    ['Zoë-王', /^[A-Z][a-z]{2}-[a-z]$/],
    ['ada@lovelace.example', /^[0-9a-f]{16}@example\.invalid$/],
    ['2001-02-03', /^(19[7-9]|20[0-2])\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/],
    ['2001-02-03T04:05:06.789Z', /^\d{4}-\d\d-\d\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/],
    ['203.0.113.9', /^198\.18\.\d{1,3}\.\d{1,3}$/],
    ['2003:db::1', /^2001:db8::/],
    ['123e4567-e89b-12d3-a456-426614174000', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['', /^$/],
  ])('draws for %s something of its kind', async (value, shape) => {
    for (let place = 0; place < 20; place++) expect(await treat(value, 'random', String(place))).toMatch(shape);
  });

  it('draws numbers of the same size and type', async () => {
    for (const [value, low, high] of [
      [7, 0, 9],
      [250, 100, 999],
      [-250, -999, -100],
      [32_000, 10_000, 19_999],
      [2_147_483_647, 1_000_000_000, 1_999_999_999],
      [12.5, 10.1, 99.9],
    ] as const)
      for (let place = 0; place < 20; place++) {
        const drawn = await treat(value, 'random', String(place));
        expect(drawn).toBeGreaterThanOrEqual(low);
        expect(drawn).toBeLessThanOrEqual(high);
        expect(Number.isInteger(drawn)).toBe(Number.isInteger(value));
      }
    expect(typeof (await treat(10n ** 18n, 'random'))).toBe('bigint');
    expect(typeof (await treat(true, 'random'))).toBe('boolean');
  });

  it('hashes each item and member, and nothing that is none', async () => {
    const hashed = `sha256:${createHash('sha256').update('x').digest('hex')}`;
    expect(await treat(['x', null, ''], 'hash')).toEqual([hashed, null, '']);
    expect(await treat({ a: { b: 'x' } }, 'hash')).toEqual({ a: { b: hashed } });
    expect(await treat(new Set(['x']), 'hash')).toEqual(new Set([hashed]));
    expect(await treat(null, 'hmac')).toBeNull();
    expect(await treat(undefined, 'random')).toBeUndefined();
    expect(await treat('x', 'hmac')).toMatch(/^hmac:[0-9a-f]{64}$/);
  });
});

describe('changing a record', () => {
  const change = async (record: Record<string, unknown>, fields: Record<string, FieldTreatment>) => {
    const changes = await changesOf(record, fields, 'record', sources);
    return changes === 'stale' ? changes : withChanges(record, changes);
  };

  it('reaches inside objects, but for a field of just that name', async () => {
    const withheld: FieldTreatment = { to: 'value', value: 'x' };
    expect(await change({ a: { b: 1, c: 2 } }, { 'a.b': withheld })).toEqual({ a: { b: 'x', c: 2 } });
    expect(await change({ a: { b: 1 }, 'a.b': 3 }, { 'a.b': withheld })).toEqual({ a: { b: 1 }, 'a.b': 'x' });
    expect(await change({ c: 1 }, { 'a.b.d': withheld })).toEqual({ c: 1, a: { b: { d: 'x' } } });
    expect(await change({ c: 1 }, { 'a.b': { to: 'null' } })).toEqual({ c: 1 });
    expect(await change({ a: [1] }, { 'a.b': { to: 'null' } })).toEqual({ a: [1] });
    await expect(change({ a: [1] }, { 'a.b': withheld })).rejects.toMatchObject({ reason: 'value_not_accepted' });
  });

  it('leaves the record it was given as it is', async () => {
    const record = { a: { b: 1 } };
    await change(record, { 'a.b': { to: 'null' } });
    expect(record).toEqual({ a: { b: 1 } });
  });

  it('writes a value only over the one expected, and nothing else of the record otherwise', async () => {
    const fields: Record<string, FieldTreatment> = {
      note: { to: 'null' },
      status: { to: 'value', value: 'closed', ifNow: 'open' },
      flag: { to: 'value', value: false, ifNow: null },
    };
    expect(await change({ note: 'n', status: 'open' }, fields)).toEqual({ note: null, status: 'closed', flag: false });
    expect(await change({ note: 'n', status: 'paused' }, fields)).toBe('stale');
    expect(await change({ note: null, status: 'closed', flag: false }, fields)).toEqual({
      note: null,
      status: 'closed',
      flag: false,
    });
    expect(await change({ note: 'n', status: 'open', flag: true }, fields)).toBe('stale');
  });
});
