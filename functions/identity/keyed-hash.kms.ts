import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { KeyedHash } from './keyed-hash.ts';

/** Hashes under an HMAC_256 key that never leaves KMS (GenerateMac, HMAC_SHA_256). */
export function kmsKeyedHash(client: KMSClient, keyId: string): KeyedHash {
  return {
    async of(purpose, value) {
      const { Mac } = await client.send(
        new GenerateMacCommand({
          KeyId: keyId,
          MacAlgorithm: 'HMAC_SHA_256',
          Message: new TextEncoder().encode(`${purpose}\0${value}`),
        }),
      );
      if (!Mac) throw new MacMissing('KMS answered without a MAC');
      return Buffer.from(Mac).toString('hex');
    },
  };
}

/** KMS answered, but not with what was asked. */
export class MacMissing extends Error {
  override readonly name = 'MacMissing';
}
