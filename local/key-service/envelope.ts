import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Key } from './key-ring.ts';
import { KmsError } from './kms-error.ts';

export type EncryptionContext = Readonly<Record<string, string>>;

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A ciphertext blob: version byte, key id with its length before it, IV, AES-256-GCM tag, ciphertext. The key id and the
 * encryption context are authenticated. The layout is this service's own: AWS does not publish that of KMS.
 */
export function seal(key: Key, plaintext: Uint8Array, context: EncryptionContext): Buffer {
  const iv = randomBytes(IV_BYTES);
  const keyId = Buffer.from(key.keyId);
  const cipher = createCipheriv('aes-256-gcm', key.secret, iv).setAAD(authenticated(key, context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION, keyId.length]), keyId, iv, cipher.getAuthTag(), ciphertext]);
}

/** The id of the key that sealed the blob. Throws InvalidCiphertextException for what is no blob of ours. */
export function sealedBy(blob: Uint8Array): string {
  const [version, length = 0] = blob;
  if (version !== VERSION || blob.length < 2 + length + IV_BYTES + TAG_BYTES) throw invalidCiphertext();
  return Buffer.from(blob.subarray(2, 2 + length)).toString();
}

/** Throws InvalidCiphertextException when the blob was changed or the encryption context is another. */
export function open(key: Key, blob: Uint8Array, context: EncryptionContext): Buffer {
  const bytes = Buffer.from(blob).subarray(2 + Buffer.byteLength(key.keyId));
  const decipher = createDecipheriv('aes-256-gcm', key.secret, bytes.subarray(0, IV_BYTES))
    .setAAD(authenticated(key, context))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new KmsError('InvalidCiphertextException', String(error instanceof Error ? error.message : error));
  }
}

function authenticated(key: Key, context: EncryptionContext): Buffer {
  const sorted = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify([key.keyId, sorted]));
}

export function invalidCiphertext(): KmsError {
  return new KmsError('InvalidCiphertextException', 'The ciphertext is malformed.');
}
