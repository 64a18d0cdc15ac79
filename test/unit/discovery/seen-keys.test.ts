import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenKeys } from '../../../functions/discovery/seen-keys.ts';

describe('seen keys', () => {
  it('answers as a set of all keys would, also after being saved and read again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.nat(40).map(String)), { maxLength: 400 }),
        fc.nat(400),
        (keys, savedAt) => {
          const known = new Set<string>();
          let seen = new SeenKeys();
          keys.forEach((key, index) => {
            if (index === savedAt) seen = new SeenKeys(Buffer.from(seen.save()));
            expect(seen.hasDigest(hash('sha256', key, 'hex'))).toBe(known.has(key));
            expect(seen.add(key)).toBe(!known.has(key));
            known.add(key);
          });
          expect(seen.size).toBe(known.size);
        },
      ),
    );
  });

  it('keeps up with many, in 8 bytes each when saved', () => {
    const seen = new SeenKeys();
    for (let key = 0; key < 50_000; key++) seen.add(String(key));
    expect(seen.size).toBe(50_000);
    expect(seen.save().byteLength).toBe(8 * 50_000);
    expect(Array.from({ length: 50_000 }, (_, key) => seen.add(String(key))).includes(true)).toBe(false);
  });
});
