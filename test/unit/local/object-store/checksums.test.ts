import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKSUM_ALGORITHMS, startChecksum } from '../../../../local/object-store/checksums.ts';

const hex = (algorithm: (typeof CHECKSUM_ALGORITHMS)[number], ...chunks: Uint8Array[]) => {
  const running = startChecksum(algorithm);
  for (const chunk of chunks) running.update(chunk);
  return running.digest().toString('hex');
};

describe('checksums', () => {
  // The check values of the CRC catalogue (reveng) and of FIPS 180 for the message "123456789".
  it.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ] as const)('%s of 123456789', (algorithm, expected) => {
    expect(hex(algorithm, Buffer.from('123456789'))).toBe(expected);
  });

  it.each(CHECKSUM_ALGORITHMS)('%s does not depend on how the bytes come', (algorithm) => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(hex(algorithm, a, b)).toBe(hex(algorithm, Buffer.concat([a, b])));
      }),
    );
  });
});
